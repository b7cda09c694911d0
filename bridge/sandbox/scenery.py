"""The map in its colours: what never changes during a game, with the pictures of it that are painted once."""

from __future__ import annotations

from functools import cached_property

import msgspec

from bridge.sandbox.drawing.ground import ground_texture
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.drawing.map_texture import map_texture
from bridge.sandbox.palette import Palette
from bridge.sandbox.terrain import Ground, Terrain, Tile


class Scenery(msgspec.Struct, frozen=True, dict=True):
    """The terrain and its colours; the pictures are made when first looked at and are read-only."""

    terrain: Terrain
    palette: Palette

    @cached_property
    def ground_texture(self) -> Picture:
        """See `bridge.sandbox.drawing.ground.ground_texture`."""
        return _frozen(ground_texture(self.terrain, self.palette))

    @cached_property
    def map_texture(self) -> Picture:
        """See `bridge.sandbox.drawing.map_texture.map_texture`."""
        return _frozen(map_texture(self.terrain, self.palette))

    @cached_property
    def standing_tiles(self) -> tuple[tuple[Tile, Ground], ...]:
        """Every tile with a wall or a rock."""
        grounds = enumerate(self.terrain.ground)
        return tuple((self.terrain.tile(index), Ground(ground)) for index, ground in grounds if ground >= Ground.WALL)


def _frozen(picture: Picture) -> Picture:
    picture.setflags(write=False)
    return picture
