"""The round map of the surroundings, turned like the view: between tiles and its pixels."""

from __future__ import annotations

import math

from bridge.sandbox.camera import Camera, turned_back
from bridge.sandbox.layout import MINIMAP, MINIMAP_PX_PER_TILE
from bridge.sandbox.terrain import Tile


def minimap_place(camera: Camera, eye: Tile, tile: Tile) -> tuple[float, float]:
    """The canvas place of a tile's middle on the minimap; may lie outside the circle."""
    cosine, sine = math.cos(camera.yaw_rad), math.sin(camera.yaw_rad)
    e, n = tile.x - eye.x, tile.y - eye.y
    middle = MINIMAP.centre
    right, up = e * cosine - n * sine, e * sine + n * cosine
    return middle.x + MINIMAP_PX_PER_TILE * right, middle.y - MINIMAP_PX_PER_TILE * up


def tile_on_minimap(camera: Camera, eye: Tile, x: int, y: int) -> Tile:
    """The tile under a pixel of the minimap; may lie outside the map."""
    middle = MINIMAP.centre
    right, up = (x - middle.x) / MINIMAP_PX_PER_TILE, (middle.y - y) / MINIMAP_PX_PER_TILE
    e, n = turned_back(camera.yaw_rad, right, up)
    return Tile(math.floor(eye.x + 0.5 + e), math.floor(eye.y + 0.5 + n))
