"""The recorder is a process of its own: it outlives the agent, and the agent notices its end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from agent.errors import AgentError
from agent.recorder_process import RecorderProcess
from bridge.errors import RecordingExists
from bridge.events import Author, PointerMove
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.recording.reader import open_recording
from tests.agent.desktop.listening import eventually, timeless
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.agent.recorded_window import CLOCK, Hand, public_state, setup_of

MOVE = PointerMove(0, 5, 6, Author.HUMAN)


@pytest.fixture
def plain(display) -> Iterator[PlainWindow]:
    with plain_window() as window:
        window.warp(400, 300)
        yield window


def test_what_is_heard_seen_and_told_is_in_one_file(plain, tmp_path):
    state = public_state(0)
    with (
        closing(Hand()) as hand,
        RecorderProcess(setup_of(tmp_path / "a.mcap", plain.window_id), CLOCK) as recorder,
    ):
        recorder.keep_state(state)
        recorder.keep_plan(PlannedInput(1, None, (MOVE,)))
        recorder.keep_sent(SentInput(2, MOVE))
        recorder.keep_marker(Marker(3, "report", "{}"))
        hand.move(105, 86)
        assert eventually(lambda: recorder.counts.inputs_written, 1) == 1
        assert eventually(lambda: recorder.counts.frames_written >= 2, True)
        assert recorder.reason_to_stop == ""
    recording = open_recording(tmp_path / "a.mcap")
    assert list(recording.states()) == [state]
    assert timeless(recording.inputs()) == [MOVE]
    assert len(list(recording.frames())) == recorder.counts.frames_written
    assert (len(list(recording.plans())), len(list(recording.sent())), len(list(recording.markers()))) == (1, 1, 1)
    assert recorder.bytes_written == (tmp_path / "a.mcap").stat().st_size
    assert 0.0 < recorder.cpu_s < 30.0


def test_input_that_the_game_tells_is_kept_and_that_of_the_desktop_is_not_heard(plain, tmp_path):
    setup = msgspec.structs.replace(setup_of(tmp_path / "a.mcap", plain.window_id, fps=0.0), listens=False)
    with closing(Hand()) as hand, RecorderProcess(setup, CLOCK) as recorder:
        hand.move(150, 160)
        recorder.keep_inputs((MOVE,))
        assert eventually(lambda: recorder.counts.inputs_written, 1) == 1
    assert list(open_recording(tmp_path / "a.mcap").inputs()) == [MOVE]


def test_a_taken_name_is_refused(plain, tmp_path):
    (tmp_path / "a.mcap").write_bytes(b"mine")
    with (
        pytest.raises(RecordingExists, match="exists already"),
        RecorderProcess(setup_of(tmp_path / "a.mcap", plain.window_id), CLOCK),
    ):
        pass
    assert (tmp_path / "a.mcap").read_bytes() == b"mine"


def test_a_window_that_is_gone_is_told(plain, tmp_path):
    plain.destroy()
    with (
        pytest.raises(AgentError, match="was closed"),
        RecorderProcess(setup_of(tmp_path / "a.mcap", plain.window_id), CLOCK),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_recorder_that_does_not_start_in_time_is_ended(plain, tmp_path, monkeypatch):
    monkeypatch.setattr("agent.recorder_process._START_S", 0.001)
    recorder = RecorderProcess(setup_of(tmp_path / "a.mcap", plain.window_id), CLOCK)
    with pytest.raises(AgentError, match=r"the recorder did not start within 0\.001 s"), recorder:
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(recorder.pid, 0)


def test_a_recorder_that_is_killed_is_noticed_at_once_and_its_part_is_kept(plain, tmp_path):
    recorder = RecorderProcess(setup_of(tmp_path / "a.mcap", plain.window_id, fps=0.0), CLOCK)

    def record_until_it_is_killed() -> None:
        with recorder:
            recorder.keep_state(public_state(0))
            assert eventually(lambda: recorder.counts.ticks, 1) == 1
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 100_000_000)
            os.kill(recorder.pid, signal.SIGKILL)
            assert eventually(lambda: recorder.reason_to_stop, "the recorder died") == "the recorder died"

    with pytest.raises(AgentError, match=r"the recorder died; what came before is kept in .*a\.mcap\.part"):
        record_until_it_is_killed()
    assert len(list(open_recording(tmp_path / "a.mcap.part").states())) == 1


def test_a_recorder_that_hangs_is_noticed_within_seconds(plain, tmp_path):
    with RecorderProcess(setup_of(tmp_path / "a.mcap", plain.window_id, fps=0.0), CLOCK) as recorder:
        os.kill(recorder.pid, signal.SIGSTOP)
        started_ns = CLOCK.now_ns()
        hangs = "the recorder does not answer any more"
        while recorder.reason_to_stop != hangs and CLOCK.now_ns() - started_ns < 20_000_000_000:
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 50_000_000)
        assert recorder.reason_to_stop == hangs
        assert CLOCK.now_ns() - started_ns < 8_000_000_000
        os.kill(recorder.pid, signal.SIGCONT)
    assert open_recording(tmp_path / "a.mcap").is_complete


AGENT = """
import os, signal, sys
from pathlib import Path
from agent.recorder_process import RecorderProcess
from tests.agent.recorded_window import CLOCK, public_state, setup_of
with RecorderProcess(setup_of(Path(sys.argv[1]), int(sys.argv[2]), fps=0.0), CLOCK) as recorder:
    for index in range(5):
        recorder.keep_state(public_state(index))
    while recorder.counts.ticks < 5:
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 1_000_000)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_recording_survives_the_agent_and_is_finished(plain, tmp_path):
    path = tmp_path / "a.mcap"
    agent = subprocess.run([sys.executable, "-c", AGENT, str(path), str(plain.window_id)], cwd=Path.cwd())
    assert agent.returncode == -signal.SIGKILL
    assert eventually(path.exists, True)
    recording = open_recording(path)
    assert recording.is_complete
    assert len(list(recording.states())) == 5
