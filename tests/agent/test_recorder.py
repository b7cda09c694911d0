"""The recorder writes what the loop keeps, and says when it cannot."""

import errno

import numpy as np
import pytest

from agent.errors import AgentError, DesktopError
from agent.recorder import Recorder, telling_what_is_kept
from bridge.clock import SECOND_NS, VirtualClock
from bridge.errors import LocalProtocolError, RecordingExists
from bridge.events import Author, KeyPress, PointerMove
from bridge.frame import Frame
from bridge.recording.disk import FLOOR_BYTES
from bridge.recording.manifest import new_manifest
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.sandbox.game import SandboxGame
from tests.agent.desktop.listening import eventually

MOVE = PointerMove(20, 1, 2, Author.HUMAN)
KEY = KeyPress(30, "space", Author.HUMAN)


def recorder(path, *, video: bool = True, kind: type[RecordingWriter] = RecordingWriter, **options) -> Recorder:
    manifest = new_manifest(
        "s",
        started_ns=0,
        started_wall_ns=1,
        game="sandbox",
        task="woodcutting",
        author="person",
        frame_px=(64, 48),
        frames_per_second=10.0,
    )
    return Recorder(kind(path, manifest, video=video), **options)


def test_everything_that_is_kept_is_in_the_file(tmp_path):
    state = SandboxGame("woodcutting", 1, VirtualClock(10)).receive(0.0)
    with recorder(tmp_path / "a.mcap") as tape:
        tape.keep_state(state)
        tape.keep_inputs((MOVE, KEY))
        tape.keep_frame(Frame(15, np.full((48, 64, 3), 90, np.uint8)))
        tape.keep_plan(PlannedInput(10, 12, (MOVE,)))
        tape.keep_sent(SentInput(21, MOVE, 22))
        tape.keep_marker(Marker(23, "report", "{}"))
    recording = open_recording(tmp_path / "a.mcap")
    assert list(recording.states()) == [state]
    assert list(recording.inputs()) == [MOVE, KEY]
    assert [frame.at_ns for frame in recording.frames()] == [15]
    assert list(recording.plans()) == [PlannedInput(10, 12, (MOVE,))]
    assert list(recording.sent()) == [SentInput(21, MOVE, 22)]
    assert list(recording.markers()) == [Marker(23, "report", "{}")]


def test_what_was_kept_is_counted(tmp_path):
    with recorder(tmp_path / "a.mcap") as tape:
        tape.keep_inputs((MOVE, KEY))
        tape.keep_frame(None)
    assert (tape.counts.inputs_seen, tape.counts.inputs_written) == (2, 2)
    assert (tape.counts.frames_asked, tape.counts.frames_dropped, tape.counts.frames_written) == (1, 1, 0)
    assert tape.bytes_written > 0


def test_a_taken_name_is_refused_before_anything_starts(tmp_path):
    with recorder(tmp_path / "a.mcap"):
        pass
    with pytest.raises(RecordingExists), recorder(tmp_path / "a.mcap"):
        pass


def test_what_cannot_be_written_is_told_at_the_end_and_the_rest_is_kept(tmp_path):
    def record_a_frame_without_video() -> None:
        with recorder(tmp_path / "a.mcap", video=False) as tape:
            tape.keep_inputs((MOVE,))
            tape.keep_frame(Frame(15, np.zeros((48, 64, 3), np.uint8)))
            tape.keep_inputs((KEY,))

    with pytest.raises(LocalProtocolError, match="video"):
        record_a_frame_without_video()
    assert list(open_recording(tmp_path / "a.mcap.part").inputs()) == [MOVE]


def test_an_error_of_the_loop_leaves_a_finished_file(tmp_path):
    def fail_elsewhere() -> None:
        with recorder(tmp_path / "a.mcap") as tape:
            tape.keep_inputs((MOVE,))
            raise RuntimeError("elsewhere")

    with pytest.raises(RuntimeError, match="elsewhere"):
        fail_elsewhere()
    assert list(open_recording(tmp_path / "a.mcap").inputs()) == [MOVE]


