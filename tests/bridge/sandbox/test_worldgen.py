"""The world of a seed."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from bridge.errors import BridgeError
from bridge.sandbox.digest import world_digest
from bridge.sandbox.layout import BANK_SLOTS
from bridge.sandbox.objects import BankChest, Furnace, Hedge, Monster, Tree
from bridge.sandbox.scene import placed_objects
from bridge.sandbox.terrain import distance_tiles
from bridge.sandbox.world import World
from bridge.sandbox.worldgen import make_world, play_generator
from bridge.state import GamePhase
from tests.bridge.sandbox.small_worlds import CRAFT_RULES, FIGHT_RULES, RULES

WORLDS = [make_world(RULES, "woodcutting", seed) for seed in (*range(8), 900_000)]


def test_a_seed_gives_the_same_world_twice_and_another_seed_another_one() -> None:
    digests = [world_digest(world) for world in WORLDS]
    assert world_digest(make_world(RULES, "woodcutting", 3)) == digests[3]
    assert len(set(digests)) == len(WORLDS)


def test_a_seed_gives_the_same_world_in_another_process() -> None:
    code = (
        "from bridge.sandbox.digest import world_digest\nfrom bridge.sandbox.rules_file import load_rules\n"
        "from bridge.sandbox.worldgen import make_world\n"
        "print(world_digest(make_world(load_rules('woodcutting'), 'woodcutting', 3)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == world_digest(WORLDS[3])


def test_a_woodcutting_world_has_one_chest_and_trees_with_1_to_8_logs() -> None:
    for world in WORLDS:
        chests = [thing for thing in world.objects if isinstance(thing, BankChest)]
        trees = [thing for thing in world.objects if isinstance(thing, Tree)]
        assert (len(chests), len(chests) + len(trees)) == (1, len(world.objects))
        assert all(1 <= tree.logs_left <= 8 and not tree.is_stump for tree in trees)


def test_every_kind_of_tree_grows_somewhere() -> None:
    kinds = {thing.kind for world in WORLDS for thing in world.objects if isinstance(thing, Tree)}
    assert kinds == {"tree", "oak", "willow"}


def test_keys_are_unique() -> None:
    for world in WORLDS:
        assert len({thing.key for thing in world.objects}) == len(world.objects)


def test_camera_colours_and_starting_place_differ_by_seed() -> None:
    assert len({world.camera for world in WORLDS}) == len(WORLDS)
    assert len({world.palette for world in WORLDS}) == len(WORLDS)
    assert len({world.hero.tile for world in WORLDS}) > 1
    assert all(26.0 <= world.camera.zoom <= 34.0 for world in WORLDS)


def test_colours_stay_near_their_base() -> None:
    jitter = RULES.palette.jitter
    for world in WORLDS:
        for channel, base in zip(world.palette.grass, RULES.palette.grass, strict=True):
            assert abs(channel - base) <= jitter


def test_one_starts_with_an_axe_an_empty_inventory_and_full_strength() -> None:
    world = WORLDS[0]
    assert world.equipment == ("bronze_axe",)
    assert world.inventory == (None,) * 28
    assert (world.hero.run_energy, world.hero.hitpoints) == (RULES.movement.energy_full, world.hero.max_hitpoints)


def test_one_can_start_on_the_login_screen_of_the_same_world() -> None:
    outside = make_world(RULES, "woodcutting", 3, logged_in=False)
    assert outside.phase is GamePhase.LOGIN_SCREEN
    assert outside.objects == WORLDS[3].objects


def test_an_unknown_task_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BridgeError, match="no task 'fishing', known are woodcutting"):
        make_world(RULES, "fishing", 1)


def test_chance_in_play_does_not_depend_on_how_the_world_was_made() -> None:
    assert play_generator(3).random() == play_generator(3).random()
    assert play_generator(3).random() != play_generator(4).random()


def test_a_world_of_combat_has_six_to_ten_monsters_on_open_ground() -> None:
    for seed in range(6):
        world = make_world(FIGHT_RULES, "combat", seed)
        monsters = [thing for thing in world.objects if isinstance(thing, Monster)]
        assert 6 <= len(monsters) <= 10
        assert all(world.terrain.is_walkable(monster.tile) and monster.tile == monster.home for monster in monsters)
        assert (world.equipment, world.inventory.count("trout")) == (("bronze_sword",), 6)


def test_who_fights_rises_where_it_started() -> None:
    world = make_world(FIGHT_RULES, "combat", 2)
    assert world.fight is not None
    assert world.fight.hearth == world.hero.tile
    assert make_world(RULES, "woodcutting", 2).fight is None


def test_a_goldsmiths_bank_holds_120_stacks_in_another_order_for_each_seed() -> None:
    worlds = [make_world(CRAFT_RULES, "jewellery", seed) for seed in range(4)]
    orders = [tuple(stack.item for stack in world.bank) for world in worlds]
    assert all(len(order) == len(set(order)) == 120 for order in orders)
    assert len(set(orders)) == len(orders)
    assert any(world.bank[slot].item == "gold_bar" for world in worlds for slot in range(len(BANK_SLOTS), 120))
    assert len({world.craft.kinds for world in worlds if world.craft is not None}) > 1


def test_hedges_stand_before_the_furnace_and_hide_it_from_the_first_camera() -> None:
    for seed in range(6):
        world = make_world(CRAFT_RULES, "jewellery", seed)
        furnace = next(thing for thing in world.objects if isinstance(thing, Furnace))
        hedges = [thing for thing in world.objects if isinstance(thing, Hedge)]
        assert len(hedges) == 3
        assert all(distance_tiles(hedge.tile, furnace.tile) == 1 for hedge in hedges)
        assert hidden_share(world, furnace) > 0.6


def hidden_share(world: World, furnace: Furnace) -> float:
    """How many of the furnace's pixels a hedge covers, seen from beside it."""
    near = msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, tile=furnace.tile))
    placed = placed_objects(near)
    order = [one.thing.key for one in placed]
    rect = placed[order.index(furnace.key)].rect
    covers = [one.rect for one in placed[order.index(furnace.key) :] if isinstance(one.thing, Hedge)]
    pixels = [(x, y) for x in range(rect.x, rect.x + rect.width) for y in range(rect.y, rect.y + rect.height)]
    return sum(any(cover.contains(*pixel) for cover in covers) for pixel in pixels) / len(pixels)
