"""The ground of the map: what each tile is made of and where one can walk. It never changes during a game."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt


class Tile(NamedTuple):
    """A tile of the map; x grows east, y grows north, the south-west corner is (0, 0)."""

    x: int
    y: int


class Ground(IntEnum):
    """What a tile is made of; from WATER on nobody walks there."""

    GRASS = 0
    DIRT = 1
    WATER = 2
    WALL = 3
    ROCK = 4


_STRAIGHT = ((-1, 0), (1, 0), (0, -1), (0, 1))
_DIAGONAL = ((-1, -1), (1, -1), (-1, 1), (1, 1))


class Terrain(msgspec.Struct, frozen=True, dict=True):
    """A grid of `width` x `height` tiles, row by row from the south.

    Args:
        ground: one `Ground` a tile.
        blocked: 1 where nobody can walk, by ground or by an object that stands there, else 0.
    """

    width: int
    height: int
    ground: bytes
    blocked: bytes

    def __post_init__(self) -> None:
        size = self.width * self.height
        if len(self.ground) != size or len(self.blocked) != size:
            raise ValueError(f"a terrain of {self.width}x{self.height} has {size} tiles, found {len(self.ground)}")

    def index(self, tile: Tile) -> int:
        """The tile's place in `ground` and `blocked`."""
        return tile.y * self.width + tile.x

    def tile(self, index: int) -> Tile:
        """The tile at a place of `ground` and `blocked`."""
        return Tile(index % self.width, index // self.width)

    def contains(self, tile: Tile) -> bool:
        """Whether the tile lies on the map."""
        return 0 <= tile.x < self.width and 0 <= tile.y < self.height

    def is_walkable(self, tile: Tile) -> bool:
        """Whether one can stand there."""
        return self.contains(tile) and not self.blocked[self.index(tile)]

    @cached_property
    def steps(self) -> tuple[tuple[int, ...], ...]:
        """For each tile's index the indices one step away: straight ones first, diagonal ones never round a corner."""
        free = np.zeros((self.height + 2, self.width + 2), dtype=bool)
        free[1:-1, 1:-1] = np.frombuffer(self.blocked, dtype=np.uint8).reshape(self.height, self.width) == 0
        offsets = [dy * self.width + dx for dx, dy in (*_STRAIGHT, *_DIAGONAL)]
        is_open = [_shifted(free, dx, dy) for dx, dy in _STRAIGHT]
        is_open += [_shifted(free, dx, dy) & _shifted(free, dx, 0) & _shifted(free, 0, dy) for dx, dy in _DIAGONAL]
        rows = np.stack(is_open, axis=-1).reshape(-1, len(offsets)).tolist()
        return tuple(
            tuple(index + offset for offset, way in zip(offsets, row, strict=True) if way)
            for index, row in enumerate(rows)
        )


def _shifted(free: npt.NDArray[np.bool_], dx: int, dy: int) -> npt.NDArray[np.bool_]:
    """For each tile whether the one `dx` east and `dy` north of it is free; `free` has a rim of one tile."""
    height, width = free.shape
    return free[1 + dy : height - 1 + dy, 1 + dx : width - 1 + dx]


def beside(tile: Tile) -> tuple[Tile, ...]:
    """The four tiles from which one can reach an object: west, east, south, north."""
    return tuple(Tile(tile.x + dx, tile.y + dy) for dx, dy in _STRAIGHT)


def distance_tiles(a: Tile, b: Tile) -> int:
    """Steps between two tiles where nothing is in the way (Chebyshev)."""
    return max(abs(a.x - b.x), abs(a.y - b.y))
