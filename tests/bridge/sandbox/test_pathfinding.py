"""Shortest ways, checked against a plain breadth-first search."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from bridge.sandbox.pathfinding import distances_from, find_path, path_beside, path_to
from bridge.sandbox.terrain import Terrain, Tile
from tests.bridge.sandbox.small_worlds import terrain_of


def random_terrain(seed: int) -> Terrain:
    blocked = (np.random.default_rng(seed).random(20 * 24) < 0.3).astype(np.uint8).tobytes()
    return Terrain(24, 20, bytes(len(blocked)), blocked)


@pytest.mark.parametrize("seed", range(8))
def test_a_path_is_as_short_as_breadth_first_search_finds_and_made_of_steps(seed: int) -> None:
    terrain = random_terrain(seed)
    free = [terrain.tile(index) for index, blocked in enumerate(terrain.blocked) if not blocked]
    start = free[len(free) // 2]
    lengths = distances_from(terrain, (start,))
    for goal in free[::5]:
        path = find_path(terrain, start, (goal,))
        assert (None if path is None else len(path)) == lengths.get(goal)
        for here, there in pairwise((start, *(path or ()))):
            assert terrain.index(there) in terrain.steps[terrain.index(here)]


@pytest.mark.parametrize("seed", range(4))
def test_of_several_goals_the_nearest_is_reached(seed: int) -> None:
    terrain = random_terrain(seed)
    free = [terrain.tile(index) for index, blocked in enumerate(terrain.blocked) if not blocked]
    goals = tuple(free[number] for number in (3, 80, 150, 260))
    lengths = distances_from(terrain, (free[200],))
    path = find_path(terrain, free[200], goals)
    nearest = min((lengths[goal] for goal in goals if goal in lengths), default=None)
    assert (None if path is None else len(path)) == nearest


def test_where_one_stands_already_there_is_nothing_to_walk() -> None:
    assert find_path(terrain_of("..."), Tile(1, 0), (Tile(1, 0),)) == ()


def test_a_goal_behind_walls_cannot_be_reached() -> None:
    assert find_path(terrain_of("..#."), Tile(0, 0), (Tile(3, 0),)) is None


def test_walking_onto_something_solid_ends_at_the_nearest_free_tile() -> None:
    terrain = terrain_of(".....\n.###.\n.###.\n.....")
    assert path_to(terrain, Tile(1, 0), Tile(1, 1)) == ()
    assert path_to(terrain, Tile(4, 3), Tile(2, 1))[-1] == Tile(2, 0)


def test_walking_off_the_map_ends_at_its_edge() -> None:
    assert path_to(terrain_of("....\n...."), Tile(0, 0), Tile(9, 1))[-1] == Tile(3, 1)


def test_beside_an_object_means_on_one_of_its_four_sides() -> None:
    path = path_beside(terrain_of(".....\n...T.\n....."), Tile(0, 0), Tile(3, 1))
    assert path is not None
    assert path[-1] in {Tile(2, 1), Tile(3, 0)}


def test_distances_count_from_the_nearest_start() -> None:
    lengths = distances_from(terrain_of("......."), (Tile(0, 0), Tile(6, 0)))
    assert [lengths[Tile(x, 0)] for x in range(7)] == [0, 1, 2, 3, 2, 1, 0]
