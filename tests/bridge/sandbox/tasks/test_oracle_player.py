"""An oracle does each errand in the tick in which it comes up, exactly."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bridge.events import ButtonPress, KeyPress, MouseButton, PointerMove, WheelScroll
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff, Rest, TurnWheel, TypeKeys
from bridge.sandbox.tasks.oracle_player import OraclePlayer
from bridge.state import TICK_NS, GameState
from tests.bridge.sandbox.tasks.scenes import scene

AREA = Rect(100, 100, 20, 20)


class Wanting:
    """A policy that wants one thing."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand

    def want(self, state: GameState) -> Errand:
        return self._errand


@pytest.mark.parametrize(
    ("errand", "kind"),
    [
        (ClickOn("a", AREA), ButtonPress),
        (HoldKey("a", "left", 10 * TICK_NS), KeyPress),
        (HoldKey("a", "escape"), KeyPress),
        (TypeKeys("a", ("w", "enter")), KeyPress),
        (TurnWheel("a", AREA, -2), WheelScroll),
        (MoveOff("a", AREA), PointerMove),
    ],
)
def test_an_errand_is_done_within_its_tick(errand: Errand, kind: type) -> None:
    events = OraclePlayer(Wanting(errand)).act(scene(tick=3), HeldInput())
    held = HeldInput()
    for event in events:
        assert held.allows(event)
        held = held.after(event)
    assert any(isinstance(event, kind) for event in events)
    assert all(3 * TICK_NS <= event.at_ns < 4 * TICK_NS for event in events)
    assert all(before.at_ns <= after.at_ns for before, after in pairwise(events))
    assert (held.buttons, held.keys) == (frozenset(), frozenset())


def test_resting_is_no_event() -> None:
    assert OraclePlayer(Wanting(Rest())).act(scene(), HeldInput()) == ()


def test_the_right_button_is_pressed_where_it_is_wanted() -> None:
    events = OraclePlayer(Wanting(ClickOn("a", AREA, MouseButton.RIGHT))).act(scene(), HeldInput())
    assert [event.button for event in events if isinstance(event, ButtonPress)] == [MouseButton.RIGHT]
