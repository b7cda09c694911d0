"""Windows run from tick to tick, and thin nothing but moves."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bridge.clock import MILLISECOND_NS
from bridge.events import PointerMove
from bridge.state import TICK_NS
from model.event_table import table_of
from model.windows import grid_ticks_ns, session_edges_ns, window_rows
from tests.model.sessions import (
    START_NS,
    at,
    event_lists,
    events_of,
    key_press,
    key_release,
    move,
    press,
    release,
    ticks_at,
)

NOT_SEEN = np.full((1, 2), np.nan, np.float32)


def rows_of(events, rest_px=NOT_SEEN):
    """The events as one window that starts at the session's first tick."""
    return window_rows(table_of(events), np.array([0, len(events)]), np.array([START_NS]), rest_px)


def kept(events):
    return [events[index] for index in rows_of(events).source]


def test_a_row_holds_offset_kind_place_button_key_and_scroll():
    features = rows_of([press(599.999, x=3, y=4)]).features
    assert features.dtype == np.float32
    assert features.tolist() == [[np.float32(0.599), 1.0, 3.0, 4.0, 1.0, 0.0, 0.0]]


def test_an_event_right_at_the_start_has_offset_0():
    assert rows_of([move(0)]).at_ms.tolist() == [0]


def test_of_the_moves_of_8_ms_the_last_stays():
    events = [move(0, 1), move(3, 2), move(7.9, 3), move(8, 4), move(15, 5), move(16, 6)]
    assert kept(events) == [events[2], events[4], events[5]]


def test_the_place_before_a_press_is_exact():
    events = [move(0, 1), move(1, 2), press(2, 2), move(3, 3), move(4, 4), release(5, 4)]
    assert kept(events) == [events[1], events[2], events[4], events[5]]


def test_ties_keep_their_order():
    events = [press(5), release(5), key_press(5), press(5)]
    assert kept(events) == events


@given(event_lists(st.integers(START_NS, START_NS + 2 * TICK_NS), max_size=120))
def test_thinning_drops_nothing_but_moves_and_leaves_one_per_8_ms_of_each_run(events):
    left = kept(events)
    assert [event for event in left if not isinstance(event, PointerMove)] == [
        event for event in events if not isinstance(event, PointerMove)
    ]
    for one, other in pairwise(left):
        if isinstance(one, PointerMove) and isinstance(other, PointerMove):
            slots = {(event.at_ns - START_NS) // (8 * MILLISECOND_NS) for event in (one, other)}
            assert len(slots) == 2


def test_a_thousand_moves_a_second_leave_75_a_window():
    assert len(kept([move(ms) for ms in range(600)])) == 75


def test_a_key_lies_where_the_pointer_rests():
    events = [key_press(0), move(1, 5, 6), key_release(2), move(20, 7, 8)]
    assert rows_of(events).features[:, 2:4].tolist() == [[5.0, 6.0], [5.0, 6.0], [5.0, 6.0], [7.0, 8.0]]


def test_a_key_in_a_window_without_pointer_events_lies_where_the_pointer_ends():
    assert rows_of([key_press(0)], np.array([[9, 8]], np.float32)).features[0, 2:4].tolist() == [9.0, 8.0]


def test_a_key_before_the_pointer_was_ever_seen_lies_at_0():
    assert rows_of([key_press(0)]).features[0, 2:4].tolist() == [0.0, 0.0]


def test_a_key_takes_no_place_from_another_window():
    events = [move(0, 5, 6), key_press(600), move(1200, 7, 8)]
    rest = np.array([[5, 6], [1, 2], [7, 8]], np.float32)
    rows = window_rows(table_of(events), np.arange(4), ticks_at(0, 600, 1200), rest)
    assert rows.features[1, 2:4].tolist() == [1.0, 2.0]


def test_the_first_window_starts_one_tick_before_the_first_tick():
    assert session_edges_ns(ticks_at(0, 640)).tolist() == [at(-600), at(0), at(640)]


def test_the_grid_of_a_session_without_states_starts_at_its_first_event():
    table = table_of([move(5), move(1204), move(1205)])
    assert grid_ticks_ns(table).tolist() == [at(5), at(605), at(1205)]


def test_the_grid_of_nothing_is_empty():
    assert grid_ticks_ns(table_of([])).tolist() == []


def test_rows_name_their_events():
    events = [move(0), move(1), press(2)]
    rows = rows_of(events)
    assert events_of(table_of(events).take(rows.source)) == (events[1], events[2])
    assert rows.offsets.tolist() == [0, 2]
