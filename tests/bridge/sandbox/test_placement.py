"""A scenario's things on a land: reachable, at the asked distance, behind something."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from bridge.sandbox.pathfinding import distances_from, path_beside
from bridge.sandbox.placement import Placement, place
from bridge.sandbox.rules import Cluster, Scenario
from bridge.sandbox.terrain import beside, distance_tiles
from tests.bridge.sandbox.small_worlds import RULES

SEEDS = range(12)
WOODCUTTING = RULES.scenario["woodcutting"]
(GROVE,) = WOODCUTTING.clusters


def placed(seed: int, scenario: Scenario = WOODCUTTING) -> Placement:
    return place(scenario, RULES.map, np.random.default_rng(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_tree_is_12_to_25_tiles_of_walking_from_the_chest(seed: int) -> None:
    placement = placed(seed)
    lengths = distances_from(placement.terrain, beside(placement.hub))
    for _, tile in placement.clusters[0]:
        way = min(lengths[spot] for spot in beside(tile) if spot in lengths)
        assert 12 <= way <= 25


@pytest.mark.parametrize("seed", SEEDS)
def test_4_to_16_trees_stand_together_and_apart_from_each_other(seed: int) -> None:
    tiles = [tile for _, tile in placed(seed).clusters[0]]
    assert 4 <= len(tiles) <= 16
    apart = [distance_tiles(one, other) for one, other in combinations(tiles, 2)]
    assert min(apart) >= GROVE.spacing_tiles
    assert max(apart) <= 2 * GROVE.radius_tiles


@pytest.mark.parametrize("seed", SEEDS)
def test_every_walkable_tile_can_be_reached_from_the_start(seed: int) -> None:
    placement = placed(seed)
    reached = distances_from(placement.terrain, (placement.start,))
    assert len(reached) == placement.terrain.blocked.count(0)
    for tile in (placement.hub, *(tile for _, tile in placement.clusters[0])):
        assert path_beside(placement.terrain, placement.start, tile) is not None


def test_nobody_walks_through_a_tree_or_the_chest() -> None:
    placement = placed(0)
    tiles = (placement.hub, *(tile for _, tile in placement.clusters[0]))
    assert not any(placement.terrain.is_walkable(tile) for tile in tiles)


def test_objects_that_are_behind_an_obstacle_have_one_on_the_straight_line() -> None:
    for seed in SEEDS:
        placement = placed(seed)
        middle = np.mean([tile for _, tile in placement.clusters[0]], axis=0)
        line = np.linspace(placement.hub, middle, 60).round().astype(int)
        ground = np.frombuffer(placement.terrain.ground, np.uint8).reshape(placement.terrain.height, -1)
        around = [ground[y - 2 : y + 3, x - 2 : x + 3] for x, y in line.tolist()]
        assert max(patch.max() for patch in around) >= 2


def test_another_scenario_is_placed_as_it_asks() -> None:
    lone = Cluster(("oak",), count=(1, 1), radius_tiles=0, spacing_tiles=1, path_tiles=(5, 9))
    scenario = Scenario("bank_chest", start_path_tiles=(0, 3), clusters=(lone, GROVE))
    placement = placed(5, scenario)
    ((kind, _),) = placement.clusters[0]
    assert kind == "oak"
    assert distances_from(placement.terrain, beside(placement.hub))[placement.start] <= 3
