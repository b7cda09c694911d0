"""Chopping, banking, taking, and what grows and fades."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.sandbox.objects import GroundItem, Tree
from bridge.sandbox.terrain import Tile
from bridge.sandbox.work import drawn
from bridge.sandbox.world import Counters, World, object_by_key
from tests.bridge.sandbox.small_worlds import (
    OPEN_FIELD,
    RULES,
    after,
    after_idle,
    click,
    place_of,
    with_items,
    world_of,
)

GROVE = ".....\n.@T..\n....."


def chopping(drawing: str = GROVE, key: str = "tree-0", *, logs_left: int = 3, items: int = 0) -> World:
    world = with_items(world_of(drawing, logs_left=logs_left), *["logs"] * items)
    return after(world, click(place_of(world, key)))


def tree_of(world: World, key: str = "tree-0") -> Tree:
    tree = object_by_key(world, key)
    assert isinstance(tree, Tree)
    return tree


def test_next_to_a_tree_work_begins_at_once_and_no_log_falls_in_that_tick() -> None:
    world = chopping()
    assert world.hero.is_working
    assert world.chat[-1] == "You swing your axe at the tree."
    assert world.counters == Counters()


def test_each_log_fills_a_slot_gives_experience_and_is_counted() -> None:
    world = after_idle(chopping(logs_left=8), 12)
    logs = sum(item == "logs" for item in world.inventory)
    assert logs == world.counters.logs_chopped > 0
    assert world.experience.woodcutting == RULES.hero.woodcutting_experience + logs * RULES.trees["tree"].experience


def test_a_tree_without_logs_is_a_stump_and_work_ends() -> None:
    world = after_idle(chopping(logs_left=1), 30)
    assert world.counters.logs_chopped == 1
    assert not world.hero.is_working


@pytest.mark.parametrize(("kind", "sign"), [("tree", "T"), ("oak", "O"), ("willow", "W")])
def test_a_log_falls_with_its_kinds_chance_a_tick(kind: str, sign: str) -> None:
    world = chopping(GROVE.replace("T", sign), f"{kind}-0", logs_left=10_000)
    empty = msgspec.structs.replace(world, inventory=(None,) * 28)
    generator, falls, ticks = np.random.default_rng(5), 0, 2000
    for _ in range(ticks):
        falls += after_idle(empty, 1, seed=int(generator.integers(1 << 30))).counters.logs_chopped
    chance = RULES.trees[kind].chance_per_tick
    assert falls / ticks == pytest.approx(chance, abs=4 * (chance * (1 - chance) / ticks) ** 0.5)


def test_a_stump_stands_again_after_its_ticks_with_fresh_logs() -> None:
    world = world_of(GROVE)
    stump = msgspec.structs.replace(tree_of(world), logs_left=0, respawn_ticks=12)
    world = msgspec.structs.replace(world, objects=(stump,))
    assert tree_of(after_idle(world, 11)).is_stump
    again = tree_of(after_idle(world, 12))
    assert not again.is_stump
    assert 1 <= again.logs_left <= 8


def test_a_tree_falls_for_12_to_40_ticks() -> None:
    lengths = set()
    for seed in range(40):
        world = chopping(logs_left=1)
        while not tree_of(world).is_stump:
            seed += 1000
            world = after_idle(world, 1, seed=seed)
        lengths.add(tree_of(world).respawn_ticks)
    assert 12 <= min(lengths) <= max(lengths) <= 40
    assert len(lengths) > 10


def test_a_full_inventory_ends_work() -> None:
    world = after_idle(chopping(logs_left=8, items=27), 30)
    assert None not in world.inventory
    assert not world.hero.is_working
    assert world.chat[-1] == "Your inventory is too full to hold any more logs."


def test_a_tree_that_fell_before_one_arrived_is_left_alone() -> None:
    world = world_of("........\n@.....T.\n........")
    stump = msgspec.structs.replace(tree_of(world), respawn_ticks=30)
    going = after(world, click(place_of(world, "tree-0")))
    arrived = after_idle(msgspec.structs.replace(going, objects=(stump,)), 8)
    assert (arrived.hero.aim, arrived.hero.is_working) == ("", False)


def test_the_bank_opens_on_arrival() -> None:
    world = world_of("......\n@..C..\n......")
    going = after(world, click(place_of(world, "chest-0")))
    assert (going.open_interface, going.is_bank_known) == ("", False)
    arrived = after_idle(going, 1)
    assert (arrived.open_interface, arrived.is_bank_known) == ("bank", True)


def test_a_lying_item_is_taken_from_where_it_lies() -> None:
    lying = GroundItem("ground-0", Tile(7, 5), "logs", 50)
    world = world_of(OPEN_FIELD, objects=(lying,))
    taken = after(world, click(place_of(world, "ground-0")), (), ())
    assert taken.hero.tile == Tile(7, 5)
    assert (taken.inventory[0], taken.objects) == ("logs", ())
    assert taken.counters == Counters()


def test_without_room_an_item_stays_where_it_lies() -> None:
    lying = GroundItem("ground-0", Tile(5, 5), "logs", 50)
    world = with_items(world_of(OPEN_FIELD, objects=(lying,)), *["logs"] * 28)
    after_click = after(world, click(place_of(world, "ground-0")))
    assert len(after_click.objects) == 1
    assert after_click.chat[-1] == "You don't have enough inventory space."


def test_a_lying_item_fades() -> None:
    world = world_of(OPEN_FIELD, objects=(GroundItem("ground-0", Tile(1, 1), "logs", 3),))
    assert len(after_idle(world, 2).objects) == 1
    assert after_idle(world, 3).objects == ()


def test_a_draw_includes_both_ends() -> None:
    generator = np.random.default_rng(0)
    assert {drawn((1, 8), generator) for _ in range(300)} == set(range(1, 9))
