from __future__ import annotations

import pytest

from bridge.errors import UnusableLog
from bridge.events import MouseButton
from bridge.importing.layout import What, load_layout
from bridge.importing.rows import Dirt, Entry, microseconds, row_plan
from tests.bridge.importing.logs import BALABIT_HEADER, PYNPUT_HEADER


def read(row: str, layout: str = "balabit") -> Entry | Dirt | None:
    header = BALABIT_HEADER if layout == "balabit" else PYNPUT_HEADER
    return row_plan(load_layout(layout), header.split(",")).read(row.split(","))


def test_the_client_time_counts_not_the_network_monitors() -> None:
    assert read("7.5,1.25,NoButton,Move,3,4") == Entry(1_250_000, What.MOVE, (3, 4))


def test_a_drag_is_a_move() -> None:
    assert read("0,1,NoButton,Drag,3,4") == Entry(1_000_000, What.MOVE, (3, 4))


def test_a_press_has_its_button() -> None:
    assert read("0,1,Right,Pressed,3,4") == Entry(1_000_000, What.PRESS, (3, 4), button=MouseButton.RIGHT)


def test_up_is_a_positive_notch_and_down_a_negative_one() -> None:
    assert read("0,1,Scroll,Up,3,4") == Entry(1_000_000, What.SCROLL, (3, 4), notches=1)
    assert read("0,1,Scroll,Down,3,4") == Entry(1_000_000, What.SCROLL, (3, 4), notches=-1)


@pytest.mark.parametrize(
    ("row", "dirt"),
    [
        ("0,1,XButton,Pressed,3,4", Dirt.UNKNOWN_BUTTON),
        ("0,1,NoButton,Flown,3,4", Dirt.UNKNOWN_ROW),
        ("0,soon,NoButton,Move,3,4", Dirt.UNREADABLE),
        ("0,nan,NoButton,Move,3,4", Dirt.UNREADABLE),
        ("0,inf,NoButton,Move,3,4", Dirt.UNREADABLE),
        ("0,1e30,NoButton,Move,3,4", Dirt.UNREADABLE),
        ("0,1,NoButton,Move,three,4", Dirt.UNREADABLE),
        ("0,1,NoButton,Move,inf,4", Dirt.UNREADABLE),
        ("0,1,NoButton,Move,3", Dirt.UNREADABLE),
        ("", Dirt.UNREADABLE),
    ],
)
def test_what_is_wrong_with_a_row_has_a_name(row: str, dirt: Dirt) -> None:
    assert read(row) is dirt


@pytest.mark.parametrize("place", ["65535,65535", "65535,4", "3,65535", "40000,4", "3,-40000", ",4"])
def test_a_place_off_every_screen_is_no_place(place: str) -> None:
    assert read(f"0,1,NoButton,Move,{place}") == Entry(1_000_000, What.MOVE, None)


def test_a_screen_left_of_the_first_has_negative_places() -> None:
    assert read("0,1,NoButton,Move,-1280,4") == Entry(1_000_000, What.MOVE, (-1280, 4))


def test_pynput_writes_buttons_and_truth_values_as_python_does() -> None:
    assert read("2,click,3.0,4.0,Button.left,True,,,", "pynput") == Entry(
        2_000_000, What.PRESS, (3, 4), button=MouseButton.LEFT
    )
    assert read("2,click,3,4,Button.right,False,,,", "pynput") == Entry(
        2_000_000, What.RELEASE, (3, 4), button=MouseButton.RIGHT
    )


def test_a_scroll_takes_its_notches_from_the_row() -> None:
    assert read("2,scroll,3,4,,,0,-3,", "pynput") == Entry(2_000_000, What.SCROLL, (3, 4), notches=-3)


def test_a_scroll_to_the_side_tells_nothing() -> None:
    assert read("2,scroll,3,4,,,1,0,", "pynput") is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("'a'", "a"),
        ("a", "a"),
        ("A", "a"),
        ("Key.space", "space"),
        ("Key.ctrl_l", "ctrl"),
        ("Key.f5", "f5"),
        ("'-'", "minus"),
    ],
)
def test_a_key_is_known_however_it_is_written(written: str, key: str) -> None:
    assert read(f"2,press,,,,,,,{written}", "pynput") == Entry(2_000_000, What.KEY_PRESS, None, key=key)


def test_an_unknown_key_is_other() -> None:
    assert read("2,release,,,,,,,<269025067>", "pynput") == Entry(
        2_000_000, What.KEY_RELEASE, None, key="other", has_unknown_key=True
    )


def test_columns_are_found_by_any_of_their_names_and_capitals_do_not_matter() -> None:
    plan = row_plan(load_layout("pynput"), ["Timestamp", "Type", "X", "Y", "Button", "Pressed"])
    assert plan.read(["1.5", "move", "3", "4", "", ""]) == Entry(1_500_000, What.MOVE, (3, 4))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UnusableLog, match=r"no column 'state' for 'state'; it has client timestamp, button, x, y"):
        row_plan(load_layout("balabit"), ["client timestamp", "button", "x", "y"])


def test_a_header_that_is_no_text_is_told_in_letters_and_cut() -> None:
    with pytest.raises(UnusableLog, match=r"it has \\x00\\x1b\[31m") as error:
        row_plan(load_layout("balabit"), ["\x00\x1b[31m" * 100])
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("20.1869999999", "s", 20_187_000),
        ("1700000000.000001", "s", 1_700_000_000_000_001),
        ("1.5", "ms", 1_500),
        ("17", "us", 17),
        ("1700000000123456789", "ns", 1_700_000_000_123_457),
        ("-2", "s", -2_000_000),
    ],
)
def test_a_time_is_read_exactly_to_the_nearest_microsecond(text: str, unit: str, expected: int) -> None:
    assert microseconds(text, unit) == expected
