"""The map's pictures and its obstacles."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.scenery import Scenery
from bridge.sandbox.terrain import Ground, Tile
from tests.bridge.sandbox.small_worlds import PALETTE, terrain_of


def test_equal_maps_have_equal_pictures_that_nobody_can_change() -> None:
    one, other = (Scenery(terrain_of(".~\n,#"), PALETTE) for _ in range(2))
    assert one == other
    assert np.array_equal(one.ground_texture, other.ground_texture)
    assert np.array_equal(one.map_texture, other.map_texture)
    assert not one.ground_texture.flags.writeable
    assert not one.map_texture.flags.writeable


def test_a_picture_is_painted_once() -> None:
    scenery = Scenery(terrain_of(".~\n,#"), PALETTE)
    assert scenery.ground_texture is scenery.ground_texture


def test_walls_and_rocks_stand_and_water_does_not() -> None:
    scenery = Scenery(terrain_of("~#\n.^"), PALETTE)
    assert set(scenery.standing_tiles) == {(Tile(1, 1), Ground.WALL), (Tile(1, 0), Ground.ROCK)}
