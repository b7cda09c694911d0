"""Predicted actions become events at their times, and refuse to be built wrong."""

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
from model.actions import ActionKind, ActionSequence, TimedAction

START_NS = 7_000_000_000
MS = 1_000_000


def test_actions_become_events_at_their_cumulative_times():
    sequence = ActionSequence(
        (
            TimedAction(0.0, ActionKind.MOVE, 10, 20),
            TimedAction(0.005, ActionKind.PRESS, 10, 20, button=MouseButton.LEFT),
            TimedAction(0.0, ActionKind.RELEASE, 11, 21, button=MouseButton.LEFT),
            TimedAction(0.095, ActionKind.SCROLL, 11, 21, scroll=-2),
            TimedAction(0.1, ActionKind.KEY_PRESS, 11, 21, key="space"),
            TimedAction(0.399, ActionKind.KEY_RELEASE, 11, 21, key="space"),
        )
    )
    assert sequence.events(START_NS, Author.AGENT) == (
        PointerMove(START_NS, 10, 20, Author.AGENT),
        ButtonPress(START_NS + 5 * MS, 10, 20, MouseButton.LEFT, Author.AGENT),
        ButtonRelease(START_NS + 5 * MS, 11, 21, MouseButton.LEFT, Author.AGENT),
        WheelScroll(START_NS + 100 * MS, 11, 21, -2, Author.AGENT),
        KeyPress(START_NS + 200 * MS, "space", Author.AGENT),
        KeyRelease(START_NS + 599 * MS, "space", Author.AGENT),
    )


def test_an_empty_sequence_has_no_events():
    assert ActionSequence(()).events(START_NS, Author.AGENT) == ()


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
