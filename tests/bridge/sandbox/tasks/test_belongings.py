"""What a player reads off its inventory, the bank and the menu."""

from __future__ import annotations

import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.tasks.belongings import (
    ClosingHabit,
    bank_chest,
    button_bounds,
    is_full,
    items_named,
    leave_menu,
    menu_row,
)
from bridge.sandbox.tasks.errand import ClickOn, HoldKey, MoveOff
from bridge.state import Menu, MenuRow
from tests.bridge.sandbox.tasks.scenes import CLOSE, DEPOSIT, VIEWPORT, scene, thing

ROW = MenuRow("Cancel", "", Rect(211, 130, 100, 16))


def test_only_a_filled_inventory_is_full() -> None:
    assert not is_full(scene(logs=27))
    assert is_full(scene(logs=28))


def test_items_are_found_by_name() -> None:
    found = items_named(scene(logs=3).inventory, frozenset({"Logs"}))
    assert [item.slot for item in found] == [0, 1, 2]
    assert items_named(None, frozenset({"Logs"})) == ()


def test_the_chest_and_the_buttons_are_found_where_they_are() -> None:
    chest = thing("Bank chest", 1, 1)
    assert bank_chest(scene(thing("Tree", 2, 2), chest)) == chest
    assert bank_chest(scene()) is None
    assert button_bounds(scene(buttons=(DEPOSIT,)), "bank.deposit_all") == DEPOSIT.bounds
    assert button_bounds(scene(), "bank.deposit_all") is None


def test_a_menu_is_left_by_its_cancel_row_or_by_moving_away() -> None:
    menu = Menu(Rect(210, 100, 102, 50), (ROW,))
    assert menu_row(menu, "Cancel") == ROW
    assert menu_row(menu, "Eat") is None
    assert leave_menu(menu, VIEWPORT) == ClickOn("leave menu", ROW.bounds)
    assert isinstance(leave_menu(Menu(Rect(210, 100, 102, 50), ()), VIEWPORT), MoveOff)


def test_the_bank_is_closed_by_key_or_by_button() -> None:
    state = scene(buttons=(DEPOSIT, CLOSE))
    closing = set()
    for seed in range(20):
        habit = ClosingHabit(np.random.default_rng(seed))
        habit.decide()
        closing.add(habit.want(state))
    assert closing == {HoldKey("close", "escape"), ClickOn("close", CLOSE.bounds)}
