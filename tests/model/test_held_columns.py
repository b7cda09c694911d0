"""Held input at many moments equals the slow walk through the events."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bridge.held import HeldInput
from model.event_table import table_of
from model.held_columns import held_at, held_columns, is_possible
from tests.model.sessions import at, event_lists, held_before, key_press, move, press, release

TIMES = st.integers(0, 1_000)


@given(event_lists(TIMES), st.lists(TIMES, min_size=1))
def test_held_input_is_that_of_every_event_before_the_moment(events, moments):
    held = held_at(table_of(events), np.array(moments))
    assert [held.at(index) for index in range(len(moments))] == [held_before(events, moment) for moment in moments]


@given(event_lists(TIMES), st.lists(TIMES, min_size=1))
def test_columns_from_values_equal_columns_from_events(events, moments):
    held = held_at(table_of(events), np.array(moments))
    same = held_columns([held_before(events, moment) for moment in moments])
    for one, other in ((held.pointer, same.pointer), (held.buttons, same.buttons), (held.keys, same.keys)):
        assert (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())


def test_an_event_at_the_moment_itself_is_not_held_yet():
    held = held_at(table_of([press(0), key_press(0), move(0)]), np.array([at(0), at(0) + 1]))
    assert held.at(0) == HeldInput()
    assert held.at(1) == held_before([press(0), key_press(0), move(0)], at(1))


@given(event_lists(TIMES))
def test_what_is_possible_is_what_the_held_input_allows(events):
    held, allowed = HeldInput(), []
    for event in events:
        allowed.append(held.allows(event))
        held = held.after(event)
    assert is_possible(table_of(events)).tolist() == allowed


def test_a_second_press_and_a_release_of_nothing_are_impossible():
    events = [release(0), press(1), press(2), release(3), release(4)]
    assert is_possible(table_of(events)).tolist() == [False, True, False, True, False]
