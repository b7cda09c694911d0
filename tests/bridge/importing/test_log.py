from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import UnusableLog
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
from bridge.held import HeldInput
from bridge.importing.rows import Dirt
from tests.bridge.importing.logs import BALABIT, BALABIT_HEADER, PYNPUT, balabit, imported

MS = 1_000_000
BY = Author.HUMAN
LEFT = MouseButton.LEFT


def test_a_balabit_log_becomes_events() -> None:
    log = imported(BALABIT)
    assert log.events == (
        PointerMove(0, 10, 20, BY),
        PointerMove(16 * MS, 12, 21, BY),
        ButtonPress(31 * MS, 12, 21, LEFT, BY),
        PointerMove(47 * MS, 15, 21, BY),
        ButtonRelease(78 * MS, 15, 21, LEFT, BY),
        WheelScroll(500 * MS, 15, 21, -1, BY),
        WheelScroll(610 * MS, 15, 21, 1, BY),
    )
    assert (log.rows, log.dirt, log.canvas_px) == (7, {}, (16, 22))


def test_a_pynput_log_becomes_events_from_its_own_start() -> None:
    assert imported(PYNPUT, "pynput").events == (
        PointerMove(0, 100, 200, BY),
        ButtonPress(249_999_000, 100, 200, LEFT, BY),
        ButtonRelease(499_999_000, 100, 200, LEFT, BY),
        WheelScroll(749_999_000, 100, 200, -2, BY),
        KeyPress(999_999_000, "a", BY),
        KeyRelease(1_124_999_000, "a", BY),
        KeyPress(1_249_999_000, "ctrl", BY),
        KeyRelease(1_499_999_000, "ctrl", BY),
    )


def test_a_row_equal_to_the_one_before_is_left_out_whatever_the_network_monitor_says() -> None:
    log = imported(f"{BALABIT_HEADER}\n1,0,Scroll,Up,3,4\n2,0,Scroll,Up,3,4\n3,1,Scroll,Up,3,4\n")
    assert [event.at_ns for event in log.events] == [0, 1000 * MS]
    assert log.dirt == {Dirt.DUPLICATE: 1}


def test_a_move_off_the_screen_is_left_out() -> None:
    log = balabit("0,NoButton,Move,3,4", "1,NoButton,Move,65535,65535")
    assert log.events == (PointerMove(0, 3, 4, BY),)
    assert log.dirt == {Dirt.OFF_SCREEN: 1}


def test_a_release_off_the_screen_happens_where_the_pointer_was() -> None:
    log = balabit("0,Left,Pressed,3,4", "1,Left,Released,65535,65535")
    assert log.events[1] == ButtonRelease(1000 * MS, 3, 4, LEFT, BY)
    assert log.dirt == {Dirt.OFF_SCREEN: 1}


def test_a_press_before_any_place_is_known_is_left_out() -> None:
    log = balabit("0,Left,Pressed,65535,65535", "1,NoButton,Move,3,4")
    assert log.events == (PointerMove(0, 3, 4, BY),)


def test_rows_a_little_out_of_order_are_sorted() -> None:
    log = balabit("0,NoButton,Move,0,0", "0.5,NoButton,Move,2,2", "0.25,NoButton,Move,1,1", "0.75,NoButton,Move,3,3")
    assert [(event.at_ns // MS, event.x) for event in log.events] == [(0, 0), (250, 1), (500, 2), (750, 3)]
    assert log.dirt == {Dirt.OUT_OF_ORDER: 1}


def test_where_the_clock_was_set_back_the_log_goes_on() -> None:
    log = balabit("100,NoButton,Move,0,0", "101,NoButton,Move,1,1", "50,NoButton,Move,2,2", "52,NoButton,Move,3,3")
    assert [event.at_ns // MS for event in log.events] == [0, 1000, 1000, 3000]
    assert log.dirt == {Dirt.CLOCK_SET_BACK: 1}


def test_a_press_of_what_is_down_and_a_release_of_what_is_up_are_left_out() -> None:
    log = balabit(
        "0,Left,Released,1,1", "1,Left,Pressed,1,1", "2,Left,Pressed,2,2", "3,Left,Released,3,3", "4,Right,Released,4,4"
    )
    assert [event.at_ns // MS for event in log.events] == [1000, 3000]
    assert log.dirt == {Dirt.IMPOSSIBLE_PRESS: 1, Dirt.IMPOSSIBLE_RELEASE: 2}


def test_times_count_from_the_logs_first_usable_row() -> None:
    log = balabit("x,NoButton,Move,1,1", "5,Left,Released,1,1", "6,Left,Pressed,1,1")
    assert log.events == (ButtonPress(1000 * MS, 1, 1, LEFT, BY),)


def test_rows_that_cannot_be_used_are_counted_by_kind() -> None:
    log = balabit("0,NoButton,Move,0,0", "1,Thumb,Pressed,0,0", "2,NoButton,Blink,0,0", "x,NoButton,Move,0,0")
    assert log.dirt == {Dirt.UNREADABLE: 1, Dirt.UNKNOWN_ROW: 1, Dirt.UNKNOWN_BUTTON: 1}


def test_repeats_of_a_held_key_are_counted_as_impossible_presses() -> None:
    log = imported("time,event,x,y,pressed,key\n0,press,,,,'a'\n1,press,,,,'a'\n2,release,,,,'a'\n", "pynput")
    assert len(log.events) == 2
    assert log.dirt == {Dirt.IMPOSSIBLE_PRESS: 1}


def test_the_canvas_reaches_to_the_farthest_place() -> None:
    assert balabit("0,NoButton,Move,1919,5", "1,NoButton,Move,3,1079").canvas_px == (1920, 1080)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the log is empty"),
        (BALABIT_HEADER, "none of 0 rows tells anything"),
        (f"{BALABIT_HEADER}\n0,0,No,No,1,1", "none of 1 rows tells anything"),
        (f"{BALABIT_HEADER}\n0,0,Left,Released,1,1", "none of 1 rows tells anything"),
        (f"{BALABIT_HEADER}\n0,0,No,Move,1,1\n0,700000,No,Move,2,2", "time_unit"),
        ("a,b,c\n1,2,3", "the header has no column"),
    ],
)
def test_a_log_that_is_none_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(UnusableLog, match=message):
        imported(text)


_rows = st.builds(
    "{},{},{},{},{}".format,
    st.sampled_from(["0", "0.016", "0.5", "3", "nan", ""]),
    st.sampled_from(["NoButton", "Left", "Right", "Scroll", "Thumb"]),
    st.sampled_from(["Move", "Pressed", "Released", "Down", "Drag", "?"]),
    st.sampled_from(["1", "2", "65535", "-3", "x"]),
    st.sampled_from(["1", "2", "65535"]),
)


@given(st.lists(_rows, max_size=30))
def test_whatever_a_log_holds_its_events_are_possible_and_in_order(rows: list[str]) -> None:
    log = balabit("0,NoButton,Move,0,0", *rows)
    assert [event.at_ns for event in log.events] == sorted(event.at_ns for event in log.events)
    held = HeldInput()
    for event in log.events:
        assert held.allows(event)
        held = held.after(event)
    assert len(log.events) <= log.rows
