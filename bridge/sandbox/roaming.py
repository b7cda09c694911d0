"""How monsters move: they stroll about their home, and follow whoever struck them."""

from __future__ import annotations

import msgspec
import numpy as np

from bridge.sandbox.objects import Monster
from bridge.sandbox.rules import CombatRules
from bridge.sandbox.terrain import Terrain, Tile, beside, distance_tiles
from bridge.sandbox.world import World


def roamed(world: World, rules: CombatRules, generator: np.random.Generator) -> World:
    """The world after every monster's step, one after another; two never stand on one tile, nor on the player's."""
    taken = {thing.tile for thing in world.objects if isinstance(thing, Monster)} | {world.hero.tile}
    objects = []
    for thing in world.objects:
        if isinstance(thing, Monster):
            taken.discard(thing.tile)
            thing = _moved(thing, world.terrain, world.hero.tile, taken, rules, generator)
            taken.add(thing.tile)
        objects.append(thing)
    return msgspec.structs.replace(world, objects=tuple(objects))


def _moved(
    monster: Monster, terrain: Terrain, foe: Tile, taken: set[Tile], rules: CombatRules, generator: np.random.Generator
) -> Monster:
    is_angry = monster.is_angry and distance_tiles(monster.home, foe) <= rules.leash_tiles
    rested = msgspec.structs.replace(monster, is_angry=is_angry, rest_ticks=max(monster.rest_ticks - 1, 0))
    if is_angry:
        return msgspec.structs.replace(rested, tile=_towards(terrain, monster.tile, foe, taken))
    if generator.random() < rules.wander_chance:
        return msgspec.structs.replace(rested, tile=_strolled(terrain, rested, taken, rules, generator))
    return rested


def _towards(terrain: Terrain, here: Tile, foe: Tile, taken: set[Tile]) -> Tile:
    """A step that comes nearer to a place beside the foe; none where nothing does."""
    if here in beside(foe):
        return here
    free = [tile for index in terrain.steps[terrain.index(here)] if (tile := terrain.tile(index)) not in taken]
    best = min(free, key=lambda tile: _straight_steps(tile, foe), default=here)
    return best if _straight_steps(best, foe) < _straight_steps(here, foe) else here


def _strolled(
    terrain: Terrain, monster: Monster, taken: set[Tile], rules: CombatRules, generator: np.random.Generator
) -> Tile:
    """A step to any free tile near home; far from home only a step back counts as near."""
    reach = max(rules.wander_tiles, distance_tiles(monster.tile, monster.home) - 1)
    tiles = [terrain.tile(index) for index in terrain.steps[terrain.index(monster.tile)]]
    free = [tile for tile in tiles if tile not in taken and distance_tiles(tile, monster.home) <= reach]
    return free[int(generator.integers(len(free)))] if free else monster.tile


def _straight_steps(one: Tile, other: Tile) -> int:
    return abs(one.x - other.x) + abs(one.y - other.y)
