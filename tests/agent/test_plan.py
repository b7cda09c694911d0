"""A plan refuses to be built wrong."""

import pytest

from agent.plan import Plan, as_hands_do
from bridge.events import Author, ButtonPress, KeyPress, MouseButton, PointerMove, WheelScroll
from bridge.geometry import Point
from bridge.state import TICK_NS


def move(at_ns: int) -> PointerMove:
    return PointerMove(at_ns, 1, 2, Author.AGENT)


def test_events_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order of time"):
        Plan(0, (move(2), move(1)))


@pytest.mark.parametrize("at_ns", [9, 10 + TICK_NS])
def test_events_outside_the_tick_are_refused(at_ns):
    with pytest.raises(ValueError, match="within 600 ms"):
        Plan(10, (move(at_ns),))


def test_a_plan_that_leaves_a_beginning_to_the_one_before_starts_after_it_and_reaches_into_the_next_tick():
    plan = Plan(0, (move(5), move(TICK_NS + 250_000_000)), committed_ns=5)
    assert [plan.keeps(move(at_ns)) for at_ns in (-1, 0, 4, 5)] == [False, True, True, False]
    for at_ns in (4, TICK_NS + 300_000_000):
        with pytest.raises(ValueError, match="within 600 ms"):
            Plan(0, (move(at_ns),), committed_ns=5)


def test_ties_are_allowed():
    assert len(Plan(0, (move(1), move(1))).events) == 2


def press(at_ns: int, x: int) -> ButtonPress:
    return ButtonPress(at_ns, x, 2, MouseButton.LEFT, Author.AGENT)


def test_a_press_elsewhere_is_preceded_by_a_move_there():
    moved = PointerMove(5, 9, 2, Author.AGENT)
    assert as_hands_do([press(5, 9)], Point(1, 2)) == (moved, press(5, 9))
    assert as_hands_do([press(5, 9)], None) == (moved, press(5, 9))


def test_a_press_at_the_pointer_needs_no_move():
    key = KeyPress(1, "space", Author.AGENT)
    assert as_hands_do([key, press(5, 1)], Point(1, 2)) == (key, press(5, 1))
    assert as_hands_do([move(1), press(5, 1)], None) == (move(1), press(5, 1))


def test_a_wheel_turns_notch_by_notch():
    down = WheelScroll(5, 1, 2, -3, Author.AGENT)
    assert as_hands_do([down], Point(1, 2)) == (WheelScroll(5, 1, 2, -1, Author.AGENT),) * 3
