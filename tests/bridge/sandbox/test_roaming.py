"""How monsters move."""

from __future__ import annotations

import itertools

import msgspec
import numpy as np

from bridge.sandbox.objects import Monster
from bridge.sandbox.roaming import roamed
from bridge.sandbox.terrain import beside, distance_tiles
from bridge.sandbox.world import World
from tests.bridge.sandbox.small_worlds import FIGHT_RULES, fight_of

WIDE = "\n".join(["." * 15] * 6 + ["...g...........", ".@....r....o..."] + ["." * 15] * 6)


def after_roaming(world: World, ticks: int) -> list[World]:
    combat, generator, worlds = FIGHT_RULES.combat, np.random.default_rng(3), [world]
    assert combat is not None
    for _ in range(ticks):
        worlds.append(roamed(worlds[-1], combat, generator))
    return worlds


def monsters(world: World) -> list[Monster]:
    return [thing for thing in world.objects if isinstance(thing, Monster)]


def angry(world: World) -> World:
    objects = tuple(
        msgspec.structs.replace(thing, is_angry=True) if isinstance(thing, Monster) else thing
        for thing in world.objects
    )
    return msgspec.structs.replace(world, objects=objects)


def test_monsters_stroll_step_by_step_about_their_home() -> None:
    worlds = after_roaming(fight_of(WIDE), 300)
    for earlier, later in itertools.pairwise(worlds):
        for before, now in zip(monsters(earlier), monsters(later), strict=True):
            assert distance_tiles(before.tile, now.tile) <= 1
            assert distance_tiles(now.tile, now.home) <= 3
    assert len({monster.tile for world in worlds for monster in monsters(world)}) > 15


def test_two_never_stand_on_one_tile_nor_on_the_players() -> None:
    for world in after_roaming(angry(fight_of(WIDE)), 60):
        tiles = [world.hero.tile, *(monster.tile for monster in monsters(world))]
        assert len(set(tiles)) == len(tiles)


def test_an_angry_monster_comes_beside_the_player_and_stays() -> None:
    last = after_roaming(angry(fight_of(WIDE)), 12)[-1]
    goblin = next(monster for monster in monsters(last) if monster.kind == "goblin")
    assert goblin.tile in beside(last.hero.tile)


def test_a_monster_walks_round_no_wall_but_stands_before_it() -> None:
    world = angry(fight_of(".....\n@#g..\n....."))
    assert all(monsters(each)[0].tile not in ((1, 1), (0, 1)) for each in after_roaming(world, 10))


def test_beyond_its_leash_a_monster_grows_calm_and_strolls_home() -> None:
    world = angry(fight_of("." * 40 + "\ng" + "." * 38 + "@\n" + "." * 40))
    assert not monsters(after_roaming(world, 1)[-1])[0].is_angry
    away = msgspec.structs.replace(monsters(world)[0], tile=type(world.hero.tile)(9, 1), is_angry=False)
    worlds = after_roaming(msgspec.structs.replace(world, objects=(away,)), 400)
    assert distance_tiles(monsters(worlds[-1])[0].tile, away.home) <= 4
