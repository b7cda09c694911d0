"""Walking and running along the path, and the energy that running takes."""

from __future__ import annotations

import msgspec

from bridge.sandbox.rules import MovementRules
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import Hero

WALK_TILES = 1
RUN_TILES = 2


def moved(hero: Hero, rules: MovementRules) -> Hero:
    """The player one tick later on its path: two tiles where it runs, else one; running ends with its energy."""
    tiles = RUN_TILES if hero.is_run_on else WALK_TILES
    done, path = hero.path[:tiles], hero.path[tiles:]
    change = -rules.run_drain_per_tick if len(done) == RUN_TILES else rules.rest_regain_per_tick
    energy = min(max(hero.run_energy + change, 0), rules.energy_full)
    return msgspec.structs.replace(
        hero,
        tile=done[-1] if done else hero.tile,
        facing=_ahead(hero, done) if done else hero.facing,
        path=path,
        is_moving=bool(done),
        run_energy=energy,
        is_run_on=hero.is_run_on and energy > 0,
    )


def _ahead(hero: Hero, done: tuple[Tile, ...]) -> Tile:
    """The tile in front after the last of some steps."""
    before = done[-2] if len(done) > 1 else hero.tile
    after = done[-1]
    return Tile(2 * after.x - before.x, 2 * after.y - before.y)
