"""Walking, running and the energy of running."""

from __future__ import annotations

import msgspec

from bridge.sandbox.movement import moved
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import Hero
from tests.bridge.sandbox.small_worlds import RULES

MOVEMENT = RULES.movement
PATH = tuple(Tile(x, 0) for x in range(1, 6))


def hero(energy: int = 5000, **changes: object) -> Hero:
    return msgspec.structs.replace(Hero(Tile(0, 0), Tile(0, 1), energy, 10, 10, path=PATH), **changes)


def test_running_covers_two_tiles_a_tick_and_takes_energy() -> None:
    ran = moved(hero(), MOVEMENT)
    assert (ran.tile, ran.path) == (Tile(2, 0), PATH[2:])
    assert ran.run_energy == 5000 - MOVEMENT.run_drain_per_tick


def test_walking_covers_one_tile_and_gives_energy_back() -> None:
    walked = moved(hero(is_run_on=False), MOVEMENT)
    assert (walked.tile, walked.run_energy) == (Tile(1, 0), 5000 + MOVEMENT.rest_regain_per_tick)


def test_the_last_odd_tile_is_walked() -> None:
    walked = moved(hero(path=PATH[:1]), MOVEMENT)
    assert (walked.tile, walked.run_energy) == (Tile(1, 0), 5000 + MOVEMENT.rest_regain_per_tick)


def test_running_ends_with_its_energy() -> None:
    spent = moved(hero(energy=MOVEMENT.run_drain_per_tick), MOVEMENT)
    assert (spent.run_energy, spent.is_run_on) == (0, False)


def test_energy_never_passes_its_full_measure() -> None:
    assert moved(hero(energy=MOVEMENT.energy_full, path=()), MOVEMENT).run_energy == MOVEMENT.energy_full


def test_standing_still_is_not_moving_and_keeps_the_face() -> None:
    standing = moved(hero(path=()), MOVEMENT)
    assert (standing.is_moving, standing.facing) == (False, Tile(0, 1))


def test_one_looks_where_one_goes() -> None:
    assert moved(hero(), MOVEMENT).facing == Tile(3, 0)
