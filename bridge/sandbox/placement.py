"""Where a scenario's things stand on a land, so that each of them can be reached by a way of the asked length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridge.sandbox.landscape import Land, build_wall, dig_pond, make_land, tread_path
from bridge.sandbox.pathfinding import distances_from, find_path
from bridge.sandbox.rules import Cluster, MapRules, Scenario
from bridge.sandbox.terrain import Ground, Terrain, Tile, beside, distance_tiles

_LEAST_REACHED_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Placement:
    """A land with a scenario on it: each cluster's objects as (kind, tile), every walkable tile within reach."""

    terrain: Terrain
    hub: Tile
    clusters: tuple[tuple[tuple[str, Tile], ...], ...]
    start: Tile


def place(scenario: Scenario, rules: MapRules, generator: np.random.Generator) -> Placement:
    """Lands are drawn until the scenario fits on one."""
    while True:
        placement = _try_to_place(scenario, make_land(rules, generator), generator)
        if placement is not None:
            return placement


def _try_to_place(scenario: Scenario, land: Land, generator: np.random.Generator) -> Placement | None:
    hub = _free_tile(land, generator)
    clusters: list[tuple[tuple[str, Tile], ...]] = []
    for cluster in scenario.clusters:
        standing = (hub, *(tile for placed in clusters for _, tile in placed))
        found = _place_cluster(cluster, land, hub, standing, generator)
        if found is None:
            return None
        clusters.append(found)
    lasting = zip(scenario.clusters, clusters, strict=True)
    tiles = (hub, *(tile for cluster, placed in lasting if not cluster.is_mobile for _, tile in placed))
    terrain = _filled(land, tiles, hub)
    if terrain is None:
        return None
    lengths = distances_from(terrain, beside(hub))
    fits = all(
        _is_within(_way_length(lengths, tile), cluster.path_tiles)
        for cluster, placed in zip(scenario.clusters, clusters, strict=True)
        for _, tile in placed
    )
    starts = [tile for tile, length in lengths.items() if _is_within(length, scenario.start_path_tiles)]
    if not fits or not starts:
        return None
    return Placement(terrain, hub, tuple(clusters), starts[int(generator.integers(len(starts)))])


def _place_cluster(
    cluster: Cluster, land: Land, hub: Tile, standing: tuple[Tile, ...], generator: np.random.Generator
) -> tuple[tuple[str, Tile], ...] | None:
    """The cluster's objects around a spot at the right distance, None where too few find room."""
    spot = _spot_at_distance(cluster, land, hub, generator)
    if spot is None:
        return None
    if cluster.is_behind_obstacle:
        _bar_the_way(land, hub, spot, generator)
    terrain = _terrain(land, standing)
    tread_path(land, find_path(terrain, spot, beside(hub)) or ())
    lengths = distances_from(terrain, beside(hub))
    candidates = [
        tile
        for tile in lengths
        if distance_tiles(tile, spot) <= cluster.radius_tiles
        and _is_within(_way_length(lengths, tile), cluster.path_tiles)
    ]
    count = int(generator.integers(cluster.count[0], cluster.count[1] + 1))
    chosen: list[Tile] = []
    for index in generator.permutation(len(candidates)):
        if all(distance_tiles(candidates[index], other) >= cluster.spacing_tiles for other in (*standing, *chosen)):
            chosen.append(candidates[index])
        if len(chosen) == count:
            placed = tuple((cluster.kinds[int(generator.integers(len(cluster.kinds)))], tile) for tile in chosen)
            return _screened(cluster, placed, hub, frozenset(lengths)) if cluster.screen else placed
    return None


def _screened(
    cluster: Cluster, placed: tuple[tuple[str, Tile], ...], hub: Tile, free: frozenset[Tile]
) -> tuple[tuple[str, Tile], ...] | None:
    """The objects with a row of three others before each, on the side of the hub; None where there is no room."""
    screens: list[tuple[str, Tile]] = []
    for _, tile in placed:
        middle = min(beside(tile), key=lambda spot: (spot.x - hub.x) ** 2 + (spot.y - hub.y) ** 2)
        along = Tile(abs(middle.y - tile.y), abs(middle.x - tile.x))
        row = [Tile(middle.x + step * along.x, middle.y + step * along.y) for step in (-1, 0, 1)]
        if not all(spot in free for spot in row):
            return None
        screens += [(cluster.screen, spot) for spot in row]
    return (*placed, *screens)


def _spot_at_distance(cluster: Cluster, land: Land, hub: Tile, generator: np.random.Generator) -> Tile | None:
    """A free tile about as far from the hub as the cluster's objects must be."""
    lengths = distances_from(_terrain(land, (hub,)), beside(hub))
    nearest, farthest = cluster.path_tiles
    margin = min(cluster.radius_tiles, (farthest - nearest) // 2) // 2
    spots = [tile for tile, length in lengths.items() if nearest + margin <= length <= farthest - margin]
    return spots[int(generator.integers(len(spots)))] if spots else None


def _bar_the_way(land: Land, hub: Tile, spot: Tile, generator: np.random.Generator) -> None:
    """A wall or a pond half-way between two tiles, across the straight line."""
    middle = Tile((hub.x + spot.x) // 2, (hub.y + spot.y) // 2)
    if generator.integers(2):
        build_wall(land, middle, abs(hub.x - spot.x) > abs(hub.y - spot.y), generator)
    else:
        dig_pond(land, middle, generator)


def _filled(land: Land, standing: tuple[Tile, ...], hub: Tile) -> Terrain | None:
    """The terrain with rocks on every tile that cannot be reached; None where that is too many of them."""
    terrain = _terrain(land, standing)
    reached = distances_from(terrain, beside(hub))
    walkable = [terrain.tile(index) for index, blocked in enumerate(terrain.blocked) if not blocked]
    if len(reached) < _LEAST_REACHED_SHARE * len(walkable):
        return None
    for tile in walkable:
        if tile not in reached:
            land[tile.y, tile.x] = Ground.ROCK
    return _terrain(land, standing)


def _terrain(land: Land, standing: tuple[Tile, ...]) -> Terrain:
    blocked = (land >= Ground.WATER).astype(np.uint8)
    for tile in standing:
        blocked[tile.y, tile.x] = 1
    return Terrain(land.shape[1], land.shape[0], land.tobytes(), blocked.tobytes())


def _free_tile(land: Land, generator: np.random.Generator) -> Tile:
    rows, columns = np.nonzero(land < Ground.WATER)
    index = int(generator.integers(len(rows)))
    return Tile(int(columns[index]), int(rows[index]))


def _way_length(lengths: dict[Tile, int], tile: Tile) -> int:
    """Steps from beside the hub to beside a tile; -1 where there is no way."""
    return min((lengths[spot] for spot in beside(tile) if spot in lengths), default=-1)


def _is_within(length: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= length <= bounds[1]
