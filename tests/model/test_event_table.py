"""Events survive the way into columns and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.events import KEYS, Author, KeyPress, MouseButton
from model.event_table import EventTable, table_of
from tests.model.sessions import event_lists, events_of, key_press, key_release, move, press, release, scroll


@given(event_lists(st.integers(-(10**15), 10**15)))
def test_every_event_comes_back_as_it_was(events):
    assert list(events_of(table_of(events))) == events


def test_press_and_release_keep_their_own_x_and_y_apart():
    table = table_of([press(0, x=3, y=40), release(1, x=5, y=60)])
    assert (table.x.tolist(), table.y.tolist(), table.kind.tolist()) == ([3, 5], [40, 60], [1, 2])


def test_every_key_has_a_class_of_its_own():
    table = table_of([KeyPress(0, key, Author.AGENT) for key in KEYS])
    assert table.key.tolist() == list(range(1, 1 + len(KEYS)))
    assert set(table.author.tolist()) == {1}


def test_the_classes_of_buttons_and_wheel_are_those_of_the_batch():
    buttons = [press(0, button=button) for button in (MouseButton.LEFT, MouseButton.MIDDLE, MouseButton.RIGHT)]
    table = table_of([*buttons, scroll(0, -4), key_press(1), key_release(2), move(3)])
    assert table.button.tolist() == [1, 2, 3, 0, 0, 0, 0]
    assert table.scroll.tolist() == [0, 0, 0, -4, 0, 0, 0]
    assert table.kind.tolist() == [1, 1, 1, 3, 4, 5, 0]


def test_a_table_of_nothing_has_every_column():
    table = table_of([])
    assert table.size == 0
    assert events_of(table.take(slice(0, 0))) == ()


def test_columns_of_different_lengths_are_refused():
    table = table_of([move(0)])
    with pytest.raises(ValueError, match="one length"):
        EventTable(table.at_ns, *(np.zeros(2, np.int32) for _ in range(7)))
