"""Observed events and predicted actions are the same thing in two forms."""

import pytest

from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point
from model.actions import ActionKind, ActionSequence, TimedAction, sequence_of

START_NS = 7_000_000_000
MS = 1_000_000
EVENTS = (
    PointerMove(START_NS, 10, 20, Author.HUMAN),
    ButtonPress(START_NS + 5 * MS, 10, 20, MouseButton.LEFT, Author.HUMAN),
    ButtonRelease(START_NS + 5 * MS, 11, 21, MouseButton.LEFT, Author.HUMAN),
    WheelScroll(START_NS + 100 * MS, 11, 21, -2, Author.HUMAN),
    KeyPress(START_NS + 200 * MS, "space", Author.HUMAN),
    KeyRelease(START_NS + 599 * MS, "space", Author.HUMAN),
)


def test_events_come_back_from_a_sequence_at_their_time():
    sequence = sequence_of(EVENTS, START_NS, Point(0, 0))
    assert sequence.events(START_NS, Author.HUMAN) == EVENTS


def test_waits_run_from_action_to_action():
    waits = [action.wait_s for action in sequence_of(EVENTS, START_NS, Point(0, 0)).actions]
    assert waits == [0.0, 0.005, 0.0, 0.095, 0.1, 0.399]


def test_keys_rest_where_the_pointer_is():
    action = sequence_of([EVENTS[4]], START_NS, Point(3, 4)).actions[0]
    assert (action.x, action.y) == (3, 4)


def test_times_are_floored_to_whole_milliseconds():
    sequence = sequence_of([PointerMove(START_NS + 599_999_999, 1, 2, Author.HUMAN)], START_NS, Point(0, 0))
    assert sequence.actions[0].wait_s == 0.599


@pytest.mark.parametrize("at_ns", [START_NS - 1, START_NS + 600 * MS])
def test_an_event_outside_the_window_is_refused(at_ns):
    with pytest.raises(ValueError, match="outside the window"):
        sequence_of([PointerMove(at_ns, 1, 2, Author.HUMAN)], START_NS, Point(0, 0))


def test_waits_past_the_horizon_are_refused():
    late = TimedAction(0.4, ActionKind.MOVE, 1, 2)
    with pytest.raises(ValueError, match="past the horizon"):
        ActionSequence((late, late))


@pytest.mark.parametrize(
    "fields",
    [
        {"wait_s": -0.1, "kind": ActionKind.MOVE},
        {"wait_s": float("nan"), "kind": ActionKind.MOVE},
        {"wait_s": 0.0, "kind": ActionKind.PRESS},
        {"wait_s": 0.0, "kind": ActionKind.MOVE, "button": MouseButton.LEFT},
        {"wait_s": 0.0, "kind": ActionKind.KEY_PRESS},
        {"wait_s": 0.0, "kind": ActionKind.SCROLL},
        {"wait_s": 0.0, "kind": ActionKind.MOVE, "scroll": 1},
    ],
)
def test_an_action_refuses_to_be_built_wrong(fields):
    with pytest.raises(ValueError, match=r"wait|MOVE|PRESS|SCROLL"):
        TimedAction(x=1, y=2, **fields)
