"""The state as one looks at it: how far things are, how much of them shows, where they lie on the minimap."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from bridge.geometry import Point, Rect
from bridge.state import Entity, GameState, Player
from model.feature_groups.body import camera_tiles
from model.feature_groups.feature import UNKNOWN, linear_px, offset_px
from model.feature_groups.panel import minimap_bounds
from model.vocabulary import Names

SMALLEST_SIDE_PX = 10
"""Less of an entity than this on the viewport is not on screen."""
MINIMAP_PX_PER_TILE = 4.0
VIEW_MARGIN_PX = 30.0
"""So far inside the viewport's edge one still clicks on the ground."""
MINIMAP_RIM_PX = 12.0
"""What is farther away than the minimap shows has its place this far inside the rim."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The state as one looks at it: the pointer, the player, who numbers the names; and the square of the minimap."""

    state: GameState
    player: Player
    pointer: Point | None
    names: Names
    minimap: Rect | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "minimap", minimap_bounds(self.state.interface))

    def name(self, entity: Entity | None) -> float:
        """The class of an entity's name."""
        return float(self.names.id_of("" if entity is None else entity.name))

    def shown(self, entity: Entity | None) -> Rect | None:
        """The part of an entity that lies on the viewport, None where too little of it does."""
        if entity is None or entity.bounds is None:
            return None
        visible = entity.bounds.intersection(self.state.view.viewport)
        return visible if min(visible.width, visible.height) >= SMALLEST_SIDE_PX else None

    def is_unmeasured(self, entity: Entity | None) -> bool:
        """Whether the client says that an entity is on screen, but not where."""
        return entity is not None and entity.key in (self.state.unmeasured or ())

    def steps(self, entity: Entity) -> int:
        """Steps to an entity with nothing in the way."""
        here, there = self.player.position, entity.position
        return max(abs(there.x - here.x), abs(there.y - here.y))

    def tiles(self, entity: Entity | None) -> tuple[float, float]:
        """The way to an entity as the camera sees it, (right, forward)."""
        there = None if entity is None else entity.position
        return camera_tiles(self.player.position, there, self.state.view.yaw_rad)

    def minimap_shift(self, tiles: tuple[float, float]) -> tuple[float, float]:
        """The way on the minimap from its middle to what lies `tiles` away, in pixels, or to its place on the rim."""
        if self.minimap is None:
            return UNKNOWN, UNKNOWN
        right, forward = tiles
        reach_tiles = (self.minimap.width / 2.0 - MINIMAP_RIM_PX) / MINIMAP_PX_PER_TILE
        scale = MINIMAP_PX_PER_TILE * min(1.0, reach_tiles / max(math.hypot(right, forward), 1.0))
        return scale * right, -scale * forward

    def ground_place(self, tiles: tuple[float, float]) -> tuple[float, float]:
        """The canvas pixel of the ground towards what lies `tiles` away, as far as it shows; unknown without camera."""
        view, (right, forward) = self.state.view, tiles
        if view.pitch_rad is None or view.zoom is None:
            return UNKNOWN, UNKNOWN
        across, down = right * view.zoom, -forward * view.zoom * math.sin(view.pitch_rad)
        room = view.viewport.width / 2.0 - VIEW_MARGIN_PX, view.viewport.height / 2.0 - VIEW_MARGIN_PX
        shown = min(1.0, room[0] / max(abs(across), 1.0), room[1] / max(abs(down), 1.0))
        middle = view.viewport.centre
        return middle.x + shown * across, middle.y + shown * down

    def on_minimap(self, entity: Entity | None) -> tuple[float, float]:
        """The way from the pointer to an entity's place on the minimap, as features."""
        dx, dy = offset_px(self.pointer, self.minimap)
        across, down = self.minimap_shift(self.tiles(entity))
        return linear_px(dx + across), linear_px(dy + down)
