from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.errors import LocalProtocolError, RecordingExists
from bridge.events import Author, PointerMove
from bridge.frame import Frame
from bridge.recording.channels import Topic
from bridge.recording.losses import Loss
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput
from bridge.recording.raw import open_raw
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import START_NS, events_after, frame_at, manifest_of, state_at, write_session


def test_making_a_writer_touches_no_file(tmp_path: Path) -> None:
    RecordingWriter(tmp_path / "new" / "a.mcap", manifest_of())
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_a_part_until_the_block_ends(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of()):
        assert [path.name for path in tmp_path.iterdir()] == ["a.mcap.part"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.mcap"]


def test_file_and_new_folders_are_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "a.mcap"
    with RecordingWriter(path, manifest_of()) as writer:
        assert stat.S_IMODE(writer.part_path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, path.parents[1])] == [
        0o600,
        0o700,
        0o700,
    ]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    session = write_session(tmp_path / "a.mcap", 1)
    before = session.path.read_bytes()
    with pytest.raises(RecordingExists, match="exists already"), RecordingWriter(session.path, manifest_of()):
        pass
    assert session.path.read_bytes() == before


def test_a_part_of_that_name_is_told_as_what_it_is(tmp_path: Path) -> None:
    with (
        RecordingWriter(tmp_path / "a.mcap", manifest_of()),
        pytest.raises(
            RecordingExists, match=r"a\.mcap\.part exists already: it is being recorded, or was not finished"
        ),
        RecordingWriter(tmp_path / "a.mcap", manifest_of()),
    ):
        pass


def test_an_exception_leaves_a_readable_part(tmp_path: Path) -> None:
    path = tmp_path / "a.mcap"
    writer = RecordingWriter(path, manifest_of())

    def fail_while_recording() -> None:
        with writer:
            writer.write_state(state_at(0))
            writer.write_input(events_after(0)[0])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_recording()
    assert not path.exists()
    recording = open_recording(writer.part_path)
    assert list(recording.timeline()) == [events_after(0)[0], state_at(0)]
    assert not recording.is_complete


def test_each_state_flushes_what_came_before_it(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        for index in range(3):
            for event in events_after(index):
                writer.write_input(event)
            writer.write_state(state_at(index))
            assert list(open_recording(writer.part_path).states())[-1] == state_at(index)
            assert list(open_recording(writer.part_path).inputs())[-1] == events_after(index)[-1]


def test_without_states_the_clock_flushes(tmp_path: Path) -> None:
    clock = VirtualClock()
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=clock, video=False) as writer:
        writer.write_input(events_after(0)[0])
        assert list(open_recording(writer.part_path).inputs()) == []
        clock.sleep_until_ns(SECOND_NS)
        writer.write_input(events_after(0)[1])
        assert list(open_recording(writer.part_path).inputs()) == list(events_after(0)[:2])


def test_statistics_count_what_is_in_the_file(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=VirtualClock()) as writer:
        writer.write_state(state_at(0))
        writer.write_frame(frame_at(0, 1))
        for event in events_after(0):
            writer.write_input(event)
        writer.note_dropped(Topic.SCREEN, 2, "the queue was full")
    assert writer.statistics.written == {topic.value: 0 for topic in Topic} | {
        "/state": 1,
        "/state/view": 1,
        "/screen": 1,
        "/input": 6,
    }
    assert writer.statistics.dropped == {topic.value: 0 for topic in Topic} | {"/screen": 2}
    assert writer.statistics.bytes_written == writer.path.stat().st_size
    assert (writer.statistics.first_ns, writer.statistics.last_ns) == (START_NS, events_after(0)[-1].at_ns)


