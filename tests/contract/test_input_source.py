"""The contract of `InputSource`, and whatever claims to be one.

To add an implementation, write a function that opens a source, and name it in `SOURCES`: it must yield the source and a
function that makes some input happen, the same number of events each time it is called, at least `TURNS` times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.backend import InputBackend
from agent.desktop.canvas import GameWindow
from agent.desktop.listener import open_listener
from bridge.clock import SystemClock, VirtualClock
from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, MouseButton, PointerMove
from bridge.link.replay import ReplayWorld
from bridge.ports import InputSource
from bridge.recording.reader import open_recording
from bridge.sandbox.game import SandboxGame
from tests.agent.desktop.listening import heard
from tests.agent.desktop.plain_window import plain_window
from tests.bridge.recording.sessions import events_after, write_session

TURNS = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A source, what makes input happen, and how many events that is."""

    source: InputSource
    act: Callable[[], object]
    events: int


@contextmanager
def sandbox_source(folder: Path) -> Iterator[Opened]:
    """The sandbox in lockstep, which echoes what it is sent."""
    clock = VirtualClock()
    game = SandboxGame("woodcutting", 1, clock)

    def act() -> None:
        game.receive(0.0)
        now_ns = clock.now_ns()
        game.send(PointerMove(now_ns, 5, 5, Author.HUMAN))
        game.send(ButtonPress(now_ns + 1, 5, 5, MouseButton.LEFT, Author.HUMAN))
        game.send(ButtonRelease(now_ns + 1, 5, 5, MouseButton.LEFT, Author.HUMAN))

    yield Opened(game, act, 3)


@contextmanager
def replay_source(folder: Path) -> Iterator[Opened]:
    """A recording on its virtual clock: each state brings the clock behind the inputs of the tick before."""
    path = write_session(folder / "a.mcap", TURNS + 1, video=False).path
    world = ReplayWorld(open_recording(path), VirtualClock())
    world.receive(0.0)
    yield Opened(world, lambda: world.receive(0.0), len(events_after(0)))


class Promised:
    """A source heard by a thread: `drain` waits for the events that were promised, and then gives all there are."""

    def __init__(self, source: InputSource) -> None:
        self._source = source
        self._promised = 0

    def promise(self, events: int) -> None:
        self._promised += events

    def drain(self) -> tuple[InputEvent, ...]:
        promised, self._promised = self._promised, 0
        return (*heard(self._source, promised), *self._source.drain())

    def close(self) -> None:
        self._source.close()


@contextmanager
def _desktop_source(backend: InputBackend) -> Iterator[Opened]:
    clock = SystemClock()
    with plain_window() as plain:
        window = GameWindow(plain.window_id, "a plain window")
        plain.warp(400, 300)
        plain.focus()
        source = Promised(open_listener(window, clock, backend))
        with closing(source), closing(open_xtest_actuator(window)) as hand:

            def act() -> None:
                for event in (
                    PointerMove(0, 5, 5, Author.AGENT),
                    ButtonPress(0, 5, 5, MouseButton.LEFT, Author.AGENT),
                    ButtonRelease(0, 5, 5, MouseButton.LEFT, Author.AGENT),
                ):
                    hand.send(event)
                source.promise(3)

            yield Opened(source, act, 3)


def xinput_source(folder: Path) -> AbstractContextManager[Opened]:
    """XInput2 raw events of a plain window."""
    return _desktop_source(InputBackend.X11)


def pynput_source(folder: Path) -> AbstractContextManager[Opened]:
    """Pynput on a plain window."""
    return _desktop_source(InputBackend.PYNPUT)


SOURCES: tuple[Callable[[Path], AbstractContextManager[Opened]], ...] = (
    sandbox_source,
    replay_source,
    xinput_source,
    pynput_source,
)


@pytest.fixture(params=SOURCES, ids=lambda opener: opener.__name__)
def opened(request, display, tmp_path) -> Iterator[Opened]:
    with request.param(tmp_path) as opened:
        yield opened
        opened.source.close()


def test_before_anything_happens_there_is_nothing(opened):
    assert opened.source.drain() == ()


def test_every_event_comes_exactly_once(opened):
    for _ in range(TURNS):
        opened.act()
        assert len(opened.source.drain()) == opened.events
        assert opened.source.drain() == ()


def test_events_wait_until_they_are_asked_for(opened):
    for _ in range(TURNS):
        opened.act()
    assert len(opened.source.drain()) == TURNS * opened.events


def test_events_come_in_order_of_time(opened):
    for _ in range(TURNS):
        opened.act()
    times_ns = [event.at_ns for event in opened.source.drain()]
    assert times_ns == sorted(times_ns)


def test_closing_twice_is_closing_once(opened):
    opened.source.close()
    opened.source.close()
