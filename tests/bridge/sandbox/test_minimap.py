"""The minimap's places."""

from __future__ import annotations

import pytest

from bridge.sandbox.camera import Camera
from bridge.sandbox.layout import MINIMAP
from bridge.sandbox.minimap import minimap_place, tile_on_minimap
from bridge.sandbox.terrain import Tile

EYE = Tile(30, 30)


def test_a_tile_is_four_pixels_and_north_is_up_at_yaw_0() -> None:
    x, y = minimap_place(Camera(0.0, 1.0, 30.0), EYE, Tile(31, 32))
    assert (x, y) == (MINIMAP.centre.x + 4, MINIMAP.centre.y - 8)


@pytest.mark.parametrize("yaw_rad", [0.0, 1.0, 2.5, 5.9])
def test_the_tile_under_a_tiles_place_is_that_tile(yaw_rad: float) -> None:
    camera = Camera(yaw_rad, 1.0, 30.0)
    for dx in range(-12, 13):
        for dy in range(-12, 13):
            tile = Tile(EYE.x + dx, EYE.y + dy)
            x, y = minimap_place(camera, EYE, tile)
            assert tile_on_minimap(camera, EYE, round(x), round(y)) == tile
