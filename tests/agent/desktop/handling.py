"""Hands on a plain window, as processes: what they are told, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.desktop.canvas import GameWindow
from agent.desktop.hands import ProcessHands, open_hands
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Halted, Report
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, InputEvent, KeyPress, MouseButton, PointerMove
from tests.agent.desktop.plain_window import PlainWindow

CLOCK = SystemClock()
MS = MILLISECOND_NS
AHEAD_NS = 15 * MS
AGENT, LEFT = Author.AGENT, MouseButton.LEFT
SHIFT_KEYCODE, STOP_KEY, STOP_KEYCODE = 50, "f12", 96
BOTH = ({1}, {SHIFT_KEYCODE})
NOTHING: tuple[set[int], set[int]] = (set(), set())


@contextmanager
def opened_hands(plain: PlainWindow, *, yields: bool = True, limits: Limits | None = None) -> Iterator[ProcessHands]:
    """Armed hands on a window."""
    window = GameWindow(plain.window_id, "a plain window")
    with open_hands(window, limits or Limits(765, 503), CLOCK, stop_key=STOP_KEY, yields=yields) as hands:
        hands.arm()
        yield hands


def plan(hands: ProcessHands, *events: Callable[[int], InputEvent], spacing_ns: int = 4 * MS) -> int:
    """Plan events one after the other from a moment ahead; gives that moment."""
    start_ns = CLOCK.now_ns() + AHEAD_NS
    hands.plan(Plan(start_ns, tuple(make(start_ns + index * spacing_ns) for index, make in enumerate(events))))
    return start_ns


def press(at_ns: int) -> InputEvent:
    return ButtonPress(at_ns, 10, 20, LEFT, AGENT)


def press_shift(at_ns: int) -> InputEvent:
    return KeyPress(at_ns, "shift", AGENT)


def move_to(x: int, y: int = 20) -> Callable[[int], InputEvent]:
    return lambda at_ns: PointerMove(at_ns, x, y, AGENT)


def hold(hands: ProcessHands, plain: PlainWindow) -> None:
    """Have a button and a key held."""
    plan(hands, press, press_shift)
    await_held(plain, BOTH, hands)


def await_held(plain: PlainWindow, held: tuple[set[int], set[int]], hands: ProcessHands | None = None) -> int:
    """Look, as quickly as one can, until exactly this is held; gives the time."""
    deadline_ns = CLOCK.now_ns() + 5 * SECOND_NS
    while plain.held() != held:
        assert CLOCK.now_ns() < deadline_ns, f"{plain.held()} is held, expected {held}"
        if hands is not None:
            hands.reports()
    return CLOCK.now_ns()


def reports_until_halted(hands: ProcessHands, seconds: float = 3.0) -> list[Report]:
    """All reports until the hands halt, and that one last: what left just before it may be seen back after it."""
    found: list[Report] = []
    deadline_ns = CLOCK.now_ns() + round(seconds * SECOND_NS)
    while not any(isinstance(report, Halted) for report in found):
        assert CLOCK.now_ns() < deadline_ns, f"the hands did not halt; they reported {found}"
        found += hands.reports()
        CLOCK.sleep_until_ns(CLOCK.now_ns() + MS)
    return sorted(found, key=lambda report: isinstance(report, Halted))


def why_halted(hands: ProcessHands, seconds: float = 3.0) -> str:
    """The reason of the hands' end."""
    last = reports_until_halted(hands, seconds)[-1]
    assert isinstance(last, Halted)
    return last.reason


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def end(pid: int, signal_number: int) -> int:
    """Send a signal; gives the time just before."""
    now_ns = CLOCK.now_ns()
    os.kill(pid, signal_number)
    return now_ns
