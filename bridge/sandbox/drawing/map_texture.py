"""The whole map as the minimap shows it, painted once for a map."""

from __future__ import annotations

import cv2
import numpy as np

from bridge.sandbox.drawing.ink import Picture, shaded
from bridge.sandbox.layout import MINIMAP_PX_PER_TILE
from bridge.sandbox.palette import Palette
from bridge.sandbox.terrain import Ground, Terrain


def map_texture(terrain: Terrain, palette: Palette) -> Picture:
    """The map from above, north up, four pixels a tile, uint8 (4 * height, 4 * width, 3)."""
    colours = {
        Ground.GRASS: shaded(palette.grass, 0.8),
        Ground.DIRT: shaded(palette.dirt, 0.85),
        Ground.WATER: palette.water,
        Ground.WALL: (226, 222, 214),
        Ground.ROCK: shaded(palette.rock, 0.7),
    }
    table = np.array([colours[ground] for ground in Ground], dtype=np.uint8)
    tiles = np.frombuffer(terrain.ground, dtype=np.uint8).reshape(terrain.height, terrain.width)[::-1]
    size = (terrain.width * MINIMAP_PX_PER_TILE, terrain.height * MINIMAP_PX_PER_TILE)
    return np.asarray(cv2.resize(table[tiles], size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
