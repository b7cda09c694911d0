"""Edited recordings never take another one's place by accident."""

from pathlib import Path

import pytest

from agent.edited_files import SHARD_FOLDER, destinations, in_place, other_copies
from agent.errors import UsageError
from model.sources import CACHE_FOLDER


def recordings(*paths: Path) -> list[Path]:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return list(paths)


def test_without_a_name_the_new_file_lies_beside(tmp_path):
    (a,) = recordings(tmp_path / "a.mcap")
    assert destinations([a], None, "trimmed") == {a: tmp_path / "a-trimmed.mcap"}


def test_a_name_is_for_one_recording_and_a_folder_for_many(tmp_path):
    a, b = recordings(tmp_path / "a.mcap", tmp_path / "b.mcap")
    out = tmp_path / "out"
    assert destinations([a], tmp_path / "c.mcap", "trimmed") == {a: tmp_path / "c.mcap"}
    assert destinations([a, b], out, "trimmed") == {a: out / "a.mcap", b: out / "b.mcap"}
    with pytest.raises(UsageError, match="several"):
        destinations([a, b], tmp_path / "c.mcap", "trimmed")


def test_the_folders_below_a_named_one_are_kept(tmp_path):
    ann, bob = recordings(tmp_path / "ann" / "s1.mcap", tmp_path / "bob" / "s1.mcap")
    out = tmp_path / "out"
    assert destinations([tmp_path], out, "trimmed") == {ann: out / "ann/s1.mcap", bob: out / "bob/s1.mcap"}


def test_a_recording_is_not_written_on_itself(tmp_path):
    with pytest.raises(UsageError, match="itself"):
        destinations(recordings(tmp_path / "a.mcap"), tmp_path, "trimmed")


def test_in_place_the_new_file_takes_over_and_the_rest_of_a_killed_edit_goes(tmp_path):
    recording = tmp_path / "a.mcap"
    recording.write_bytes(b"old")
    (tmp_path / ".a-edited.mcap.part").write_bytes(b"half")
    assert in_place(recording, lambda work: work.write_bytes(b"new")) == 3
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.mcap": b"new"}


def test_what_still_holds_the_old_contents_is_found(tmp_path):
    recording = tmp_path / "a.mcap"
    shard = tmp_path / SHARD_FOLDER / "a-0123456789ab.safetensors"
    shard.parent.mkdir()
    for path in (recording, shard, tmp_path / "a.mcap.damaged", tmp_path / "b.mcap"):
        path.write_bytes(b"")
    assert other_copies(recording, is_replaced=True) == (tmp_path / "a.mcap.damaged", shard)
    assert other_copies(recording, is_replaced=False) == (recording, tmp_path / "a.mcap.damaged", shard)


def test_shards_are_looked_for_where_they_are_kept():
    assert SHARD_FOLDER == CACHE_FOLDER
