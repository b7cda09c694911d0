"""A model plays the window by injected input, dry or armed, and in lockstep."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.x11 import extension, open_connection
from agent.live import SHOWN_NS
from agent.loop import PlayLoop
from agent.play import play_live, play_lockstep
from agent.play_request import PlayRequest
from bridge.clock import SystemClock
from bridge.errors import RecordingExists
from bridge.events import Author, ButtonPress, KeyPress
from bridge.recording.messages import REPORT
from bridge.recording.reader import open_recording
from bridge.sandbox.game import SandboxGame
from model.errors import CheckpointError


def request(run, **changes) -> PlayRequest:
    fields = {
        "run": run,
        "task": "woodcutting",
        "seed": 900_000,
        "device": "cpu",
        "minutes": 0.08,
        "dry_run": False,
        "record_to": None,
        "fps": 10.0,
    }
    return PlayRequest(**(fields | changes))


def test_what_it_sends_is_heard_in_its_own_name(display, tiny_run, tmp_path):
    report = play_live(request(tiny_run, record_to=tmp_path / "a.mcap"), SystemClock())
    recording = open_recording(tmp_path / "a.mcap")
    heard, sent = list(recording.inputs()), [item.event for item in recording.sent()]
    assert report.ending.by == "time"
    assert report.statistics.sent == len(sent) > 0
    assert all(item.event.at_ns <= item.at_ns <= item.seen_ns for item in recording.sent() if item.seen_ns is not None)
    assert sum(item.seen_ns is not None for item in recording.sent()) > 0.9 * len(sent)
    assert {event.author for event in heard} == {Author.AGENT}
    presses = [type(event) for event in heard if isinstance(event, ButtonPress | KeyPress)]
    assert presses == [type(event) for event in sent if isinstance(event, ButtonPress | KeyPress)]
    assert recording.manifest.author == "agent"
    assert report.last_frame is not None
    (told,) = recording.markers()
    assert (told.name, json.loads(told.note)["sent"]) == (REPORT, len(sent))
    assert sum(report.as_json()["histograms"]["planned_to_sent"]) == len(sent)


def test_a_dry_run_sends_nothing(display, tiny_run):
    report = play_live(request(tiny_run, dry_run=True), SystemClock())
    assert report.statistics.planned > 0
    assert report.statistics.sent == 0


def test_lockstep_needs_no_window(tiny_run, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    report = play_lockstep(request(tiny_run), 0.2)
    assert report.statistics.ticks == 20
    assert report.as_json()["ended_by"] == "time"


def test_in_a_window_a_run_with_pixels_alone_decides_by_what_is_on_the_screen(display, pixel_run, monkeypatch):
    seen = []
    ticked = PlayLoop.ticked
    monkeypatch.setattr(
        PlayLoop, "ticked", lambda loop, state, frame=None: (seen.append((state, frame)), ticked(loop, state, frame))[1]
    )
    report = play_live(request(pixel_run), SystemClock())
    assert report.ending.by == "time"
    assert report.statistics.planned > 0
    assert {frame.pixels.shape for _, frame in seen} == {(503, 765, 3)}
    assert all(frame.pixels.any() for _, frame in seen)
    assert all(frame.at_ns >= state.tick.received_ns + SHOWN_NS for state, frame in seen)


def test_in_lockstep_a_run_with_pixels_alone_is_shown_the_game(pixel_run, tiny_run, monkeypatch):
    drawn = []
    monkeypatch.setattr(SandboxGame, "grab", lambda game, grab=SandboxGame.grab: (drawn.append(1), grab(game))[1])
    assert play_lockstep(request(pixel_run), 0.1).statistics.ticks == 10
    assert len(drawn) == 10
    play_lockstep(request(tiny_run), 0.1)
    assert len(drawn) == 10


def test_a_missing_run_is_refused_before_a_window_opens(tmp_path):
    with pytest.raises(CheckpointError, match="no-run"):
        play_live(request(tmp_path / "no-run"), SystemClock())


def test_the_stop_key_ends_it_from_anywhere(display, tiny_run):
    connection = open_connection()
    keycode = read_keyboard_map(connection).keycodes["f12"]

    def press_it() -> None:
        for kind in (2, 3):  # key press, key release
            extension(connection, "xtest").FakeInput(kind, keycode, 0, 0, 0, 0, 0)
        connection.flush()

    report = play_live(request(tiny_run, minutes=1.0), SystemClock(), lambda _: Timer(1.5, press_it).start())
    connection.disconnect()
    assert report.ending.by == "the stop key"


def test_a_play_can_be_viewed_in_a_file(display, tiny_run, tmp_path):
    report = play_live(request(tiny_run, is_viewed=True, view_to=tmp_path / "a.rrd"), SystemClock())
    command = [Path(sys.executable).with_name("rerun"), "rrd", "print", tmp_path / "a.rrd"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert report.statistics.sent > 0
    for entity in ("/game/picture", "/game/picture/planned", "/latency/decision_ms", "/latency/planned_to_sent_ms"):
        assert entity in found
    with pytest.raises(RecordingExists):
        play_live(request(tiny_run, is_viewed=True, view_to=tmp_path / "a.rrd"), SystemClock())
