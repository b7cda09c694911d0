"""Features of the pointer, the player and the camera."""

from __future__ import annotations

import math

from bridge.geometry import Point
from bridge.state import GameState, Player, View, WorldPoint
from model.feature_groups.feature import (
    UNKNOWN,
    Feature,
    fine_tiles,
    flags,
    name_category,
    numbers,
    optional,
    share,
    shares,
)
from model.vocabulary import UNKNOWN as UNKNOWN_NAME
from model.vocabulary import Names

USUAL_ZOOM_PX = 30.0
"""Pixels a tile at which the zoom feature is 0."""

POINTER_FEATURES: tuple[Feature, ...] = (*numbers("pointer", "x", "y"), *flags("pointer", "is_in_viewport"))

PLAYER_FEATURES: tuple[Feature, ...] = (
    *flags("player", "is_moving", "is_running", "is_idle", "has_destination"),
    *shares("player", "run_energy", "hitpoints"),
    *numbers("player", "destination_right", "destination_forward"),
    name_category("player.animation"),
    name_category("player.interacting"),
)

CAMERA_FEATURES: tuple[Feature, ...] = numbers("camera", "yaw_sin", "yaw_cos", "pitch", "zoom")


def pointer_values(view: View, pointer: Point | None) -> tuple[float, ...]:
    """Where the pointer is: -1 .. 1 over the canvas."""
    if pointer is None or not view.canvas_width_px or not view.canvas_height_px:
        return (UNKNOWN,) * len(POINTER_FEATURES)
    return (
        2.0 * pointer.x / view.canvas_width_px - 1.0,
        2.0 * pointer.y / view.canvas_height_px - 1.0,
        float(view.viewport.contains(pointer.x, pointer.y)),
    )


def player_values(state: GameState, names: Names) -> tuple[float, ...]:
    """How the player fares and what it is about; no absolute place."""
    player = state.player
    if player is None:
        return (UNKNOWN,) * len(PLAYER_FEATURES)
    right, forward = camera_tiles(player.position, player.destination, state.view.yaw_rad)
    return (
        optional(player.is_moving),
        optional(player.is_running),
        UNKNOWN if player.animation is None else float(player.animation == -1),
        float(player.destination is not None and player.destination != player.position),
        optional(player.run_energy),
        share(player.hitpoints, player.max_hitpoints),
        fine_tiles(right),
        fine_tiles(forward),
        _animation(player, names),
        _interacting(state, player, names),
    )


def camera_values(view: View) -> tuple[float, ...]:
    """Where the camera looks.

    Raises:
        ValueError: an angle or the zoom is not finite, or the zoom is not positive.
    """
    for field in ("yaw_rad", "pitch_rad", "zoom"):
        value = getattr(view, field)
        if value is not None and not math.isfinite(value):
            raise ValueError(f"view.{field} is {value}, expected a finite number")
    if view.zoom is not None and view.zoom <= 0.0:
        raise ValueError(f"view.zoom is {view.zoom}, expected more than 0 px a tile")
    return (
        UNKNOWN if view.yaw_rad is None else math.sin(view.yaw_rad),
        UNKNOWN if view.yaw_rad is None else math.cos(view.yaw_rad),
        UNKNOWN if view.pitch_rad is None else view.pitch_rad / math.pi,
        UNKNOWN if view.zoom is None else math.log2(view.zoom / USUAL_ZOOM_PX),
    )


def camera_tiles(here: WorldPoint, there: WorldPoint | None, yaw_rad: float | None) -> tuple[float, float]:
    """The way from `here` to `there` in tiles as the camera sees it: (to the right, forward); unknown where any is.

    At yaw 0 north is forward; a growing yaw turns the picture to the left (counter-clockwise).
    """
    if there is None or yaw_rad is None or there.plane != here.plane:
        return UNKNOWN, UNKNOWN
    east, north = there.x - here.x, there.y - here.y
    sine, cosine = math.sin(yaw_rad), math.cos(yaw_rad)
    return east * cosine - north * sine, north * cosine + east * sine


def _animation(player: Player, names: Names) -> float:
    if player.animation is None:
        return UNKNOWN
    return float(names.id_of("" if player.animation == -1 else f"animation {player.animation}"))


def _interacting(state: GameState, player: Player, names: Names) -> float:
    if player.interacting is None:
        return UNKNOWN
    if player.interacting == "":
        return float(names.id_of(""))
    found = (entity.name for entity in state.entities or () if entity.key == player.interacting)
    name = next(found, None)
    return float(UNKNOWN_NAME if name is None else names.id_of(name))
