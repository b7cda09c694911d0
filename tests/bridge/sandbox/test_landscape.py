"""The land before anything stands on it."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.landscape import Land, build_wall, dig_pond, make_land, tread_path
from bridge.sandbox.terrain import Ground, Tile
from tests.bridge.sandbox.small_worlds import RULES


def meadow(size: int = 20) -> Land:
    return np.full((size, size), Ground.GRASS, dtype=np.uint8)


def test_a_land_is_an_island() -> None:
    land = make_land(RULES.map, np.random.default_rng(1))
    assert land.shape == (RULES.map.height_tiles, RULES.map.width_tiles)
    edges = np.concatenate([land[0], land[-1], land[:, 0], land[:, -1]])
    assert np.isin(edges, (Ground.WATER, Ground.ROCK)).all()
    assert (land < Ground.WATER).mean() > 0.4


def test_every_sort_of_ground_is_found_on_a_land() -> None:
    assert set(np.unique(make_land(RULES.map, np.random.default_rng(1)))) == set(Ground)


def test_the_same_generator_makes_the_same_land_and_another_a_different_one() -> None:
    lands = [make_land(RULES.map, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert np.array_equal(lands[0], lands[1])
    assert not np.array_equal(lands[0], lands[2])


def test_a_pond_is_water_around_its_middle() -> None:
    land = meadow()
    dig_pond(land, Tile(10, 5), np.random.default_rng(0))
    assert land[5, 10] == Ground.WATER
    assert 5 <= (land == Ground.WATER).sum() <= 49


def test_a_wall_is_straight_and_stands_on_dry_land() -> None:
    land = meadow()
    land[:, 10] = Ground.WATER
    build_wall(land, Tile(10, 7), False, np.random.default_rng(0))
    rows, columns = np.nonzero(land == Ground.WALL)
    assert set(rows.tolist()) == {7}
    assert 10 not in columns
    assert len(columns) >= 3


def test_a_wall_ends_at_the_edge_of_the_map() -> None:
    land = meadow()
    build_wall(land, Tile(0, 0), True, np.random.default_rng(0))
    assert (land == Ground.WALL).sum() == (land[:, 0] == Ground.WALL).sum() > 0


def test_only_grass_is_trodden() -> None:
    land = meadow()
    land[3, 4] = Ground.ROCK
    tread_path(land, (Tile(3, 3), Tile(4, 3), Tile(5, 3)))
    assert land[3, 3:6].tolist() == [Ground.DIRT, Ground.ROCK, Ground.DIRT]
