import numpy as np

from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, MouseButton, PointerMove, WheelScroll
from bridge.exporting.lerobot.actions import ACTION_NAMES, COLUMNS, ActionRows
from bridge.geometry import Point
from bridge.held import HeldInput

HUMAN = Author.HUMAN


def column(rows, name):
    return rows[:, COLUMNS[name]].tolist()


def test_place_and_what_is_down_are_those_of_the_rows_end():
    actions = ActionRows(4, HeldInput())
    actions.add(1, PointerMove(0, 5, 6, HUMAN))
    actions.add(1, ButtonPress(0, 7, 6, MouseButton.LEFT, HUMAN))
    actions.add(3, ButtonRelease(0, 7, 6, MouseButton.LEFT, HUMAN))
    rows = actions.finished()
    assert column(rows, "pointer.x_px") == [-1, 7, 7, 7]
    assert column(rows, "button.left.is_down") == [0, 1, 1, 0]
    assert rows.shape == (4, len(ACTION_NAMES))


def test_a_click_within_a_row_shows_as_a_press():
    actions = ActionRows(2, HeldInput())
    actions.add(0, ButtonPress(0, 1, 1, MouseButton.RIGHT, HUMAN))
    actions.add(0, ButtonRelease(0, 1, 1, MouseButton.RIGHT, HUMAN))
    rows = actions.finished()
    assert (column(rows, "button.right.presses"), column(rows, "button.right.is_down")) == ([1, 0], [0, 0])


def test_notches_up_and_down_do_not_cancel_each_other():
    actions = ActionRows(1, HeldInput())
    for notches in (2, -3):
        actions.add(0, WheelScroll(0, 1, 1, notches, HUMAN))
    rows = actions.finished()
    assert (column(rows, "wheel.notches_up"), column(rows, "wheel.notches_down")) == ([2], [3])


def test_a_key_is_down_until_it_is_released():
    actions = ActionRows(3, HeldInput())
    actions.add(1, KeyPress(0, "space", HUMAN))
    rows = actions.finished()
    assert column(rows, "key.space.is_down") == [0, 1, 1]
    assert column(rows, "key.space.presses") == [0, 1, 0]
    assert np.isfinite(rows).all()


def test_what_is_held_at_the_start_is_down_from_the_first_row_on():
    actions = ActionRows(3, HeldInput(Point(4, 5), frozenset({MouseButton.LEFT}), frozenset({"shift"})))
    actions.add(1, ButtonRelease(0, 9, 9, MouseButton.LEFT, HUMAN))
    rows = actions.finished()
    assert column(rows, "pointer.x_px") == [4, 9, 9]
    assert column(rows, "button.left.is_down") == [1, 0, 0]
    assert column(rows, "key.shift.is_down") == [1, 1, 1]


def test_what_is_held_where_another_part_begins_is_down_from_there_on():
    actions = ActionRows(3, HeldInput(None, frozenset({MouseButton.LEFT})))
    actions.begin(1, HeldInput(None, frozenset(), frozenset({"shift"})))
    rows = actions.finished()
    assert column(rows, "button.left.is_down") == [1, 0, 0]
    assert column(rows, "key.shift.is_down") == [0, 1, 1]
