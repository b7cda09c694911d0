"""What can be done where the pointer is."""

from __future__ import annotations

import pytest

from bridge.geometry import Point, Rect
from bridge.sandbox.commands import (
    Choice,
    CloseInterface,
    DepositInventory,
    FaceNorth,
    FocusField,
    Interact,
    LogIn,
    LogOut,
    ShowTab,
    ToggleRun,
    Walk,
)
from bridge.sandbox.layout import (
    BANK_CLOSE,
    BANK_DEPOSIT_ALL,
    BANK_SLOTS,
    CHAT_BOX,
    COMPASS,
    INVENTORY_SLOTS,
    LOGIN_NAME,
    LOGIN_PASSWORD,
    LOGIN_SUBMIT,
    LOGOUT_BUTTON,
    MINIMAP,
    RUN_ORB,
    TAB_BUTTONS,
    Tab,
)
from bridge.sandbox.targets import choices_at
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import Stack, World
from bridge.state import GamePhase
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, fight_of, place_of, place_of_tile, with_items, world_of

FIELD = world_of(OPEN_FIELD)
TREE = world_of("....\n..T.\n.@..")
BANK = with_items(world_of(OPEN_FIELD, open_interface="bank", bank=(Stack("logs", 9),)), "oak_logs")


def choices(world: World, place: Point | Rect) -> tuple[Choice, ...]:
    at = place.centre if isinstance(place, Rect) else place
    return choices_at(world, at.x, at.y)


def words(world: World, place: Point | Rect) -> list[str]:
    return [f"{choice.option} {choice.target}".strip() for choice in choices(world, place)]


def test_open_ground_is_walked_on() -> None:
    goal = Tile(FIELD.hero.tile.x + 2, FIELD.hero.tile.y - 1)
    assert choices(FIELD, place_of_tile(FIELD, goal))[0].command == Walk(goal)
    assert words(FIELD, place_of_tile(FIELD, goal)) == ["Walk here", "Cancel"]


def test_a_tree_is_chopped_first_and_the_ground_below_it_can_be_walked_on() -> None:
    place = place_of(TREE, "tree-0")
    assert words(TREE, place) == ["Chop down Tree", "Walk here", "Examine Tree", "Cancel"]
    assert choices(TREE, place)[0].command == Interact("tree-0")


def test_with_an_item_in_hand_a_click_applies_it() -> None:
    world = with_items(world_of("....\n..T.\n.@..", item_in_hand=0), "logs")
    assert words(world, place_of(world, "tree-0"))[0] == "Use Logs -> Tree"


def test_the_minimap_is_walked_by() -> None:
    assert choices(FIELD, Point(MINIMAP.centre.x + 8, MINIMAP.centre.y))[0].command == Walk(
        Tile(FIELD.hero.tile.x + 2, FIELD.hero.tile.y)
    )


def test_an_inventory_item_can_be_used_dropped_and_examined() -> None:
    world = with_items(FIELD, "logs")
    assert words(world, INVENTORY_SLOTS[0]) == ["Use Logs", "Drop Logs", "Examine Logs", "Cancel"]
    assert words(world, INVENTORY_SLOTS[1]) == ["Cancel"]


def test_while_the_bank_is_open_a_click_deposits_or_withdraws_one() -> None:
    deposits = ["Deposit-1 Oak logs", "Deposit-5 Oak logs", "Deposit-All Oak logs", "Examine Oak logs", "Cancel"]
    assert words(BANK, INVENTORY_SLOTS[0]) == deposits
    assert words(BANK, BANK_SLOTS[0])[:3] == ["Withdraw-1 Logs", "Withdraw-5 Logs", "Withdraw-All Logs"]
    assert words(BANK, BANK_SLOTS[1]) == ["Cancel"]


def test_the_inventory_of_a_hidden_tab_cannot_be_clicked() -> None:
    world = with_items(world_of(OPEN_FIELD, tab=Tab.SKILLS), "logs")
    assert words(world, INVENTORY_SLOTS[0]) == ["Cancel"]


@pytest.mark.parametrize(
    ("world", "place", "command"),
    [
        (FIELD, RUN_ORB, ToggleRun()),
        (FIELD, COMPASS, FaceNorth()),
        (FIELD, TAB_BUTTONS[Tab.SKILLS], ShowTab(Tab.SKILLS)),
        (world_of(OPEN_FIELD, tab=Tab.LOGOUT), LOGOUT_BUTTON, LogOut()),
        (BANK, BANK_CLOSE, CloseInterface()),
        (BANK, BANK_DEPOSIT_ALL, DepositInventory()),
        (world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN), LOGIN_NAME, FocusField("name")),
        (world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN), LOGIN_PASSWORD, FocusField("password")),
        (world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN), LOGIN_SUBMIT, LogIn()),
    ],
)
def test_a_button_does_what_it_is_for(world: World, place: Rect, command: object) -> None:
    assert choices(world, place)[0].command == command


def test_the_logout_button_works_on_its_own_tab_only() -> None:
    assert words(FIELD, LOGOUT_BUTTON) == ["Cancel"]


def test_elsewhere_there_is_nothing_to_do() -> None:
    assert words(FIELD, CHAT_BOX) == ["Cancel"]
    assert words(world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN), MINIMAP) == ["Cancel"]


def test_food_is_eaten_first_and_what_is_no_food_cannot_be() -> None:
    world = with_items(fight_of(OPEN_FIELD), "trout", "bones")
    assert words(world, INVENTORY_SLOTS[0])[:2] == ["Eat Trout", "Use Trout"]
    assert words(world, INVENTORY_SLOTS[1])[0] == "Use Bones"


def test_a_monster_is_attacked_first() -> None:
    world = fight_of("....\n..g.\n.@..")
    assert words(world, place_of(world, "goblin-0")) == ["Attack Goblin", "Walk here", "Examine Goblin", "Cancel"]


def test_the_rules_say_how_much_the_bank_gives_at_once() -> None:
    world = fight_of(OPEN_FIELD, open_interface="bank", bank=(Stack("trout", 50),))
    assert words(world, BANK_SLOTS[0])[:4] == [f"Withdraw-{quantity} Trout" for quantity in ("1", "5", "10", "All")]