def test_a_noted_loss_leaves_a_gap_in_the_sequence(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), video=False) as writer:
        writer.write_input(events_after(0)[0])
        writer.note_dropped(Topic.INPUT, 3, "the queue was full")
        writer.write_input(events_after(0)[1])
    assert [message.sequence for message in open_raw(writer.path).messages(Topic.INPUT)] == [0, 4]
    statistics = open_recording(writer.path).statistics
    assert statistics is not None
    times_ns = (events_after(0)[0].at_ns, events_after(0)[1].at_ns)
    assert statistics.losses == (Loss("/input", 3, *times_ns, "the queue was full"),)


def test_plans_sent_events_markers_and_health_come_back(tmp_path: Path) -> None:
    event, marker = events_after(0)[0], Marker(START_NS, "takeover", "the person moved the mouse")
    health = Health(START_NS, 1, 2, 3, 4, 5, 6, 7, 8)
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), video=False) as writer:
        writer.write_plan(START_NS, events_after(0), ready_ns=START_NS + 7)
        writer.write_sent(event, event.at_ns + 9)
        writer.write_marker(marker)
        writer.write_health(health)
    recording = open_recording(writer.path)
    assert list(recording.plans()) == [PlannedInput(START_NS, START_NS + 7, events_after(0))]
    assert list(recording.sent()) == [SentInput(event.at_ns + 9, event)]
    assert list(recording.markers()) == [marker]
    assert list(recording.health()) == [health]


def test_an_event_that_comes_late_keeps_its_own_time_and_its_place(tmp_path: Path) -> None:
    late = (PointerMove(START_NS + 5, 1, 1, Author.HUMAN), PointerMove(START_NS + 3, 2, 2, Author.HUMAN))
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), video=False) as writer:
        for event in late:
            writer.write_input(event)
    assert tuple(open_recording(writer.path).inputs()) == late
    assert [message.log_time_ns for message in open_raw(writer.path).messages(Topic.INPUT)] == [START_NS + 5] * 2


def test_a_writer_without_video_refuses_pictures(tmp_path: Path) -> None:
    with (
        RecordingWriter(tmp_path / "a.mcap", manifest_of(), video=False) as writer,
        pytest.raises(LocalProtocolError, match="without video"),
    ):
        writer.write_frame(frame_at(0, 0))


def test_larger_pictures_are_scaled_to_the_size_in_the_manifest(tmp_path: Path) -> None:
    large = Frame(START_NS, np.full((310, 450, 3), 90, np.uint8))
    with RecordingWriter(tmp_path / "a.mcap", manifest_of()) as writer:
        writer.write_frame(large)
    (frame,) = open_recording(writer.path).frames()
    assert frame.pixels.shape == (31, 45, 3)
    assert abs(frame.pixels.astype(int) - 90).max() <= 2


def test_the_same_session_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_session(tmp_path / name, 2).path.read_bytes() for name in ("a.mcap", "b.mcap"))
    assert first == second


KILLED = """
import sys
from pathlib import Path
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import events_after, frame_at, manifest_of, state_at
with RecordingWriter(Path(sys.argv[1]), manifest_of()) as writer:
    for index in range(1_000_000):
        writer.write_state(state_at(index))
        print(index, flush=True)
        writer.write_frame(frame_at(index % 8, 1))
        for event in events_after(index):
            writer.write_input(event)
"""


@pytest.mark.parametrize("ticks", [1, 40, 97])
def test_a_killed_process_loses_nothing_before_its_last_acknowledged_tick(tmp_path: Path, ticks: int) -> None:
    path = tmp_path / "a.mcap"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(ticks):
            process.stdout.readline()
        process.kill()
        acknowledged = ticks + len(process.stdout.readlines())
    recording = open_recording(path.with_name("a.mcap.part"))
    states = list(recording.states())
    assert len(states) in {acknowledged, acknowledged + 1}
    assert states == [state_at(index) for index in range(len(states))]
    written = [event for index in range(len(states)) for event in events_after(index)]
    events = list(recording.inputs())
    assert events == written[: len(events)]
    assert len(events) >= len(written) - len(events_after(0))
