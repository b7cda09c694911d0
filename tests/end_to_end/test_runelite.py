"""A client on the wire and its window on the screen: recorded, watched by a model, and acted on only where it may be.

The client is `osrs-agent bridge fake`, its window a plain one: what cannot be shown here is RuneLite itself.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.x11 import extension, open_connection, root_window
from bridge.clock import MILLISECOND_NS
from bridge.events import ButtonPress, ButtonRelease
from bridge.link.socket import SocketListener
from bridge.recording.reader import open_recording
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.end_to_end.commands import CLOCK, Finished, Running, run_here, wait_until

TITLE = "RuneLite - Somebody"


@pytest.fixture
def address(tmp_path) -> tuple[object, ...]:
    """A free port and a token file, as arguments."""
    token_path = tmp_path / "token"
    with SocketListener(token_path, CLOCK) as listener:
        return ("--port", listener.port, "--token", token_path)


@pytest.fixture
def window(display) -> Iterator[PlainWindow]:
    with plain_window(TITLE, x=50, y=40, width=900, height=600) as plain:
        plain.add_inside(20, 30, 765, 503)
        plain.focus()
        plain.warp(5, 5)
        yield plain


@pytest.fixture
def session(demonstrations) -> Path:
    return sorted(demonstrations.glob("*.mcap"))[0]


@contextmanager
def client(session, address, *more: object) -> Iterator[Running]:
    """`osrs-agent bridge fake` beside the test; it is ended with the block."""
    running = Running("bridge", "fake", session, *address, "--wait", 60, "--json", *more)
    try:
        yield running
    finally:
        running.interrupt_until_it_ends()


def play(run, address, *more: object) -> Finished:
    return run_here("play", run, "--game", "runelite", *address, "--wait", 40, "--device", "cpu", "--json", *more)


def test_the_model_watches_a_client_and_sends_nothing(window, address, session, tiny_run, tmp_path):
    kept = tmp_path / "watched.mcap"
    with client(session, address):
        done = play(tiny_run, address, "--minutes", 0.06, "--record", kept, "--fps", 5)
    assert (done.code, done.result["ended_by"]) == (0, "time")
    assert done.result["planned"] > 0 == done.result["sent"]
    assert done.result["score"] is None
    assert "waiting for the plugin on port" in done.err
    assert "connected, session" in done.err
    assert "protocol 1.2, this side 1.2" in done.err
    assert window.held() == (set(), set())
    manifest = open_recording(kept).manifest
    assert (manifest.game, manifest.task, manifest.seed, manifest.author) == ("runelite", "", None, "agent")


@pytest.mark.parametrize(
    ("host", "settings", "told"),
    [
        ("oldschool1.runescape.com", "", "'oldschool1.runescape.com' is neither this machine nor in allowed_hosts"),
        ("localhost.evil.example", 'allowed_hosts = ["evil.example"]', "is neither this machine nor in allowed_hosts"),
        ("127.0.0.1", "allowed_host = []", "unknown key allowed_host; did you mean allowed_hosts?"),
    ],
)
def test_acting_is_refused_in_one_line(window, address, session, tiny_run, tmp_path, host, settings, told):
    file = tmp_path / "settings.toml"
    file.write_text(settings)
    with client(session, address, "--world-host", host):
        done = play(tiny_run, address, "--arm", "--settings", file)
    assert done.code == 1
    assert told in done.error_lines[-1]
    assert "armed in" not in done.err
    assert window.held() == (set(), set())


def test_armed_in_an_allowed_world_it_counts_down_acts_and_yields_to_silence(
    window, address, session, holding_run, tmp_path
):
    file = tmp_path / "settings.toml"
    file.write_text('allowed_hosts = ["game.example"]')
    with client(session, address, "--world-host", "Game.Example") as fake:
        arguments = ("--game", "runelite", *address, "--wait", 40, "--device", "cpu", "--json", "--arm")
        agent = Running("play", holding_run, *arguments, "--settings", file)
        wait_until(lambda: any(window.held()))
        fake.signal(signal.SIGSTOP)
        frozen_ns = CLOCK.now_ns()
        wait_until(lambda: not any(window.held()), 5.0)
        released_ns = CLOCK.now_ns()
        done = agent.finish()
        fake.signal(signal.SIGCONT)
    assert (done.code, done.result["ended_by"]) == (0, "the bridge was silent for more than 0.9 s")
    assert [f"armed in {left} s" in done.err for left in (5, 4, 3, 2, 1)] == [True] * 5
    assert done.result["sent"] > 0
    assert released_ns - frozen_ns <= 1_500 * MILLISECOND_NS
    assert window.held() == (set(), set())


def test_the_stop_key_ends_the_countdown(window, address, session, holding_run):
    with client(session, address, "--world-host", "localhost"):
        arguments = ("--game", "runelite", *address, "--wait", 40, "--device", "cpu", "--json", "--arm")
        agent = Running("play", holding_run, *arguments, "--stop-key", "f11")
        while agent.is_running:
            press_key("f11")
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 200 * MILLISECOND_NS)
        done = agent.finish()
    assert (done.code, done.result["ended_by"], done.result["sent"]) == (0, "the stop key", 0)
    assert "armed in 5 s" in done.err
    assert "armed in 1 s" not in done.err


def test_a_person_is_recorded_without_what_is_private(window, address, session, tmp_path):
    kept = tmp_path / "mine.mcap"
    with client(session, address):
        recorder = Running("record", kept, "--game", "runelite", *address, "--stop-after", 8, "--fps", 5, "--json")
        wait_until(lambda: kept.with_name("mine.mcap.part").exists())
        for _ in range(12):
            press_key("a")
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 600 * MILLISECOND_NS)
        done = recorder.finish()
    assert done.code == 0, done.err
    keys = [event.key for event in open_recording(kept).inputs() if hasattr(event, "key")]
    assert set(keys) == {"letter"}
    assert done.result["inputs"]["dropped"] > 0
    assert done.result["inputs"]["seen"] == 24
    assert 0 < done.result["frames"]["blank"] < done.result["frames"]["written"]


def test_input_that_the_plugin_sends_is_recorded_press_and_release_apart(window, address, session, tmp_path):
    kept = tmp_path / "plugin.mcap"
    with client(session, address, "--inputs"):
        arguments = ("--game", "runelite", *address, "--inputs", "plugin", "--no-video", "--stop-after", 6, "--json")
        recorder = Running("record", kept, *arguments)
        wait_until(lambda: kept.with_name("plugin.mcap.part").exists())
        press_key("a")  # the desktop is not heard
        done = recorder.finish()
    assert done.code == 0, done.err
    recorded = [clicked for event in open_recording(kept).inputs() if (clicked := click(event))]
    sent = [clicked for event in open_recording(session).inputs() if (clicked := click(event))]
    assert recorded
    start = next(start for start in range(len(sent)) if sent[start : start + len(recorded)] == recorded)
    assert {kind for kind, *_ in sent[start : start + len(recorded)]} == {"ButtonPress", "ButtonRelease"}
    assert not [event for event in open_recording(kept).inputs() if hasattr(event, "key")]


def click(event: object) -> tuple[object, ...]:
    """A press or release of a button with its place; nothing for another event."""
    if isinstance(event, ButtonPress | ButtonRelease):
        return type(event).__name__, event.x, event.y, event.button, event.author
    return ()


def test_ticks_of_a_client_are_printed_as_lines_of_json(address, session):
    with client(session, address, "--speed", 10):
        done = run_here("bridge", "tail", *address, "--ticks", 5, "--json")
    *ticks, summary = (json.loads(line) for line in done.out.splitlines())
    assert [tick["state"]["phase"] for tick in ticks] == ["logged_in"] * 5
    assert len({tick["session"] for tick in ticks}) == 1
    assert summary["ticks"] == 5
    assert summary["sessions"][ticks[0]["session"]]["connections"] == 1


def test_two_clients_of_one_recording_have_sessions_of_their_own(address, session):
    with client(session, address, "--speed", 3), client(session, address, "--speed", 3, "--session", "second"):
        seen = run_here("bridge", "tail", *address, "--ticks", 30, "--json")
    sessions = json.loads(seen.out.splitlines()[-1])["sessions"]
    assert len(sessions) == 2
    assert "second" in sessions
    assert {counts["connections"] for counts in sessions.values()} == {1}


def press_key(name: str) -> None:
    connection = open_connection()
    keycode = read_keyboard_map(connection).keycodes[name]
    for kind in (2, 3):  # key press, key release
        extension(connection, "xtest").FakeInput(kind, keycode, 0, root_window(connection), 0, 0, 0)
    connection.core.GetInputFocus().reply()
    connection.disconnect()
