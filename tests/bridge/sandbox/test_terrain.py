"""Where one can walk."""

from __future__ import annotations

import pytest

from bridge.sandbox.terrain import Ground, Terrain, Tile, beside, distance_tiles
from tests.bridge.sandbox.small_worlds import terrain_of


def steps_from(terrain: Terrain, tile: Tile) -> set[Tile]:
    return {terrain.tile(index) for index in terrain.steps[terrain.index(tile)]}


def test_the_first_line_of_a_drawing_lies_in_the_north() -> None:
    terrain = terrain_of("#..\n...\n..~")
    assert terrain.ground[terrain.index(Tile(0, 2))] == Ground.WALL
    assert terrain.ground[terrain.index(Tile(2, 0))] == Ground.WATER


def test_on_open_ground_all_eight_neighbours_are_one_step_away() -> None:
    terrain = terrain_of("...\n...\n...")
    assert steps_from(terrain, Tile(1, 1)) == {Tile(x, y) for x in range(3) for y in range(3)} - {Tile(1, 1)}


def test_no_step_leaves_the_map() -> None:
    assert steps_from(terrain_of("..\n.."), Tile(0, 0)) == {Tile(1, 0), Tile(0, 1), Tile(1, 1)}


def test_no_step_goes_round_a_corner() -> None:
    assert Tile(2, 2) not in steps_from(terrain_of("...\n.##\n..."), Tile(1, 1))
    assert steps_from(terrain_of("...\n..#\n..."), Tile(1, 2)) == {Tile(0, 2), Tile(2, 2), Tile(0, 1), Tile(1, 1)}


def test_water_walls_and_rocks_block() -> None:
    terrain = terrain_of(".,~#^")
    assert [terrain.is_walkable(Tile(x, 0)) for x in range(-1, 6)] == [False, True, True, False, False, False, False]


def test_a_terrain_with_missing_tiles_is_refused() -> None:
    with pytest.raises(ValueError, match="has 6 tiles, found 5"):
        Terrain(3, 2, bytes(5), bytes(6))


def test_one_reaches_an_object_from_its_four_sides() -> None:
    assert set(beside(Tile(4, 4))) == {Tile(3, 4), Tile(5, 4), Tile(4, 3), Tile(4, 5)}


def test_a_diagonal_step_is_as_long_as_a_straight_one() -> None:
    assert distance_tiles(Tile(0, 0), Tile(3, 2)) == 3
