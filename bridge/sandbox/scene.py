"""Where the objects are on the canvas: the rectangles that a click hits, in the order they are drawn."""

from __future__ import annotations

from typing import NamedTuple

from bridge.geometry import Rect
from bridge.sandbox.camera import standing_rect
from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.objects import Appearance, GroundItem, Hedge, WorldObject, appearance
from bridge.sandbox.world import World


class Placed(NamedTuple):
    """An object, its looks, and its whole rectangle on the canvas, not clipped to the view."""

    thing: WorldObject
    looks: Appearance
    rect: Rect

    @property
    def bounds(self) -> Rect | None:
        """What of the rectangle lies in the view, None where nothing does."""
        part = self.rect.intersection(VIEWPORT)
        return part if part.width and part.height else None


def placed_objects(world: World) -> tuple[Placed, ...]:
    """Every object, the ones drawn first first: what lies on the ground, then from the far end to the near end."""
    placed = [_placed(world, thing) for thing in world.objects]
    return tuple(sorted(placed, key=_depth))


def placed_at(world: World, x: int, y: int) -> tuple[Placed, ...]:
    """The objects under a pixel of the view, the topmost first; a hedge covers what lies below it."""
    under: list[Placed] = []
    for placed in reversed(placed_objects(world)):
        if placed.rect.contains(x, y):
            under.append(placed)
            if isinstance(placed.thing, Hedge):
                break
    return tuple(under)


def _placed(world: World, thing: WorldObject) -> Placed:
    looks = appearance(thing, world.rules)
    size = (looks.width_share, looks.height_share)
    return Placed(thing, looks, standing_rect(world.camera, world.hero.tile, thing.tile, *size))


def _depth(placed: Placed) -> tuple[bool, int, str]:
    rect = placed.rect
    return not isinstance(placed.thing, GroundItem), rect.y + rect.height, placed.thing.key
