from __future__ import annotations

import itertools
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from mcap.reader import make_reader

from bridge.clock import VirtualClock
from bridge.errors import CorruptRecording, RecordingExists
from bridge.events import Author, PointerMove
from bridge.recording.channels import Topic
from bridge.recording.raw import RawMessage, open_raw
from bridge.recording.reader import open_recording
from bridge.recording.repair import repair
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import (
    START_NS,
    Session,
    contents,
    cut_copy,
    flipped_copy,
    manifest_of,
    write_session,
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return write_session(tmp_path_factory.mktemp("recording") / "a.mcap", 5)


def _messages(path: Path) -> list[RawMessage]:
    return [message for chunk in open_raw(path).chunks() for message in chunk.messages]


def _written(path: Path) -> dict[str, int]:
    counts = Counter(message.topic.value for message in _messages(path))
    return {topic.value: counts[topic.value] for topic in Topic}


def test_a_part_becomes_a_finished_recording(session: Session, tmp_path: Path) -> None:
    part = cut_copy(session.path, tmp_path / "a.mcap.part", session.path.stat().st_size // 2)
    report = repair(part)
    assert report.path == tmp_path / "a.mcap"
    assert report.was_needed
    assert report.kept == _written(report.path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mcap"]
    recording = open_recording(report.path)
    assert recording.is_complete
    assert recording.manifest == manifest_of()
    assert recording.statistics is not None
    assert recording.statistics.is_repaired


def test_a_sound_recording_is_left_alone(session: Session) -> None:
    before = session.path.read_bytes()
    report = repair(session.path)
    assert not report.was_needed
    assert report.kept == _written(session.path)
    assert session.path.read_bytes() == before


def test_a_cut_anywhere_gives_back_an_exact_prefix_or_says_that_nothing_is_left(
    session: Session, tmp_path: Path
) -> None:
    whole = _messages(session.path)
    cut = tmp_path / "cut.mcap"
    for length in random.Random(3).sample(range(session.path.stat().st_size), 100):
        cut_copy(session.path, cut, length)
        try:
            read = _messages(cut)
        except CorruptRecording:
            with pytest.raises(CorruptRecording):
                repair(cut)
            continue
        repair(cut)
        kept = _messages(cut)
        assert read == kept[: len(read)]
        assert kept == whole[: len(kept)]
        assert open_recording(cut).is_complete


def test_a_repaired_file_is_sound_for_standard_tools(session: Session, tmp_path: Path) -> None:
    cut = cut_copy(session.path, tmp_path / "cut.mcap", session.path.stat().st_size // 2)
    report = repair(cut)
    with cut.open("rb") as file:
        topics = Counter(channel.topic for _, channel, _ in make_reader(file, validate_crcs=True).iter_messages())
    assert {topic: topics[topic] for topic in report.kept} == report.kept


def test_repairing_twice_changes_nothing_more(session: Session, tmp_path: Path) -> None:
    cut = cut_copy(session.path, tmp_path / "cut.mcap", 6000)
    repair(cut)
    once = cut.read_bytes()
    assert not repair(cut).was_needed
    assert cut.read_bytes() == once


def test_nothing_of_a_cut_chunk_is_taken_for_true(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        for at in range(800):
            writer.write_input(PointerMove(START_NS + at, at % 765, 5, Author.HUMAN))
    (chunk,) = open_raw(writer.path).chunks()
    cut = cut_copy(writer.path, tmp_path / "cut.mcap", chunk.end * 8 // 10)
    assert repair(cut).kept["/input"] == 0


@pytest.mark.parametrize("name", ["a.mcap.part", "a.mcap"])
@pytest.mark.parametrize("damage", ["", "bit"])
def test_a_repair_that_was_interrupted_anywhere_is_done_again_with_the_same_bytes(
    session: Session, tmp_path: Path, name: str, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(session.path.read_bytes()[: session.path.stat().st_size * 2 // 3])
    data[len(data) // 2] ^= 1 if damage else 0
    for step in itertools.count():
        folder = tmp_path / str(step)
        folder.mkdir()
        (folder / name).write_bytes(data)
        with monkeypatch.context() as patched:
            was_stopped = _stopped_at(step, folder / name, patched)
        left = folder / name if (folder / name).exists() else folder / "a.mcap"
        report = repair(left)
        assert report.path.read_bytes() == (tmp_path / "0" / "a.mcap").read_bytes()
        assert not list(folder.glob("*.repair*"))
        if not was_stopped:
            break
    assert step >= 2


class _Stop(BaseException):
    """As a kill, but seen."""


def _stopped_at(step: int, path: Path, patched: pytest.MonkeyPatch) -> bool:
    """Repair, and be stopped before the `step`-th change of a folder."""
    left = itertools.count()

    def stopping(real):
        def change(*arguments):
            if next(left) == step:
                raise _Stop
            return real(*arguments)

        return change

    for change in ("replace", "rename", "hardlink_to"):
        patched.setattr(Path, change, stopping(getattr(Path, change)))
    try:
        repair(path)
    except _Stop:
        return True
    return False


def test_a_damaged_chunk_ends_the_prefix_and_the_original_is_kept(session: Session, tmp_path: Path) -> None:
    chunks = [chunk.end for chunk in open_raw(session.path).chunks()]
    damaged = flipped_copy(session.path, tmp_path / "a.mcap", chunks[2] - 40, 3)
    before = damaged.read_bytes()
    report = repair(damaged)
    assert report.original == tmp_path / "a.mcap.damaged"
    assert report.original.read_bytes() == before
    assert report.lost_bytes == len(before) - chunks[1]
    assert report.damage.startswith("the chunk at byte ")
    assert contents(report.path)[1] == list(session.states[:2])


def test_a_tail_of_zeros_is_cut_off(session: Session, tmp_path: Path) -> None:
    data = session.path.read_bytes()
    part = tmp_path / "a.mcap.part"
    part.write_bytes(data[: len(data) * 2 // 3] + bytes(4096))
    report = repair(part)
    kept = _messages(report.path)
    assert kept == _messages(session.path)[: len(kept)]
    assert report.kept["/state"] > 0
    assert report.original == tmp_path / "a.mcap.part.damaged"
    assert not part.exists()


def test_gaps_of_the_sequence_are_counted_as_losses(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), video=False) as writer:
        writer.write_input(PointerMove(START_NS, 1, 1, Author.HUMAN))
        writer.note_dropped(Topic.INPUT, 4, "the queue was full")
        writer.write_input(PointerMove(START_NS, 1, 1, Author.HUMAN))
        writer._file.flush()
        part = Path(shutil.copyfile(writer.part_path, tmp_path / "b.mcap.part"))
    statistics = open_recording(repair(part).path).statistics
    assert statistics is not None
    assert statistics.dropped["/input"] == 4


def test_a_session_that_is_being_recorded_is_left_alone(tmp_path: Path) -> None:
    with (
        RecordingWriter(tmp_path / "a.mcap", manifest_of()) as writer,
        pytest.raises(RecordingExists, match="being recorded right now"),
    ):
        repair(writer.part_path)
    assert open_recording(writer.path).is_complete


def test_a_part_beside_a_finished_recording_is_left_alone(session: Session, tmp_path: Path) -> None:
    part = cut_copy(session.path, tmp_path / "a.mcap.part", 6000)
    shutil.copyfile(session.path, tmp_path / "a.mcap")
    with pytest.raises(RecordingExists, match="beside"):
        repair(part)
    assert part.stat().st_size == 6000


def test_what_is_no_recording_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.mcap"
    path.write_text("dear diary")
    with pytest.raises(CorruptRecording, match="another kind of file"):
        repair(path)
    assert path.read_text() == "dear diary"


def test_the_rest_of_an_interrupted_repair_is_cleared_away(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.mcap.repair.part").write_text("half")
    (tmp_path / "a.mcap.repair").write_text("whole")
    report = repair(cut_copy(session.path, tmp_path / "a.mcap.part", 6000))
    assert [path.name for path in tmp_path.iterdir()] == [report.path.name]


def test_an_original_that_an_earlier_repair_kept_is_not_written_over(session: Session, tmp_path: Path) -> None:
    chunks = [chunk.end for chunk in open_raw(session.path).chunks()]
    damaged = flipped_copy(session.path, tmp_path / "a.mcap", chunks[2] - 40, 3)
    damaged.with_name("a.mcap.damaged").write_bytes(b"kept")
    with pytest.raises(RecordingExists, match=r"exists already from an earlier repair; move it away"):
        repair(damaged)
    assert damaged.with_name("a.mcap.damaged").read_bytes() == b"kept"
