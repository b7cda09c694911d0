"""What commands change at once."""

from __future__ import annotations

import msgspec

from bridge.sandbox.commands import (
    Cancel,
    CloseInterface,
    DropItem,
    Examine,
    FaceNorth,
    Interact,
    LogOut,
    ShowTab,
    ToggleRun,
    UseItem,
    UseItemOn,
    Walk,
)
from bridge.sandbox.layout import Tab
from bridge.sandbox.objects import GroundItem
from bridge.sandbox.perform import perform
from bridge.sandbox.terrain import Tile, beside
from bridge.state import GamePhase
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, RULES, with_items, world_of

FIELD = world_of(OPEN_FIELD)


def test_walking_takes_the_shortest_way_and_closes_the_bank() -> None:
    world = msgspec.structs.replace(FIELD, open_interface="bank")
    after = perform(world, Walk(Tile(9, 5)))
    assert after.hero.path == (Tile(6, 5), Tile(7, 5), Tile(8, 5), Tile(9, 5))
    assert after.open_interface == ""


def test_walking_ends_work() -> None:
    hero = msgspec.structs.replace(FIELD.hero, aim="tree-0", is_working=True)
    after = perform(msgspec.structs.replace(FIELD, hero=hero), Walk(Tile(9, 5)))
    assert (after.hero.aim, after.hero.is_working) == ("", False)


def test_going_to_an_object_ends_beside_it() -> None:
    world = world_of(".....\n...T.\n.....\n@....")
    after = perform(world, Interact("tree-0"))
    assert after.hero.path[-1] in beside(Tile(3, 2))
    assert after.hero.aim == "tree-0"


def test_an_object_that_cannot_be_reached_is_said_to_be() -> None:
    after = perform(world_of("..#.\n@.#T\n..#."), Interact("tree-0"))
    assert after.chat[-1] == "I can't reach that!"
    assert after.hero.aim == ""


def test_a_click_on_the_tree_one_chops_changes_nothing() -> None:
    world = world_of("...\n@T.\n...")
    hero = msgspec.structs.replace(world.hero, aim="tree-0", is_working=True)
    world = msgspec.structs.replace(world, hero=hero)
    assert perform(world, Interact("tree-0")) == world


def test_an_object_that_is_gone_is_not_gone_to() -> None:
    assert perform(FIELD, Interact("ground-7")) == FIELD


def test_a_dropped_item_lies_where_one_stands() -> None:
    after = perform(with_items(FIELD, "logs", "oak_logs"), DropItem(0))
    assert after.inventory[:2] == (None, "oak_logs")
    assert after.objects == (GroundItem("ground-0", FIELD.hero.tile, "logs", RULES.ground_items.despawn_ticks),)


def test_two_dropped_items_have_two_keys() -> None:
    world = with_items(FIELD, "logs", "logs")
    assert [thing.key for thing in perform(perform(world, DropItem(0)), DropItem(1)).objects] == [
        "ground-0",
        "ground-1",
    ]


def test_dropping_from_an_empty_slot_drops_nothing() -> None:
    assert perform(FIELD, DropItem(3)) == FIELD


def test_run_is_switched_and_needs_energy() -> None:
    assert perform(FIELD, ToggleRun()).hero.is_run_on
    assert not perform(perform(FIELD, ToggleRun()), ToggleRun()).hero.is_run_on
    tired = msgspec.structs.replace(FIELD, hero=msgspec.structs.replace(FIELD.hero, run_energy=0))
    assert not perform(tired, ToggleRun()).hero.is_run_on


def test_an_item_in_hand_is_put_down_by_whatever_comes_next() -> None:
    world = perform(with_items(FIELD, "logs"), UseItem(0))
    assert world.item_in_hand == 0
    assert perform(world, Cancel()).item_in_hand is None
    used = perform(world, UseItemOn("Tree"))
    assert (used.item_in_hand, used.chat[-1]) == (None, "Nothing interesting happens.")


def test_examining_says_what_it_is() -> None:
    assert perform(FIELD, Examine("Oak tree")).chat[-1] == "It is an oak tree."


def test_client_commands_change_the_client_only() -> None:
    assert perform(FIELD, ShowTab(Tab.SKILLS)).tab is Tab.SKILLS
    turned = msgspec.structs.replace(FIELD, camera=msgspec.structs.replace(FIELD.camera, yaw_rad=2.0))
    assert perform(turned, FaceNorth()).camera.yaw_rad == 0.0
    assert perform(msgspec.structs.replace(FIELD, open_interface="bank"), CloseInterface()) == FIELD
    assert perform(FIELD, LogOut()).phase is GamePhase.LOGIN_SCREEN
