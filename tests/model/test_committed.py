"""What is committed is cut from events as targets are."""

import numpy as np
import pytest

from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, MouseButton, PointerMove
from bridge.geometry import Point
from bridge.held import HeldInput
from model.actions import ActionKind
from model.committed import NOTHING_COMMITTED, Committed, committed_of
from model.history import History, HistoryWindow, Observation

NOW_NS, MS = 7_000_000, 1_000_000
LEFT, HERE = MouseButton.LEFT, Point(100, 100)


def history(*events, committed_ms: int = 50, pointer: Point | None = HERE) -> History:
    held = HeldInput(pointer, frozenset({MouseButton.RIGHT}))
    return History((HistoryWindow(0, (), Observation(NOW_NS, None, held)),), None, events, committed_ms)


def move(at_ms: int, x: int) -> PointerMove:
    return PointerMove(NOW_NS + at_ms * MS, x, 100, Author.AGENT)


def test_waits_and_ways_are_those_since_the_action_before():
    found = committed_of(
        history(move(3, 104), ButtonPress(NOW_NS + 10 * MS, 104, 100, LEFT, Author.AGENT), move(30, 90))
    )
    assert found.until_ms == 50
    assert found.actions.tolist() == [
        [3, ActionKind.MOVE, 4, 0, 0, 0, 0],
        [7, ActionKind.PRESS, 0, 0, 0, 0, 0],
        [20, ActionKind.MOVE, -14, 0, 0, 0, 0],
    ]


def test_moves_are_thinned_as_in_windows():
    assert committed_of(history(move(0, 101), move(5, 102), move(9, 103))).actions[:, 2].tolist() == [2, 1]


def test_what_no_hand_can_do_is_left_out():
    at_ns = NOW_NS + MS
    events = (
        ButtonRelease(at_ns, 100, 100, LEFT, Author.AGENT),
        ButtonPress(at_ns, 100, 100, MouseButton.RIGHT, Author.AGENT),
        KeyPress(at_ns, "space", Author.AGENT),
        KeyPress(at_ns, "space", Author.AGENT),
    )
    assert committed_of(history(*events)).actions[:, 1].tolist() == [ActionKind.KEY_PRESS]


def test_an_unseen_pointer_starts_in_the_middle_of_the_canvas():
    assert committed_of(history(move(1, 382), pointer=None)).actions[0, 2:4].tolist() == [0, 100 - 251]


def test_nothing_is_committed_where_deciding_takes_no_time():
    assert committed_of(history(committed_ms=0)) is NOTHING_COMMITTED


@pytest.mark.parametrize(("wait_ms", "until_ms"), [(10, 10), (0, 301), (0, -1)])
def test_what_lies_outside_what_can_be_committed_is_refused(wait_ms, until_ms):
    with pytest.raises(ValueError, match="committed"):
        Committed(np.array([[wait_ms, 0, 1, 1, 0, 0, 0]]), until_ms)