def test_a_display_that_dies_is_told_with_what_is_kept(tmp_path):
    def lose_the_display() -> None:
        with telling_what_is_kept(tmp_path / "a.mcap"), recorder(tmp_path / "a.mcap") as tape:
            tape.keep_inputs((MOVE,))
            raise DesktopError("the display is gone")

    with pytest.raises(AgentError, match=r"the display is gone; what came before is kept in .*a\.mcap"):
        lose_the_display()
    assert list(open_recording(tmp_path / "a.mcap").inputs()) == [MOVE]


def test_a_disk_that_is_full_is_told_with_what_is_kept(tmp_path):
    class FullDisk(RecordingWriter):
        def write_input(self, event):
            raise OSError(errno.ENOSPC, "No space left on device")

    def record_on() -> None:
        with recorder(tmp_path / "a.mcap", kind=FullDisk) as tape:
            tape.keep_inputs((MOVE,))

    with pytest.raises(AgentError, match=r"cannot be written: No space left on device; .* kept in .*a\.mcap\.part"):
        record_on()


def test_a_disk_without_room_is_told_before_anything_starts(tmp_path):
    with (
        pytest.raises(AgentError, match=r"nearly full: 5 MB left, 268 MB are kept free; make some"),
        recorder(tmp_path / "a.mcap", free=lambda _: 5_000_000),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_is_a_reason_to_stop_and_the_file_is_finished(tmp_path):
    left = iter([FLOOR_BYTES, FLOOR_BYTES - 1])
    with recorder(tmp_path / "a.mcap", free=lambda _: next(left, 0)) as tape:
        tape.keep_inputs((MOVE,))
        assert eventually(lambda: tape.reason_to_stop != "", True)
        assert "is nearly full" in tape.reason_to_stop
    assert list(open_recording(tmp_path / "a.mcap").inputs()) == [MOVE]


def test_what_comes_before_a_long_silence_is_not_lost_by_a_kill(tmp_path):
    with recorder(tmp_path / "a.mcap") as tape:
        tape.keep_inputs((MOVE,))
        part = tmp_path / "a.mcap.part"
        assert eventually(lambda: list(open_recording(part).inputs()), [MOVE]) == [MOVE]


def test_a_machine_that_slept_goes_on_in_a_new_file(tmp_path):
    slept = [0]
    with recorder(tmp_path / "a.mcap", slept_ns=lambda: slept[0]) as tape:
        tape.keep_inputs((MOVE,))
        assert eventually(lambda: tape.counts.inputs_written, 1) == 1
        slept[0] = 3_600 * SECOND_NS
        tape.keep_inputs((KEY,))
    assert tape.paths == (tmp_path / "a.mcap", tmp_path / "a.2.mcap")
    assert [list(open_recording(path).inputs()) for path in tape.paths] == [[MOVE], [KEY]]
    assert tape.counts.inputs_written == 2


def lost_frames(path) -> int:
    statistics = open_recording(path).statistics
    assert statistics is not None
    return statistics.dropped.get("/screen", 0)


def test_a_lost_frame_stands_in_the_statistics(tmp_path):
    with recorder(tmp_path / "a.mcap") as tape:
        tape.keep_frame(None)
        tape.keep_frame(Frame(15, np.zeros((48, 64, 3), np.uint8)))
    assert lost_frames(tmp_path / "a.mcap") == 1


def test_a_window_that_closes_with_the_recording_has_lost_no_frame_and_one_that_was_gone_before_has(tmp_path):
    clock = VirtualClock()
    with recorder(tmp_path / "a.mcap", clock=clock) as tape:
        tape.keep_frame(None)
        clock.sleep_until_ns(SECOND_NS)
        tape.keep_frame(None)
    assert lost_frames(tmp_path / "a.mcap") == 1


def test_the_recorders_health_is_kept_once_a_second(tmp_path):
    with recorder(tmp_path / "a.mcap") as tape:
        tape.keep_inputs((MOVE, KEY))
        part = tmp_path / "a.mcap.part"
        assert eventually(lambda: bool(list(open_recording(part).health())), True)
    assert [health.inputs_seen for health in open_recording(tmp_path / "a.mcap").health()][:1] == [2]
