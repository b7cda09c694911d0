from __future__ import annotations

from pathlib import Path

import pytest

from bridge.errors import CorruptRecording
from bridge.recording.channels import Topic
from bridge.recording.manifest import PROFILE
from bridge.recording.raw import DamagedChunk, open_raw
from tests.bridge.recording.sessions import Session, cut_copy, flipped_copy, manifest_of, write_session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return write_session(tmp_path_factory.mktemp("recording") / "a.mcap", 3)


def test_each_tick_is_a_chunk_that_ends_with_its_state(session: Session) -> None:
    chunks = [[message.topic for message in chunk.messages] for chunk in open_raw(session.path).chunks()]
    tick = [*[Topic.SCREEN] * 3, *[Topic.INPUT] * 6]
    assert chunks == [
        [Topic.STATE, Topic.STATE_VIEW],
        [*tick, Topic.STATE, Topic.STATE_VIEW],
        [*tick, Topic.STATE, Topic.STATE_VIEW],
        tick,
    ]


def test_sequences_count_each_stream_by_itself(session: Session) -> None:
    raw = open_raw(session.path)
    assert [message.sequence for message in raw.messages(Topic.INPUT)] == list(range(18))
    assert [message.sequence for message in raw.messages(Topic.STATE)] == [0, 1, 2]


def test_log_times_are_the_session_s_monotonic_times(session: Session) -> None:
    raw = open_raw(session.path)
    assert [message.log_time_ns for message in raw.messages(Topic.INPUT)] == [event.at_ns for event in session.events]
    assert [message.log_time_ns for message in raw.messages(Topic.STATE_VIEW)] == [
        state.tick.received_ns for state in session.states
    ]


def test_a_damaged_chunk_says_where_it_is_and_what_to_do(session: Session, tmp_path: Path) -> None:
    ends = [chunk.end for chunk in open_raw(session.path).chunks()]
    damaged = open_raw(flipped_copy(session.path, tmp_path / "bit.mcap", ends[1] - 30, 0))
    chunks = damaged.chunks()
    next(chunks)
    with pytest.raises(DamagedChunk, match=r"bit\.mcap is damaged: the chunk at byte \d+ .*`osrs-agent data repair`"):
        next(chunks)


def test_a_manifest_is_read_even_where_every_message_was_cut_off(session: Session, tmp_path: Path) -> None:
    extent = open_raw(session.path).layout.extents[1]
    raw = open_raw(cut_copy(session.path, tmp_path / "cut.mcap", extent.offset + extent.length))
    assert raw.manifest == manifest_of()
    assert list(raw.chunks()) == []


def test_a_cut_before_the_manifest_leaves_nothing(session: Session, tmp_path: Path) -> None:
    extent = open_raw(session.path).layout.extents[1]
    with pytest.raises(CorruptRecording, match="ends before its manifest"):
        open_raw(cut_copy(session.path, tmp_path / "cut.mcap", extent.offset + extent.length - 1))
    with pytest.raises(CorruptRecording, match="cut off inside its header"):
        open_raw(cut_copy(session.path, tmp_path / "cut.mcap", 12))


def test_a_turned_bit_in_the_manifest_is_found(session: Session, tmp_path: Path) -> None:
    at = session.path.read_bytes().index(b"woodcutting")
    with pytest.raises(CorruptRecording, match="manifest is damaged: its checksum does not fit"):
        open_raw(flipped_copy(session.path, tmp_path / "bit.mcap", at, 1))


def test_a_header_that_claims_more_than_it_holds_is_damaged(session: Session, tmp_path: Path) -> None:
    content = bytearray(session.path.read_bytes())
    at = content.index(PROFILE.encode()) - 4
    content[at : at + 4] = b"\xff" * 4
    (tmp_path / "b.mcap").write_bytes(content)
    with pytest.raises(CorruptRecording, match="its header is damaged"):
        open_raw(tmp_path / "b.mcap")
