"""What a goldsmith wants in each situation."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.events import MouseButton
from bridge.geometry import Rect
from bridge.sandbox.layout import BANK_PANEL, JEWELLERY_SLOTS, MAKE_OPTIONS, MAKE_STRIPS, MINIMAP, RUN_ORB
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, Rest, TurnWheel, TypeKeys
from bridge.sandbox.tasks.jewellery_policy import JewelleryPolicy
from bridge.state import (
    Button,
    Dialogue,
    GamePhase,
    GameState,
    Interface,
    Item,
    ItemContainer,
    Menu,
    MenuRow,
    WorldPoint,
)
from tests.bridge.sandbox.tasks.scenes import CLOSE, DEPOSIT, HERE, scene, thing

FURNACE = thing("Furnace", 0, 4, Rect(240, 80, 32, 32), "furnace-0")
CHEST = thing("Bank chest", 3, 3, Rect(300, 200, 28, 25))
SLOT = Rect(152, 56, 36, 32)
OPTIONS = ("Sapphire amulet", "Sapphire ring", "Sapphire necklace")
FULL = (13, 13)


def smith(state: GameState, bars: int = 0, stones: int = 0, others: tuple[str, ...] = ()) -> GameState:
    """The scene with bars, stones and other things carried."""
    names = ("Gold bar",) * bars + ("Sapphire",) * stones + others
    items = tuple(Item(slot, 1, name, 1) for slot, name in enumerate(names))
    return msgspec.structs.replace(state, inventory=ItemContainer(28, items))


def banking(bars: int = 0, stones: int = 0, others: tuple[str, ...] = (), *, first_row: int = 0) -> GameState:
    """The bank open, bars in row 1 and stones in row 9, five rows in view."""
    rows = range(first_row, first_row + 5)
    stacks = tuple(
        Item(slot, 1, name, 900, SLOT if slot // 8 in rows else None)
        for slot, name in ((first_row * 8, "Logs"), (10, "Gold bar"), (75, "Sapphire"))
    )
    state = smith(scene(CHEST, buttons=(DEPOSIT, CLOSE)), bars, stones, others)
    return msgspec.structs.replace(state, bank=ItemContainer(400, stacks))


def choosing(name: str, default: int = 0, *, options: tuple[str, ...] = OPTIONS, menu: Menu | None = None) -> GameState:
    places = MAKE_OPTIONS if name == "make" else JEWELLERY_SLOTS
    buttons = tuple(Button(f"{name}.{n + 1}", place) for n, place in enumerate(places))
    if name == "make":
        buttons += (Button("make.space", MAKE_STRIPS[default]),)
    interface = Interface((name,), "inventory", False, buttons, menu, Dialogue("", "What?", options))
    return msgspec.structs.replace(smith(scene(FURNACE), *FULL), interface=interface)


def policy(seed: int = 1) -> JewelleryPolicy:
    return JewelleryPolicy(np.random.default_rng(seed), None)


def want(state: GameState) -> Errand:
    return policy().want(state)


def test_without_supplies_one_goes_to_the_bank() -> None:
    assert want(smith(scene(CHEST, FURNACE))) == ClickOn("use Bank chest-3-3", CHEST.bounds or SLOT)
    assert want(smith(scene(CHEST, FURNACE, interacting=CHEST.key))) == Rest()


def test_rings_and_what_else_is_carried_are_deposited_first() -> None:
    assert want(banking(others=("Sapphire ring",) * 13)) == ClickOn("deposit", DEPOSIT.bounds)
    assert want(banking(bars=26)) == ClickOn("deposit", DEPOSIT.bounds)


def test_bars_then_stones_are_withdrawn_by_the_left_button() -> None:
    assert want(banking()) == ClickOn("withdraw Gold bar", SLOT)
    assert want(banking(bars=13, first_row=7)) == ClickOn("withdraw Sapphire", SLOT)


def test_what_is_out_of_view_is_scrolled_to() -> None:
    down = want(banking(bars=13))
    assert isinstance(down, TurnWheel)
    assert (down.area, down.notches) == (BANK_PANEL, -7)
    up = want(banking(first_row=7))
    assert isinstance(up, TurnWheel)
    assert up.notches > 0


def test_a_whole_batch_closes_the_bank() -> None:
    assert want(banking(*FULL)) in (HoldKey("close", "escape"), ClickOn("close", CLOSE.bounds))


def test_with_supplies_one_goes_to_the_furnace() -> None:
    assert want(smith(scene(CHEST, FURNACE), *FULL)) == ClickOn("use furnace-0", FURNACE.bounds or SLOT)
    far = msgspec.structs.replace(FURNACE, bounds=None, position=WorldPoint(HERE.x + 14, HERE.y))
    errand = want(smith(scene(CHEST, far), *FULL))
    assert isinstance(errand, ClickOn)
    assert MINIMAP.contains(errand.target.centre.x, errand.target.centre.y)


def test_a_hidden_furnace_is_brought_to_light_by_the_arrow_keys() -> None:
    hedge = thing("Tall hedge", 1, 3, Rect(230, 70, 60, 60))
    errand = want(smith(scene(CHEST, FURNACE, hedge), *FULL))
    assert isinstance(errand, HoldKey)
    assert (errand.purpose, errand.key) == ("turn to see", "left")


def test_the_visible_part_of_a_furnace_is_clicked() -> None:
    hedge = thing("Tall hedge", 1, 3, Rect(256, 70, 60, 60))
    assert want(smith(scene(CHEST, FURNACE, hedge), *FULL)) == ClickOn("use furnace-0", Rect(240, 80, 16, 32))


def test_the_work_goes_on_by_itself() -> None:
    assert want(smith(scene(CHEST, FURNACE, interacting="furnace-0"), 5, 5)) == Rest()


@pytest.mark.parametrize(("default", "keys"), [(0, {"2"}), (1, {"space", "2"})])
def test_the_ring_is_chosen_by_its_digit_or_by_space_where_that_chooses_it(default: int, keys: set[str]) -> None:
    pressed = set()
    for seed in range(20):
        smith_policy = policy(seed)
        smith_policy.want(banking(others=("Sapphire ring",)))
        errand = smith_policy.want(choosing("make", default))
        assert isinstance(errand, HoldKey)
        pressed.add(errand.key)
    assert pressed == keys


def test_where_no_ring_is_offered_the_choice_is_closed() -> None:
    assert want(choosing("make", options=("Ruby ring",))) == HoldKey("close", "escape")


def test_the_other_interface_is_answered_by_its_right_click_menu() -> None:
    assert want(choosing("jewellery")) == ClickOn("choose how many", JEWELLERY_SLOTS[1], MouseButton.RIGHT)
    row = MenuRow("Make-All", "Sapphire ring", Rect(150, 110, 104, 16))
    cancel = MenuRow("Cancel", "", Rect(150, 126, 104, 16))
    menu = Menu(Rect(150, 60, 104, 90), (row, cancel))
    assert want(choosing("jewellery", menu=menu)) == ClickOn("make", row.bounds)
    wrong = Menu(menu.bounds, (MenuRow("Make-All", "Sapphire amulet", row.bounds), cancel))
    assert want(choosing("jewellery", menu=wrong)) == ClickOn("leave menu", cancel.bounds)


def test_running_is_turned_on_and_the_login_screen_passed() -> None:
    assert want(scene(is_running=False, energy=0.5)) == ClickOn("run", RUN_ORB)
    assert isinstance(want(scene(phase=GamePhase.LOGIN_SCREEN)), TypeKeys)
