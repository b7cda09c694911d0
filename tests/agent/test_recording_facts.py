"""A recording tells what it is and what is in it."""

import pytest

from agent.recording_facts import facts_of
from bridge.errors import CorruptRecording
from bridge.recording.reader import open_recording


def test_the_facts_of_a_demonstration(demonstrations):
    path = demonstrations / "woodcutting-000001.mcap"
    facts = facts_of(path)
    told = facts.as_json()
    assert facts.duration_s == 60.0
    assert told["streams"]["/state"] == {"count": 101}
    assert told["streams"]["/input"] == {"count": len(list(open_recording(path).inputs()))}
    assert (told["task"], told["seed"], told["author"], told["complete"]) == ("woodcutting", 1, "expert", True)
    assert told["bytes"] == path.stat().st_size


def test_a_cut_recording_is_not_complete(demonstrations, tmp_path):
    whole = (demonstrations / "woodcutting-000001.mcap").read_bytes()
    cut = tmp_path / "cut.mcap"
    cut.write_bytes(whole[: len(whole) // 2])
    facts = facts_of(cut)
    assert facts.as_json()["complete"] is False
    assert 0 < facts.counts["/state"] < 101


def test_a_foreign_file_has_no_facts(tmp_path):
    (tmp_path / "a.mcap").write_bytes(b"mine")
    with pytest.raises(CorruptRecording, match=r"a\.mcap"):
        facts_of(tmp_path / "a.mcap")
