"""Targets: whole milliseconds, censored at the horizon or the next tick, each event once."""

import numpy as np
import pytest

from bridge.events import ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove, WheelScroll
from bridge.geometry import Point
from tests.model.sessions import cut, key_press, key_release, move, played, press, release, scroll, target

MOVE, PRESS, RELEASE, SCROLL, KEY_PRESS, KEY_RELEASE = range(6)
KINDS = (PointerMove, ButtonPress, ButtonRelease, WheelScroll, KeyPress, KeyRelease)


def test_a_lone_action_waits_from_the_windows_start_and_then_survives_to_the_horizon():
    session = cut([move(-100, 10, 20), press(250, 10, 20)], 0, 600)
    assert target(session, 0) == [[250, PRESS, 0, 0, 0, 0, 0]]
    assert session.columns.survival_ms.tolist() == [350]


def test_an_empty_window_survives_600_ms():
    session = cut([], 0, 600)
    assert target(session, 0) == []
    assert session.columns.survival_ms.tolist() == [600]


def test_ties_wait_0_and_keep_their_order():
    session = cut([move(0, 1, 2), press(0, 1, 2), release(0, 1, 2)], 0, 600)
    assert [row[:2] for row in target(session, 0)] == [[0, MOVE], [0, PRESS], [0, RELEASE]]


def test_an_action_in_the_last_millisecond_waits_599():
    session = cut([key_press(599.9)], 0, 600)
    assert [row[0] for row in target(session, 0)] == [599]
    assert session.columns.survival_ms.tolist() == [1]


def test_press_and_release_are_two_actions():
    session = cut([press(100, button=MouseButton.RIGHT), release(180, button=MouseButton.RIGHT)], 0, 600)
    assert [(row[0], row[1], row[4]) for row in target(session, 0)] == [(100, PRESS, 2), (80, RELEASE, 2)]


def test_the_delta_of_x_is_in_x_and_of_y_in_y():
    session = cut([move(-1, 100, 200), move(0, 103, 200), press(20, 103, 207)], 0, 600)
    assert [row[2:4] for row in target(session, 0)] == [[3, 0], [0, 7]]


def test_the_first_delta_is_from_where_the_pointer_rests_at_the_tick():
    session = cut([move(10, 5, 5), move(590, 50, 60), move(610, 52, 60)], 0, 600, 1200)
    assert [row[2:4] for row in target(session, 1)] == [[2, 0]]


def test_a_pointer_that_was_not_seen_yet_starts_in_the_middle_of_the_canvas():
    assert target(cut([move(0, 383, 250)], 0, 600), 0)[0][2:4] == [383 - 382, 250 - 251]


def test_thinned_moves_are_in_the_next_delta():
    session = cut([move(-1, 0, 0), move(0, 1, 0), move(1, 2, 0), move(2, 3, 0)], 0, 600)
    assert target(session, 0) == [[2, MOVE, 3, 0, 0, 0, 0]]


def test_keys_have_no_delta_and_take_none_away():
    session = cut([move(-1, 0, 0), key_press(1, "b"), move(20, 4, 0), key_release(30, "b"), move(60, 9, 0)], 0, 600)
    assert [row[2] for row in target(session, 0)] == [0, 4, 0, 5]


def test_the_wheel_is_clamped_to_5_notches():
    session = cut([scroll(0, 9), scroll(1, -9), scroll(2, 2)], 0, 600)
    assert [row[6] for row in target(session, 0)] == [5, -5, 2]


def test_what_falls_between_the_horizon_and_a_late_tick_is_history_only():
    session = cut([press(599), release(600), press(639), release(700)], 0, 640, 1240)
    assert [row[0] for row in target(session, 0)] == [599]
    assert [row[1] for row in target(session, 1)] == [RELEASE]
    assert session.statistics.after_horizon == 2
    assert len(session.columns.rows) == 4


def test_an_early_tick_censors_the_window_there():
    session = cut([move(100), press(560), release(570)], 0, 560, 1160)
    assert [row[0] for row in target(session, 0)] == [100]
    assert session.columns.survival_ms[0] == 460
    assert [row[:2] for row in target(session, 1)] == [[0, PRESS], [10, RELEASE]]


def test_a_window_of_100_actions_is_whole():
    session = cut([key_press(3 * index) if index % 2 == 0 else key_release(3 * index) for index in range(100)], 0, 600)
    assert len(target(session, 0)) == 100
    assert session.columns.survival_ms.tolist() == [600 - 297]
    assert session.statistics.overflow == 0


def test_what_is_beyond_100_actions_is_cut_and_counted_and_censors_there():
    session = cut([key_press(3 * index) if index % 2 == 0 else key_release(3 * index) for index in range(150)], 0, 600)
    assert len(target(session, 0)) == 100
    assert session.columns.survival_ms.tolist() == [3]
    assert session.statistics.overflow == 50


def test_impossible_events_are_dropped_and_counted():
    session = cut([release(0), press(10), press(20), release(30), key_release(40)], 0, 600)
    assert [row[:2] for row in target(session, 0)] == [[10, PRESS], [20, RELEASE]]
    assert session.statistics.impossible == 3


def test_what_was_pressed_before_the_window_is_released_in_it():
    session = cut([press(-50), release(30)], 0, 600)
    assert [row[1] for row in target(session, 0)] == [RELEASE]


def test_the_last_incomplete_window_and_what_is_before_the_first_tick_are_no_targets():
    session = cut([move(-10), move(10), move(610)], 0, 600)
    assert len(session.columns.survival_ms) == 1
    assert session.statistics.outside == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_targets_equal_the_slow_way_event_by_event(seed):
    play = played(seed)
    session = play.cut()
    for window, state in enumerate(play.states[:-1]):
        start_ns = state.tick.received_ns
        place = play.histories[window].now.held.pointer or state.mouse or Point(382, 251)
        slow, before_ms = [], 0
        for event in play.events:
            at_ms = (event.at_ns - start_ns) // 1_000_000
            if 0 <= at_ms < 600:
                is_key = isinstance(event, KeyPress | KeyRelease)
                there = place if is_key else Point(event.x, event.y)
                slow.append([at_ms - before_ms, KINDS.index(type(event)), there.x - place.x, there.y - place.y])
                place, before_ms = there, at_ms
        assert [row[:4] for row in target(session, window)] == slow


def test_the_rows_are_whole_numbers_of_the_declared_columns():
    session = played(1).cut()
    assert session.columns.targets.dtype == np.int32
    assert session.columns.targets.shape[1] == 7
