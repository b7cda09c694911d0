"""A play is shown as it goes: Rerun's own reader finds the picture, the plan ahead, the deeds and the times."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from agent.errors import AgentError, WindowGone
from agent.viewing.live_view import MOST_WAITING, LiveView
from agent.viewing.rerun_log import file_stream
from bridge.clock import SystemClock, VirtualClock
from bridge.errors import RecordingExists
from bridge.events import Author, ButtonPress, KeyPress, MouseButton, PointerMove
from bridge.frame import Frame
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.sandbox.game import SandboxGame

RERUN = Path(sys.executable).with_name("rerun")
MOVE = PointerMove(20, 30, 40, Author.AGENT)
PRESS = ButtonPress(25, 30, 40, MouseButton.LEFT, Author.AGENT)


class Eyes:
    def grab(self):
        return Frame(15, np.full((48, 64, 3), 90, np.uint8))


class NoEyes:
    def grab(self):
        raise WindowGone("the window was closed")


def printed(path) -> str:
    return subprocess.run([RERUN, "rrd", "print", path], capture_output=True, text=True, check=True).stdout


def tell(view) -> None:
    view.keep_state(SandboxGame("woodcutting", 1, VirtualClock(10)).receive(0.0))
    view.keep_plan(PlannedInput(10, 12, (MOVE, PRESS)))
    view.keep_inputs((MOVE,))
    view.keep_sent(SentInput(21, MOVE, 22))
    view.keep_sent(SentInput(26, PRESS, None))
    view.keep_sent(SentInput(27, KeyPress(27, "space", Author.AGENT), None))
    view.keep_frame(None)
    view.keep_marker(Marker(30, "report", "{}"))


def test_everything_that_is_told_is_shown(tmp_path):
    with LiveView(SystemClock(), Eyes(), file_stream(tmp_path / "a.rrd")) as view:
        tell(view)
    found = printed(tmp_path / "a.rrd")
    shown = ("picture", "picture/planned", "picture/planned/presses", "picture/way", "picture/pointer")
    latencies = ("decision_ms", "planned_to_sent_ms", "sent_to_seen_ms")
    others = ("/sent", "/planned/events", "/ticks/index", "/markers")
    for entity in (*(f"/game/{name}" for name in shown), *(f"/latency/{name}" for name in latencies), *others):
        assert entity in found, entity


def test_a_window_that_is_gone_is_no_end_of_the_view(tmp_path):
    with LiveView(SystemClock(), NoEyes(), file_stream(tmp_path / "a.rrd")) as view:
        tell(view)
    assert "/sent" in printed(tmp_path / "a.rrd")


def test_a_viewer_that_does_not_keep_up_never_makes_the_play_wait(tmp_path):
    view = LiveView(SystemClock(), None, file_stream(tmp_path / "a.rrd"))
    for _ in range(MOST_WAITING + 5):
        view.keep_inputs((MOVE,))
    assert view.unshown == 5


def test_a_file_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "a.rrd").touch()
    with pytest.raises(RecordingExists):
        file_stream(tmp_path / "a.rrd")


def test_without_rerun_the_remedy_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rerun", None)
    with pytest.raises(AgentError, match=r"osrs-agent\[view\]"):
        file_stream(tmp_path / "a.rrd")
    assert not (tmp_path / "a.rrd").exists()
