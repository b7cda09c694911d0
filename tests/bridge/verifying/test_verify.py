from __future__ import annotations

import random
from pathlib import Path

import pytest

from bridge.clock import VirtualClock
from bridge.errors import CorruptRecording
from bridge.recording.channels import Topic
from bridge.recording.repair import repair
from bridge.recording.scan import read_layout
from bridge.recording.writer import RecordingWriter
from bridge.verifying.findings import Kind
from bridge.verifying.verify import verify
from tests.bridge.recording.sessions import cut_copy, events_after, flipped_copy, manifest_of, state_at, write_session


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("whole") / "a.mcap", 4).path


def test_a_sound_recording_passes(whole: Path) -> None:
    verdict = verify(whole, decodes_pictures=True)
    assert (verdict.is_ok, verdict.crc_errors, verdict.lost_ms) == (True, 0, 0.0)
    assert [finding.kind for finding in verdict.findings] == [Kind.RATE]  # 5 of 10 pictures a second are only told
    assert {topic: stream.count for topic, stream in verdict.streams.items() if stream.count} == {
        "/input": 24,
        "/state": 4,
        "/state/view": 4,
        "/screen": 12,
    }


def test_what_the_recorder_dropped_fails_and_is_named_with_its_place(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        for event in events_after(0)[:2]:
            writer.write_input(event)
        writer.note_dropped(Topic.INPUT, 2, "the queue was full")
        writer.write_input(events_after(1)[0])
        writer.note_dropped(Topic.HEALTH, 1, "the queue was full")
    verdict = verify(tmp_path / "a.mcap")
    lost = [(one.stream, one.kind, one.count, one.from_ns, one.until_ns) for one in verdict.findings if one.is_fault]
    places_ns = (events_after(0)[1].at_ns, events_after(1)[0].at_ns)
    assert lost == [("/input", Kind.SEQUENCE, 2, *places_ns), ("/health", Kind.SEQUENCE, 1, None, places_ns[1])]
    assert verdict.streams["/input"].lost_ms == 500.0


def test_a_file_without_its_end_fails_until_it_is_repaired(whole: Path, tmp_path: Path) -> None:
    cut = cut_copy(whole, tmp_path / "cut.mcap", whole.stat().st_size * 2 // 3)
    verdict = verify(cut)
    assert [finding.kind for finding in verdict.findings if finding.is_fault] == [Kind.END]
    repair(cut)
    assert (verify(cut).is_ok, verify(cut).is_repaired) == (True, True)


def test_a_damaged_chunk_is_counted_and_what_lies_behind_it_is_checked(whole: Path, tmp_path: Path) -> None:
    with whole.open("rb") as file:
        chunks = [extent for extent in read_layout(file).extents if extent.opcode == 6]
    flipped = flipped_copy(whole, tmp_path / "b.mcap", chunks[2].offset + chunks[2].length - 9, 2)
    verdict = verify(flipped)
    assert verdict.crc_errors == 2  # the chunk, and the section that it lies in
    assert verdict.streams["/input"].count == 18
    assert (verdict.streams["/input"].gaps, verdict.streams["/state"].gaps) == (1, 1)
    assert verdict.streams["/state"].lost_ms == 600.0


def test_missing_ticks_fail(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        for index in (0, 1, 5):
            writer.write_state(state_at(index))
    verdict = verify(tmp_path / "a.mcap")
    assert not verdict.is_ok
    assert verdict.streams["/state"].lost_ms == 1800.0


def test_any_flipped_bit_is_found(whole: Path, tmp_path: Path) -> None:
    generator = random.Random(9)
    for _ in range(150):
        byte = generator.randrange(whole.stat().st_size)
        flipped = flipped_copy(whole, tmp_path / "flipped.mcap", byte, generator.randrange(8))
        try:
            assert not verify(flipped).is_ok, byte
        except CorruptRecording:
            continue


def test_a_foreign_file_has_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "a.mcap").write_bytes(b"mine")
    with pytest.raises(CorruptRecording, match=r"a\.mcap"):
        verify(tmp_path / "a.mcap")
