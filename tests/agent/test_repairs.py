"""A recording that was cut off is finished when it is met; what is being written, or cannot be saved, is left alone."""

import fcntl
from pathlib import Path

import pytest

from agent.repairs import finish_parts, finish_parts_beside, recordings_in, repair_line
from bridge.recording.reader import open_recording
from bridge.recording.repair import repair


@pytest.fixture
def part(demonstrations, tmp_path) -> Path:
    whole = (demonstrations / "woodcutting-000001.mcap").read_bytes()
    path = tmp_path / "a.mcap.part"
    path.write_bytes(whole[: len(whole) // 2])
    return path


def test_a_part_in_a_folder_is_finished(part):
    said = []
    assert finish_parts([part.parent], said.append) == (part.parent,)
    assert not part.exists()
    assert open_recording(part.with_suffix("")).is_complete
    assert len(said) == 1
    assert "a.mcap: repaired" in said[0]


@pytest.mark.parametrize("name", ["a.mcap.part", "a.mcap"])
def test_a_part_goes_on_under_its_finished_name(part, name):
    assert finish_parts([part.with_name(name)], lambda _: None) == (part.with_name("a.mcap"),)
    assert open_recording(part.with_name("a.mcap")).is_complete


def test_a_finished_recording_is_not_touched(demonstrations):
    said = []
    assert finish_parts([demonstrations], said.append) == (demonstrations,)
    assert said == []


def test_a_part_that_is_being_written_is_left_as_it_is(part):
    said = []
    with part.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert finish_parts([part], said.append) == (part,)
    assert part.exists()
    assert "being recorded right now" in said[0]


def test_a_part_with_nothing_in_it_is_told_and_left(tmp_path):
    (tmp_path / "a.mcap.part").write_bytes(b"")
    said = []
    finish_parts([tmp_path], said.append)
    assert (tmp_path / "a.mcap.part").exists()
    assert "cannot be repaired" in said[0]


def test_beside_a_recording_means_not_below_it(part):
    finish_parts_beside(part.parent.parent / "new.mcap", lambda _: None)
    assert part.exists()
    finish_parts_beside(part.parent / "new.mcap", lambda _: None)
    assert not part.exists()


def test_recordings_of_a_folder_are_those_that_are_not_hidden(part):
    (part.parent / ".shards").mkdir()
    (part.parent / ".shards" / "b.mcap").write_bytes(b"")
    (part.parent / "notes.txt").write_bytes(b"")
    assert list(recordings_in([part.parent, Path("c.mcap")])) == [part, Path("c.mcap")]


def test_a_sound_recording_needs_no_repair(demonstrations):
    report = repair(demonstrations / "woodcutting-000001.mcap")
    assert repair_line(report).endswith("sound, nothing to repair")
