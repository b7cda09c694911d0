from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo
from mcap.reader import make_reader
from mcap.writer import Writer

from bridge.errors import CorruptRecording
from bridge.recording.channels import Topic
from bridge.recording.manifest import MANIFEST_NAME, PROFILE
from bridge.recording.reader import open_recording
from bridge.recording.video import VideoDecoder
from tests.bridge.recording.sessions import (
    HEIGHT_PX,
    START_NS,
    WIDTH_PX,
    Session,
    are_prefixes,
    contents,
    cut_copy,
    flipped_copy,
    manifest_of,
    with_messages_like,
    without_picture,
    write_session,
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return write_session(tmp_path_factory.mktemp("recording") / "a.mcap", 5)


def test_events_states_and_manifest_come_back_equal(session: Session) -> None:
    recording = open_recording(session.path)
    assert tuple(recording.inputs()) == session.events
    assert tuple(recording.states()) == session.states
    assert recording.manifest == manifest_of()
    assert recording.is_complete


def test_pictures_come_back_at_their_times_and_much_alike(session: Session) -> None:
    frames = list(open_recording(session.path).frames())
    assert [frame.at_ns for frame in frames] == [frame.at_ns for frame in session.frames]
    for read, written in zip(frames, session.frames, strict=True):
        error = np.mean((read.pixels.astype(float) - written.pixels) ** 2)
        assert read.pixels.shape == (HEIGHT_PX, WIDTH_PX, 3)
        assert 10 * np.log10(255**2 / error) > 25


def test_the_pictures_of_any_tick_decode_without_the_ones_before(session: Session) -> None:
    packets = list(open_recording(session.path).packets())
    assert [packet.is_start for packet in packets] == [True, False, False] * 5
    frames = list(open_recording(session.path).frames())
    for first in range(0, len(packets), 3):
        decoder = VideoDecoder(WIDTH_PX, HEIGHT_PX)
        for packet, frame in zip(packets[first : first + 3], frames[first:], strict=False):
            assert np.array_equal(decoder.decode(packet.data), frame.pixels)


def test_the_timeline_is_in_order_of_time_with_inputs_before_states_before_frames(session: Session) -> None:
    items = list(open_recording(session.path).timeline(frames=True))
    assert items[:3] == [session.events[0], session.states[0], items[2]]
    assert [type(item).__name__ for item in items[2:5]] == ["Frame", "ButtonPress", "ButtonRelease"]
    times = [item.tick.received_ns if hasattr(item, "tick") else item.at_ns for item in items]
    assert times == sorted(times)
    assert len(items) == len(session.events) + len(session.states) + len(session.frames)


def test_a_recording_can_be_read_twice_at_the_same_time(session: Session) -> None:
    recording = open_recording(session.path)
    assert list(zip(recording.states(), recording.states(), strict=True)) == [
        (state, state) for state in session.states
    ]


def test_standard_tools_read_every_message_with_its_schema(session: Session) -> None:
    with session.path.open("rb") as file:
        reader = make_reader(file, validate_crcs=True)
        messages = list(reader.iter_messages())
        names = [record.name for record in reader.iter_metadata()]
        summary = reader.get_summary()
    assert summary is not None
    assert summary.statistics is not None
    assert summary.statistics.message_count == len(messages) == 5 * (2 + 3 + 6)
    assert names == ["osrs-agent.manifest", "osrs-agent.statistics"]
    assert {channel.topic: (schema.name if schema else "") for schema, channel, _ in messages} == {
        "/input": "osrs_agent.InputEvent",
        "/state": "",
        "/state/view": "osrs_agent.StateView",
        "/screen": "foxglove.CompressedVideo",
    }


def test_the_pictures_are_protobuf_messages_that_foxglove_knows(session: Session) -> None:
    with session.path.open("rb") as file:
        messages = [message.data for _, _, message in make_reader(file).iter_messages(topics="/screen")]
    pictures = [CompressedVideo.FromString(data) for data in messages]
    assert {(picture.format, picture.frame_id) for picture in pictures} == {("h264", "canvas")}
    assert [picture.timestamp.ToNanoseconds() for picture in pictures] == [frame.at_ns for frame in session.frames]
    assert all(picture.data.startswith(b"\0\0\0\1") for picture in pictures)


def test_a_file_cut_anywhere_gives_an_exact_prefix_or_says_that_it_is_corrupt(session: Session, tmp_path: Path) -> None:
    whole = contents(session.path)
    size = session.path.stat().st_size
    for length in random.Random(1).sample(range(size), 200):
        cut = cut_copy(session.path, tmp_path / "cut.mcap", length)
        try:
            found = contents(cut)
        except CorruptRecording:
            continue
        assert are_prefixes(found, whole)
        assert not open_recording(cut).is_complete


def test_a_cut_loses_no_chunk_that_was_whole(session: Session, tmp_path: Path) -> None:
    size = session.path.stat().st_size
    counts = []
    for length in range(2000, size, 500):
        cut = open_recording(cut_copy(session.path, tmp_path / "cut.mcap", length))
        counts.append(len(list(cut.states())))
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2, 3, 4, 5}


