"""What a player reads off a game state: distances, where a place lies on the minimap, how far the camera is turned."""

from __future__ import annotations

import math

from bridge.clock import SECOND_NS
from bridge.geometry import Point, Rect
from bridge.sandbox.layout import MINIMAP, MINIMAP_PX_PER_TILE
from bridge.state import Entity, GameState, WorldPoint

MINIMAP_REACH_TILES = 16.0
"""How far from the middle of the minimap one still clicks."""
MINIMAP_TARGET_PX = 14
VIEW_MARGIN_PX = 30
VIEW_TARGET_PX = 22
TURN_RAD_PER_S = 1.8
"""How fast the arrow keys turn the camera, as anybody sees who holds one."""
SMALLEST_TARGET_PX = 10


def steps_between(one: WorldPoint, other: WorldPoint) -> int:
    """Steps between two places where nothing is in the way."""
    return max(abs(one.x - other.x), abs(one.y - other.y))


def clickable_bounds(entity: Entity, viewport: Rect) -> Rect | None:
    """The part of an entity's bounds that lies on the view; None where too little of it does."""
    if entity.bounds is None:
        return None
    visible = entity.bounds.intersection(viewport)
    return visible if min(visible.width, visible.height) >= SMALLEST_TARGET_PX else None


def uncovered_bounds(state: GameState, entity: Entity, covers: frozenset[str]) -> Rect | None:
    """What of an entity's bounds one can see and click between things that cover others; None where it is too little.

    Args:
        state: as seen now.
        entity: what is looked for.
        covers: the names of things that cover what stands behind them: those whose foot is lower on the view.
    """
    seen = clickable_bounds(entity, state.view.viewport)
    foot = entity.bounds.y + entity.bounds.height if entity.bounds is not None else 0
    for other in state.entities or ():
        bounds = other.bounds
        if seen is None or bounds is None or other.name not in covers or bounds.y + bounds.height <= foot:
            continue
        seen = _beside(seen, bounds)
    return seen


def _beside(seen: Rect, cover: Rect) -> Rect | None:
    """The largest part of a rectangle that lies left, right, above or below of another, None where all are small."""
    hidden = seen.intersection(cover)
    if not (hidden.width and hidden.height):
        return seen
    right, bottom = hidden.x + hidden.width, hidden.y + hidden.height
    parts = (
        Rect(seen.x, seen.y, hidden.x - seen.x, seen.height),
        Rect(right, seen.y, seen.x + seen.width - right, seen.height),
        Rect(seen.x, seen.y, seen.width, hidden.y - seen.y),
        Rect(seen.x, bottom, seen.width, seen.y + seen.height - bottom),
    )
    best = max(parts, key=lambda part: part.width * part.height)
    return best if min(best.width, best.height) >= SMALLEST_TARGET_PX else None


def minimap_target(state: GameState, place: WorldPoint) -> Rect:
    """Where to click on the minimap to walk to a place, or towards it where the minimap does not reach so far.

    Raises:
        ValueError: nobody is in the game, so that there is no minimap.
    """
    if state.player is None:
        raise ValueError("no player stands on the map; only a logged-in state has a minimap")
    east, north = place.x - state.player.position.x, place.y - state.player.position.y
    share = min(1.0, MINIMAP_REACH_TILES / max(math.hypot(east, north), 1.0))
    right, up = turned(east * share, north * share, state.view.yaw_rad or 0.0)
    middle = MINIMAP.centre
    return square(
        Point(round(middle.x + right * MINIMAP_PX_PER_TILE), round(middle.y - up * MINIMAP_PX_PER_TILE)),
        MINIMAP_TARGET_PX,
    )


def view_target(state: GameState, place: WorldPoint) -> Rect | None:
    """Where to click on the ground of the view to walk towards a place; None where something else stands there."""
    player, view = state.player, state.view
    if player is None or view.yaw_rad is None or view.pitch_rad is None or view.zoom is None:
        return None
    right, up = turned(place.x - player.position.x, place.y - player.position.y, view.yaw_rad)
    across_px, down_px = right * view.zoom, -up * view.zoom * math.sin(view.pitch_rad)
    room_px = (view.viewport.width / 2 - VIEW_MARGIN_PX, view.viewport.height / 2 - VIEW_MARGIN_PX)
    share = min(1.0, room_px[0] / max(abs(across_px), 1.0), room_px[1] / max(abs(down_px), 1.0))
    middle = view.viewport.centre
    target = square(Point(round(middle.x + across_px * share), round(middle.y + down_px * share)), VIEW_TARGET_PX)
    hidden = (entity.bounds.intersection(target) for entity in state.entities or () if entity.bounds is not None)
    return None if any(part.width and part.height for part in hidden) else target


def turned(east: float, north: float, yaw_rad: float) -> tuple[float, float]:
    """How far right and up a way goes on a picture that is turned by `yaw_rad`."""
    cosine, sine = math.cos(yaw_rad), math.sin(yaw_rad)
    return east * cosine - north * sine, east * sine + north * cosine


def square(middle: Point, side_px: int) -> Rect:
    """A square around a point."""
    return Rect(middle.x - side_px // 2, middle.y - side_px // 2, side_px, side_px)


def yaw_error_rad(state: GameState, place: WorldPoint) -> float:
    """How far the camera must turn, in (-pi, pi], for a place to lie straight ahead; positive is the left key."""
    if state.player is None or state.view.yaw_rad is None:
        return 0.0
    east, north = place.x - state.player.position.x, place.y - state.player.position.y
    error_rad = (math.atan2(east, north) - state.view.yaw_rad) % math.tau
    return error_rad - math.tau if error_rad > math.pi else error_rad


def turn_to_see_rad(state: GameState, place: WorldPoint, covers: tuple[WorldPoint, ...]) -> float:
    """How far the camera must turn, in (-pi, pi], for covers around a place to lie behind it; positive is the left key.

    Args:
        state: as seen now.
        place: what is looked for.
        covers: where the things stand that hide it; 0 where there are none.
    """
    if state.view.yaw_rad is None or not covers:
        return 0.0
    east = sum(cover.x - place.x for cover in covers)
    north = sum(cover.y - place.y for cover in covers)
    error_rad = (math.atan2(east, north) - state.view.yaw_rad) % math.tau
    return error_rad - math.tau if error_rad > math.pi else error_rad


def turn_hold_ns(angle_rad: float) -> int:
    """How long an arrow key is held to turn the camera by an angle."""
    return round(abs(angle_rad) / TURN_RAD_PER_S * SECOND_NS)
