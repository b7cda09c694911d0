"""Cutting a session loses no event, doubles none, and lets nothing of a target into its own input."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.clock import MILLISECOND_NS
from bridge.events import Author, PointerMove, WheelScroll
from bridge.geometry import Point, Rect
from bridge.state import TICK_NS, GamePhase, GameState, Tick, View
from model.event_table import table_of
from model.session_columns import cut_session
from tests.model.sessions import (
    START_NS,
    at,
    cut,
    event_lists,
    held_before,
    key_press,
    key_release,
    move,
    played,
    press,
    release,
    target,
    ticks_at,
)

STEPS_NS = st.lists(st.integers(TICK_NS - 40 * MILLISECOND_NS, TICK_NS + 40 * MILLISECOND_NS), min_size=1, max_size=4)


def tick_times(steps_ns):
    return np.cumsum([START_NS, *steps_ns])


@given(event_lists(st.integers(START_NS - TICK_NS, START_NS + 4 * TICK_NS), max_size=150), STEPS_NS)
def test_every_event_goes_to_exactly_one_place(events, steps_ns):
    statistics = cut_session(table_of(events), tick_times(steps_ns), [None] * (len(steps_ns) + 1)).statistics
    assert statistics.events == len(events) == sum(astuple(statistics)) - statistics.events


@given(st.data(), STEPS_NS)
def test_jitter_of_40_ms_loses_and_doubles_no_action(data, steps_ns):
    ticks_ns = tick_times(steps_ns)
    times = data.draw(st.lists(st.integers(START_NS, int(ticks_ns[-1]) - 1), min_size=1, max_size=40).map(sorted))
    events = [
        key_press((time - START_NS) / MILLISECOND_NS)
        if index % 2 == 0
        else key_release((time - START_NS) / MILLISECOND_NS)
        for index, time in enumerate(times)
    ]
    session = cut_session(table_of(events), ticks_ns, [None] * len(ticks_ns))
    found = []
    for window, start_ns in enumerate(ticks_ns[:-1].tolist()):
        waits = [row[0] for row in target(session, window)]
        found += [start_ns + int(ms) * MILLISECOND_NS for ms in np.cumsum(waits)]
    starts = [
        int(ticks_ns[np.searchsorted(ticks_ns, time, side="right") - 1]) for time in (event.at_ns for event in events)
    ]
    floored = [
        start + (event.at_ns - start) // MILLISECOND_NS * MILLISECOND_NS
        for event, start in zip(events, starts, strict=True)
    ]
    in_time = [time for time, start in zip(floored, starts, strict=True) if time < start + TICK_NS]
    assert found == in_time
    assert len(session.columns.rows) == len(events)


def test_ticks_on_the_grid_put_every_action_into_one_target():
    session = played(1).cut()
    assert (
        session.statistics.events
        == session.statistics.in_targets + session.statistics.thinned + session.statistics.outside
    )
    assert len(session.columns.targets) == session.statistics.in_targets > 0


def test_the_shards_held_input_is_that_before_each_tick():
    play = played(2)
    columns = play.cut().columns
    for index, tick_ns in enumerate(columns.ticks_ns.tolist()):
        held = held_before(list(play.events), tick_ns)
        pointer = held.pointer or play.states[index].mouse
        expected = (np.nan, np.nan) if pointer is None else (pointer.x, pointer.y)
        assert np.array_equal(columns.pointer[index], expected, equal_nan=True)
        assert columns.buttons[index].sum() == len(held.buttons)
        assert columns.keys[index].sum() == len(held.keys)


def test_time_since_the_last_event_is_60_s_at_most_and_before_the_first():
    session = cut([move(0)], 0, 600, 90_000)
    assert session.columns.since_last_s.tolist() == [60.0, np.float32(0.6), 60.0]


def test_events_in_any_order_are_cut_in_order_of_time():
    events = [move(5, 1), press(6, 1), release(9, 1), move(40, 2)]
    one, other = cut(events, 0, 600), cut(events[::-1], 0, 600)
    assert np.array_equal(one.columns.targets, other.columns.targets)


def test_a_window_is_as_long_as_its_ticks_are_apart():
    assert cut([], 0, 640, 1200).columns.length_s.tolist() == [np.float32(0.6), np.float32(0.64), np.float32(0.56)]


def test_a_state_tells_the_canvas_and_the_pointer_before_any_event():
    view = View(800, 600, Rect(0, 0, 800, 600))
    states = [GameState(Tick(index, at(600 * index)), GamePhase.LOGGED_IN, view, mouse=Point(7, 8)) for index in (0, 1)]
    session = cut_session(table_of([move(0, 9, 9)]), ticks_at(0, 600), states)
    assert session.columns.canvas.tolist() == [[800.0, 600.0]] * 2
    assert session.columns.pointer.tolist() == [[7.0, 8.0], [9.0, 9.0]]
    assert target(session, 0)[0][2:4] == [2, 1]


@settings(max_examples=30)
@given(event_lists(st.integers(START_NS + 2 * TICK_NS, START_NS + 3 * TICK_NS - 1)))
def test_nothing_of_a_target_reaches_its_own_input(events):
    before = [move(100, 3, 4), press(200, 3, 4), release(260, 3, 4), key_press(700)]
    with_target = cut([*before, *events], 0, 600, 1200, 1800).columns
    without = cut(before, 0, 600, 1200, 1800).columns
    rows = without.row_offsets[3]
    assert with_target.row_offsets[:4].tolist() == without.row_offsets[:4].tolist()
    assert with_target.rows[:rows].tobytes() == without.rows[:rows].tobytes()
    for name in ("states", "pointer", "buttons", "keys", "since_last_s"):
        assert getattr(with_target, name)[:3].tobytes() == getattr(without, name)[:3].tobytes()


@pytest.mark.parametrize(
    ("events", "ticks", "found"),
    [
        ([], (0,), "at least 2"),
        ([], (0, 600, 600), "tick 2 is not later"),
        ([PointerMove(at(0), 65_535, 0, Author.HUMAN)], (0, 600), "x of event 0 is 65535"),
        ([WheelScroll(at(0), 0, 0, 5_000, Author.HUMAN)], (0, 600), "scroll of event 0 is 5000"),
    ],
)
def test_a_session_that_cannot_be_used_is_refused_by_name(events, ticks, found):
    with pytest.raises(ValueError, match=found):
        cut(events, *ticks)


def test_a_state_with_an_impossible_number_is_refused_by_its_field():
    view = View(765, 503, Rect(4, 4, 512, 334), yaw_rad=float("inf"))
    states = [GameState(Tick(index, at(600 * index)), GamePhase.LOGGED_IN, view) for index in (0, 1)]
    with pytest.raises(ValueError, match=r"state 0: view\.yaw_rad is inf"):
        cut_session(table_of([]), ticks_at(0, 600), states)


def test_a_feature_out_of_range_is_refused_by_its_name():
    view = View(3, 3, Rect(0, 0, 3, 3))
    states = [
        GameState(Tick(index, at(600 * index)), GamePhase.LOGGED_IN, view, mouse=Point(900, 0)) for index in (0, 1)
    ]
    with pytest.raises(ValueError, match=r"pointer\.x of state 0 is 599"):
        cut_session(table_of([]), ticks_at(0, 600), states)
