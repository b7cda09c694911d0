"""The contract of `InputSink`, and whatever claims to be one.

To add an implementation, write a function that opens a sink, and name it in `SINKS`: it must yield the sink, its clock,
and a function that gives the events that have arrived at the other end since it was last called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.backend import InputBackend
from agent.desktop.canvas import GameWindow
from agent.desktop.listener import open_listener
from bridge.clock import Clock, SystemClock, VirtualClock
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.ports import InputSink
from bridge.sandbox.game import SandboxGame
from tests.agent.desktop.listening import heard_until_quiet
from tests.agent.desktop.plain_window import plain_window


@dataclass(frozen=True, slots=True)
class Opened:
    """A sink, its clock, and what arrives at the other end."""

    sink: InputSink
    clock: Clock
    arrived: Callable[[], tuple[InputEvent, ...]]


@contextmanager
def sandbox_sink(folder: Path) -> Iterator[Opened]:
    """The sandbox in lockstep, heard through its own echo."""
    clock = VirtualClock()
    game = SandboxGame("woodcutting", 1, clock)
    game.receive(0.0)
    yield Opened(game, clock, game.drain)


@contextmanager
def xtest_sink(folder: Path) -> Iterator[Opened]:
    """XTest on a plain window."""
    clock = SystemClock()
    with ExitStack() as stack:
        plain = stack.enter_context(plain_window())
        plain.focus()
        window = GameWindow(plain.window_id, "a plain window")
        listener = stack.enter_context(closing(open_listener(window, clock, InputBackend.X11)))
        sink = stack.enter_context(closing(open_xtest_actuator(window)))
        yield Opened(sink, clock, lambda: heard_until_quiet(listener))


SINKS: tuple[Callable[[Path], AbstractContextManager[Opened]], ...] = (sandbox_sink, xtest_sink)


@pytest.fixture(params=SINKS, ids=lambda opener: opener.__name__)
def opened(request, display, tmp_path) -> Iterator[Opened]:
    with request.param(tmp_path) as opened:
        yield opened
        opened.sink.close()


def press_everything(opened: Opened) -> None:
    now_ns = opened.clock.now_ns()
    opened.sink.send(PointerMove(now_ns, 40, 50, Author.AGENT))
    opened.sink.send(ButtonPress(now_ns, 40, 50, MouseButton.LEFT, Author.AGENT))
    opened.sink.send(ButtonPress(now_ns, 40, 50, MouseButton.RIGHT, Author.AGENT))
    opened.sink.send(KeyPress(now_ns, "shift", Author.AGENT))
    opened.sink.send(KeyPress(now_ns, "left", Author.AGENT))


def without_time(events: tuple[InputEvent, ...]) -> list[tuple[object, ...]]:
    return [
        (type(event), *(getattr(event, name) for name in event.__struct_fields__ if name not in {"at_ns", "author"}))
        for event in events
    ]


def test_a_fresh_sink_holds_nothing(opened):
    held = opened.sink.held()
    assert (held.buttons, held.keys) == (frozenset(), frozenset())


def test_events_arrive_in_order_each_once(opened):
    now_ns = opened.clock.now_ns()
    sent = (
        PointerMove(now_ns, 20, 30, Author.AGENT),
        ButtonPress(now_ns, 20, 30, MouseButton.LEFT, Author.AGENT),
        ButtonRelease(now_ns, 20, 30, MouseButton.LEFT, Author.AGENT),
        WheelScroll(now_ns, 20, 30, -1, Author.AGENT),
        KeyPress(now_ns, "a", Author.AGENT),
        KeyRelease(now_ns, "a", Author.AGENT),
    )
    for event in sent:
        opened.sink.send(event)
    assert without_time(opened.arrived()) == without_time(sent)
    assert opened.arrived() == ()


def test_what_was_pressed_and_not_released_is_held(opened):
    press_everything(opened)
    both = frozenset({MouseButton.LEFT, MouseButton.RIGHT})
    assert opened.sink.held() == HeldInput(Point(40, 50), both, frozenset({"shift", "left"}))


def test_releasing_everything_sends_a_release_for_each_press(opened):
    press_everything(opened)
    opened.arrived()
    opened.sink.release_all()
    released = opened.arrived()
    assert {(type(event), getattr(event, "button", None), getattr(event, "key", None)) for event in released} == {
        (ButtonRelease, MouseButton.LEFT, None),
        (ButtonRelease, MouseButton.RIGHT, None),
        (KeyRelease, None, "shift"),
        (KeyRelease, None, "left"),
    }
    assert len(released) == 4
    held = opened.sink.held()
    assert (held.buttons, held.keys) == (frozenset(), frozenset())


def test_releasing_everything_twice_releases_once(opened):
    press_everything(opened)
    opened.sink.release_all()
    opened.arrived()
    opened.sink.release_all()
    assert opened.arrived() == ()


def test_buttons_are_released_where_the_pointer_is(opened):
    now_ns = opened.clock.now_ns()
    opened.sink.send(ButtonPress(now_ns, 40, 50, MouseButton.LEFT, Author.AGENT))
    opened.sink.send(PointerMove(now_ns, 90, 60, Author.AGENT))
    opened.arrived()
    opened.sink.release_all()
    assert without_time(opened.arrived()) == [(ButtonRelease, 90, 60, MouseButton.LEFT)]


def test_closing_releases_everything_and_closing_twice_is_closing_once(opened):
    press_everything(opened)
    opened.sink.close()
    held = opened.sink.held()
    assert (held.buttons, held.keys) == (frozenset(), frozenset())
    opened.sink.close()
