"""Shortest ways over the terrain: A* to one of several goals, and distances to everywhere."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

from bridge.sandbox.terrain import Terrain, Tile, beside, distance_tiles


def find_path(terrain: Terrain, start: Tile, goals: tuple[Tile, ...]) -> tuple[Tile, ...] | None:
    """A shortest way from `start` to the nearest goal by A* (Hart, Nilsson and Raphael 1968).

    Args:
        terrain: where one can walk.
        start: not part of the way.
        goals: tiles; those that nobody can stand on are ignored.

    Returns:
        The tiles to step on, last one a goal; empty where `start` is a goal; None where no goal can be reached.
        Ties are broken the same way each time.
    """
    reachable = tuple(goal for goal in goals if terrain.is_walkable(goal))
    if start in reachable:
        return ()
    if not reachable:
        return None
    return _search(terrain, terrain.index(start), reachable)


def _search(terrain: Terrain, start: int, goals: tuple[Tile, ...]) -> tuple[Tile, ...] | None:
    width, steps = terrain.width, terrain.steps
    ends = {terrain.index(goal) for goal in goals}
    aim = goals[0]
    slack = max(distance_tiles(goal, aim) for goal in goals)
    cost, came_from = {start: 0}, {start: start}
    queue = [(0, 0, 0, start)]
    while queue:
        _, _, _, here = heappop(queue)
        if here in ends:
            return _walk_back(terrain, came_from, start, here)
        step_cost = cost[here] + 1
        for there in steps[here]:
            if step_cost < cost.get(there, step_cost + 1):
                cost[there], came_from[there] = step_cost, here
                dx, dy = abs(there % width - aim.x), abs(there // width - aim.y)
                # Among equals the tile nearest to a straight line, then the newest: fewer tiles are looked at.
                heappush(queue, (step_cost + max(dx, dy, slack) - slack, dx + dy, -len(cost), there))
    return None


def _walk_back(terrain: Terrain, came_from: dict[int, int], start: int, end: int) -> tuple[Tile, ...]:
    way = []
    while end != start:
        way.append(terrain.tile(end))
        end = came_from[end]
    return tuple(reversed(way))


def path_to(terrain: Terrain, start: Tile, tile: Tile) -> tuple[Tile, ...]:
    """The way to a tile, or to the walkable tile nearest to it; empty where one stands there already."""
    goal = tile if terrain.is_walkable(tile) else _nearest_walkable(terrain, start, tile)
    return find_path(terrain, start, (goal,)) or ()


def path_beside(terrain: Terrain, start: Tile, tile: Tile) -> tuple[Tile, ...] | None:
    """The way to a tile beside an object; None where nobody can get there."""
    return find_path(terrain, start, beside(tile))


def distances_from(terrain: Terrain, starts: tuple[Tile, ...]) -> dict[Tile, int]:
    """Length of the shortest way from the nearest of `starts` to every tile that can be reached (breadth first)."""
    lengths = {terrain.index(start): 0 for start in starts if terrain.is_walkable(start)}
    queue = deque(lengths)
    while queue:
        here = queue.popleft()
        for there in terrain.steps[here]:
            if there not in lengths:
                lengths[there] = lengths[here] + 1
                queue.append(there)
    return {terrain.tile(index): length for index, length in lengths.items()}


def _nearest_walkable(terrain: Terrain, start: Tile, tile: Tile) -> Tile:
    """The walkable tile of the map nearest to `tile`; among equals the one nearest to `start`."""
    tile = Tile(min(max(tile.x, 0), terrain.width - 1), min(max(tile.y, 0), terrain.height - 1))
    for radius in range(terrain.width + terrain.height):
        ring = [spot for spot in _ring(tile, radius) if terrain.is_walkable(spot)]
        if ring:
            return min(ring, key=lambda spot: (_square(spot, tile), _square(spot, start)))
    return start


def _ring(tile: Tile, radius: int) -> tuple[Tile, ...]:
    span = range(-radius, radius + 1)
    return tuple(Tile(tile.x + dx, tile.y + dy) for dx in span for dy in span if max(abs(dx), abs(dy)) == radius)


def _square(a: Tile, b: Tile) -> int:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2
