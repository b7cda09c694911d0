"""The land of a seed before anything stands on it: an island with ponds, walls, rocks and trodden earth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bridge.sandbox.rules import MapRules, Range
from bridge.sandbox.terrain import Ground, Tile

Land = npt.NDArray[np.uint8]
"""One `Ground` a tile, (height, width), rows from the south; the generator's working copy, changed in place."""


def make_land(rules: MapRules, generator: np.random.Generator) -> Land:
    """An island of grass with dirt patches, surrounded by water, with obstacles strewn over it."""
    shape = (rules.height_tiles, rules.width_tiles)
    land = np.full(shape, Ground.GRASS, dtype=np.uint8)
    land[_smooth_noise(shape, 9, generator) > 0.74] = Ground.DIRT
    land[_shore_tiles(shape) < rules.border_tiles + 4 * (_smooth_noise(shape, 12, generator) - 0.5)] = Ground.WATER
    for _ in range(_drawn(rules.ponds, generator)):
        dig_pond(land, _any_tile(land, generator), generator)
    for _ in range(_drawn(rules.walls, generator)):
        build_wall(land, _any_tile(land, generator), bool(generator.integers(2)), generator)
    for _ in range(_drawn(rules.rocks, generator)):
        tile = _any_tile(land, generator)
        land[tile.y, tile.x] = Ground.ROCK
    return land


def dig_pond(land: Land, middle: Tile, generator: np.random.Generator) -> None:
    """Water in an oval of some 2 to 4 tiles around a tile."""
    half_width, half_height = generator.uniform(1.4, 3.6, size=2)
    rows, columns = np.ogrid[: land.shape[0], : land.shape[1]]
    inside = ((columns - middle.x) / half_width) ** 2 + ((rows - middle.y) / half_height) ** 2 <= 1.0
    land[inside] = Ground.WATER


def build_wall(land: Land, middle: Tile, is_upright: bool, generator: np.random.Generator) -> None:
    """A straight wall of 4 to 9 tiles, north to south where it is upright, around a tile; none stands in water."""
    half = int(generator.integers(2, 5))
    rows = range(middle.y - half, middle.y + half) if is_upright else (middle.y,) * (2 * half)
    columns = (middle.x,) * (2 * half) if is_upright else range(middle.x - half, middle.x + half)
    for row, column in zip(rows, columns, strict=True):
        if 0 <= row < land.shape[0] and 0 <= column < land.shape[1] and land[row, column] != Ground.WATER:
            land[row, column] = Ground.WALL


def tread_path(land: Land, way: tuple[Tile, ...]) -> None:
    """Trodden earth where grass lies along a way."""
    for tile in way:
        if land[tile.y, tile.x] == Ground.GRASS:
            land[tile.y, tile.x] = Ground.DIRT


def _smooth_noise(shape: tuple[int, int], cells: int, generator: np.random.Generator) -> npt.NDArray[np.float64]:
    """Random values in [0, 1] on a coarse grid, interpolated linearly, (height, width)."""
    coarse = generator.random((cells, cells))
    grid = np.arange(cells, dtype=np.float64)
    down = np.linspace(0, cells - 1, shape[0])
    across = np.linspace(0, cells - 1, shape[1])
    rows = np.stack([np.interp(across, grid, row) for row in coarse])
    return np.stack([np.interp(down, grid, column) for column in rows.T], axis=1)


def _shore_tiles(shape: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Tiles from the edge of the map, (height, width)."""
    down, across = np.arange(shape[0]), np.arange(shape[1])
    return np.minimum.outer(np.minimum(down, down[::-1]), np.minimum(across, across[::-1]))


def _any_tile(land: Land, generator: np.random.Generator) -> Tile:
    return Tile(int(generator.integers(land.shape[1])), int(generator.integers(land.shape[0])))


def _drawn(bounds: Range, generator: np.random.Generator) -> int:
    return int(generator.integers(bounds[0], bounds[1] + 1))