def test_a_turned_bit_is_found_or_changes_nothing(session: Session, tmp_path: Path) -> None:
    whole = contents(session.path)
    pictures = [packet.data for packet in open_recording(session.path).packets()]
    chance = random.Random(2)
    found = 0
    for byte in chance.sample(range(session.path.stat().st_size), 300):
        copy = flipped_copy(session.path, tmp_path / "bit.mcap", byte, chance.randrange(8))
        try:
            assert contents(copy) == whole
            assert [packet.data for packet in open_recording(copy).packets()] == pictures
            assert open_recording(copy).manifest == manifest_of()
        except CorruptRecording:
            found += 1
    assert found > 100


def test_a_tail_of_zeros_is_refused(session: Session, tmp_path: Path) -> None:
    data = session.path.read_bytes()
    zeroed = tmp_path / "zero.mcap.part"
    zeroed.write_bytes(data[: len(data) // 2] + bytes(4096))
    with pytest.raises(CorruptRecording, match=r"is damaged.*repair"):
        contents(zeroed)


def test_an_empty_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "empty.mcap"
    path.touch()
    with pytest.raises(CorruptRecording, match=r"empty\.mcap is no recording: the file is empty \(0 bytes\)"):
        open_recording(path)


def test_a_foreign_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "notes.mcap"
    path.write_text("dear diary")
    with pytest.raises(CorruptRecording, match=r"notes\.mcap is no recording: .*b'dear dia'.*another kind of file"):
        open_recording(path)


def test_an_mcap_of_another_tool_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "robot.mcap"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.start(profile="ros2")
        writer.finish()
    with pytest.raises(CorruptRecording, match="profile 'ros2', expected 'osrs-agent'"):
        open_recording(path)


def test_another_format_version_says_which_tool_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "future.mcap"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.start(profile=PROFILE)
        writer.add_metadata(MANIFEST_NAME, {"format_version": "2", "tool_version": '"9.9"', "unknown": "true"})
        writer.finish()
    with pytest.raises(CorruptRecording, match=r"format version 2, .* reads version 1; read it with osrs-agent 9\.9"):
        open_recording(path)


def test_a_missing_file_points_to_its_unfinished_part(tmp_path: Path) -> None:
    with pytest.raises(CorruptRecording, match=r"there is no such recording$"):
        open_recording(tmp_path / "a.mcap")
    (tmp_path / "a.mcap.part").touch()
    with pytest.raises(CorruptRecording, match=r"no such recording; .*a\.mcap\.part is there.*repair"):
        open_recording(tmp_path / "a.mcap")


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(CorruptRecording, match="cannot be read: Is a directory"):
        open_recording(tmp_path)


def test_statistics_stand_at_the_end_of_a_finished_file_only(session: Session, tmp_path: Path) -> None:
    statistics = open_recording(session.path).statistics
    assert statistics is not None
    assert statistics.written[Topic.INPUT] == len(session.events)
    assert open_recording(cut_copy(session.path, tmp_path / "cut.mcap", 4000)).statistics is None


def test_a_message_that_no_version_knows_is_named_by_stream_and_time(session: Session, tmp_path: Path) -> None:
    strange = with_messages_like(session.path, tmp_path / "b.mcap", Topic.INPUT, lambda _: b"{}")
    with pytest.raises(CorruptRecording, match=r"/input at \d+ ns holds no message that this version knows"):
        list(open_recording(strange).inputs())


def test_a_picture_that_is_none_is_named_by_its_time_with_what_to_do(session: Session, tmp_path: Path) -> None:
    strange = with_messages_like(session.path, tmp_path / "b.mcap", Topic.SCREEN, without_picture)
    with pytest.raises(CorruptRecording, match=rf"/screen at {START_NS} ns: .*`osrs-agent data repair`"):
        list(open_recording(strange).frames())
