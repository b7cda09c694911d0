"""The sandbox opened for real-time play: link, window, eyes and hands, on a screen of its own."""

import os
import signal

import pytest

from agent.errors import GameFailed
from agent.games import GAME_DIED, Acting, end_game, open_sandbox
from agent.live import GAME_CLOSED
from agent.plan import Plan
from agent.sandbox_process import SandboxProcess
from bridge.clock import SECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, MouseButton, PointerMove
from bridge.state import GamePhase

CLOCK = SystemClock()


def wait_for(look, seconds: float = 5.0):
    deadline_ns = CLOCK.now_ns() + round(seconds * SECOND_NS)
    while not (found := look()) and CLOCK.now_ns() < deadline_ns:
        CLOCK.sleep_until_ns(CLOCK.now_ns() + SECOND_NS // 100)
    return found


def test_states_frames_and_input_cross(display):
    with open_sandbox("woodcutting", 3, CLOCK, injected_by=Author.AGENT, acting=Acting()) as game:
        ports = game.ports
        first, second = ports.link.receive(5.0), ports.link.receive(5.0)
        assert (first.phase, second.tick.index) == (GamePhase.LOGGED_IN, first.tick.index + 1)
        assert game.frames.grab().pixels.shape == (503, 765, 3)
        due_ns = CLOCK.now_ns() + SECOND_NS // 50
        ports.hands.arm()
        ports.hands.plan(Plan(due_ns, (PointerMove(due_ns, 200, 150, Author.AGENT),)))
        seen = wait_for(ports.inputs.drain)
        assert [(event.x, event.y, event.author) for event in seen] == [(200, 150, Author.AGENT)]
        assert wait_for(lambda: ports.link.receive(1.0).mouse) is not None


def test_without_acting_there_are_no_hands(display):
    with open_sandbox("woodcutting", 3, CLOCK, injected_by=Author.AGENT, acting=None) as game:
        now_ns = CLOCK.now_ns()
        game.ports.hands.arm()
        game.ports.hands.plan(Plan(now_ns, (ButtonPress(now_ns, 200, 150, MouseButton.LEFT, Author.AGENT),)))
        assert wait_for(game.ports.inputs.drain, 0.3) == ()
        assert game.ports.hands.reports() == ()


def test_the_game_ends_with_the_block(display):
    with open_sandbox("woodcutting", 3, CLOCK, injected_by=Author.AGENT, acting=Acting(), starts_at_login=True) as game:
        assert game.ports.link.receive(5.0).phase is GamePhase.LOGIN_SCREEN
    assert not game.process.is_running()


def test_a_game_that_was_killed_is_told_apart_from_one_that_was_closed(display):
    with open_sandbox("woodcutting", 3, CLOCK, injected_by=Author.AGENT, acting=None) as game:
        os.kill(game.process.pid, signal.SIGKILL)
        ending = end_game(game.process, GAME_CLOSED)
    assert (ending.by, ending.score) == (GAME_DIED, None)
    assert "exit code -9" in ending.problem


def test_a_game_that_was_closed_leaves_its_score(display):
    with open_sandbox("woodcutting", 3, CLOCK, injected_by=Author.AGENT, acting=None) as game:
        os.kill(game.process.pid, signal.SIGTERM)
        ending = end_game(game.process, GAME_CLOSED)
    assert (ending.by, ending.score, ending.problem) == (GAME_CLOSED, 0.0, "")


def test_a_sandbox_that_dies_before_it_connects_is_told_with_its_words(display, monkeypatch):
    start = SandboxProcess.start

    def start_and_die(process: SandboxProcess) -> None:
        start(process)
        os.kill(process.pid, signal.SIGKILL)

    monkeypatch.setattr(SandboxProcess, "start", start_and_die)
    opened = open_sandbox("woodcutting", 3, CLOCK, injected_by=Author.AGENT, acting=None)
    with pytest.raises(GameFailed, match="the sandbox did not connect; it said: nothing"), opened:
        pass
