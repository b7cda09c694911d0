"""The right-click menu's place and rows."""

from __future__ import annotations

import pytest

from bridge.sandbox.commands import Cancel, Choice, Interact
from bridge.sandbox.layout import CANVAS, MENU_LEAVE_PX
from bridge.sandbox.menu import choice_at, has_left, menu_at, row_rect

CHOICES = (Choice("Chop down", "Willow tree", Interact("t")), Choice("Cancel", "", Cancel()))


def test_the_menu_opens_under_the_pointer() -> None:
    bounds = menu_at(CHOICES, 300, 200).bounds
    assert (bounds.centre.x, bounds.y) == (300, 200)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (764, 502), (3, 500), (760, 1)])
def test_at_the_canvas_edge_the_whole_menu_stays_on_the_canvas(x: int, y: int) -> None:
    bounds = menu_at(CHOICES, x, y).bounds
    assert bounds.intersection(CANVAS) == bounds


def test_a_row_is_found_by_a_pixel_in_it_and_lies_in_the_menu() -> None:
    menu = menu_at(CHOICES, 300, 200)
    for number, choice in enumerate(CHOICES):
        row = row_rect(menu, number)
        assert row.intersection(menu.bounds) == row
        assert choice_at(menu, row.centre.x, row.centre.y) == choice


def test_the_title_is_no_row() -> None:
    menu = menu_at(CHOICES, 300, 200)
    assert choice_at(menu, 300, 205) is None


def test_a_row_is_at_least_14_pixels_high() -> None:
    assert row_rect(menu_at(CHOICES, 300, 200), 0).height >= 14


def test_the_pointer_has_left_only_when_it_is_far_off() -> None:
    menu = menu_at(CHOICES, 300, 200)
    edge = menu.bounds.x
    assert not has_left(menu, edge - MENU_LEAVE_PX, 210)
    assert has_left(menu, edge - MENU_LEAVE_PX - 1, 210)
