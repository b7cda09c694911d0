"""The camera above the player, and the way between the ground and the canvas (a parallel projection)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from bridge.clock import SECOND_NS
from bridge.events import InputEvent, KeyPress, KeyRelease, WheelScroll
from bridge.geometry import Rect
from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.rules import CameraRules
from bridge.sandbox.terrain import Tile
from bridge.state import TICK_NS


class Camera(msgspec.Struct, frozen=True):
    """Where the camera looks: `yaw_rad` in [0, 2 pi), 0 with north up; `zoom` in pixels a tile; `pitch_rad` down."""

    yaw_rad: float
    pitch_rad: float
    zoom: float


def project(camera: Camera, eye: Tile, east: float, north: float) -> tuple[float, float]:
    """The canvas place of a point of the ground.

    Args:
        camera: how one looks.
        eye: the tile whose middle lies in the middle of the view.
        east: the point on the map; the middle of tile (x, y) lies at (x + 0.5, y + 0.5).
        north: likewise.
    """
    cosine, sine = math.cos(camera.yaw_rad), math.sin(camera.yaw_rad)
    e, n = east - eye.x - 0.5, north - eye.y - 0.5
    middle = VIEWPORT.centre
    right, up = e * cosine - n * sine, e * sine + n * cosine
    return middle.x + camera.zoom * right, middle.y - camera.zoom * math.sin(camera.pitch_rad) * up


def tile_under(camera: Camera, eye: Tile, x: float, y: float) -> Tile:
    """The tile of the ground under a canvas pixel; may lie outside the map."""
    middle = VIEWPORT.centre
    right = (x - middle.x) / camera.zoom
    up = (middle.y - y) / (camera.zoom * math.sin(camera.pitch_rad))
    e, n = turned_back(camera.yaw_rad, right, up)
    return Tile(math.floor(eye.x + 0.5 + e), math.floor(eye.y + 0.5 + n))


def turned_back(yaw_rad: float, right: float, up: float) -> tuple[float, float]:
    """East and north of a way that goes `right` and `up` on a picture turned by `yaw_rad`."""
    cosine, sine = math.cos(yaw_rad), math.sin(yaw_rad)
    return right * cosine + up * sine, up * cosine - right * sine


def standing_rect(camera: Camera, eye: Tile, tile: Tile, width_share: float, height_share: float) -> Rect:
    """The canvas rectangle of something upright in the middle of a tile; sizes as shares of a tile."""
    x, y = project(camera, eye, tile.x + 0.5, tile.y + 0.5)
    width, height = round(width_share * camera.zoom), round(height_share * camera.zoom)
    foot = y + 0.3 * camera.zoom
    return Rect(round(x - width / 2), round(foot) - height, width, height)


def camera_after(camera: Camera, held_keys: frozenset[str], inputs: Sequence[InputEvent], rules: CameraRules) -> Camera:
    """The camera at the end of a tick.

    Args:
        camera: at the tick's start.
        held_keys: keys down at the tick's start.
        inputs: the tick's events in order, times counted from its start; the wheel counts over the view only.
        rules: how fast it turns and zooms.
    """
    turn_s = _held_s("left", held_keys, inputs) - _held_s("right", held_keys, inputs)
    notches = sum(event.notches for event in inputs if isinstance(event, WheelScroll) and _is_on_view(event))
    nearest, farthest = rules.zoom_px_per_tile[1], rules.zoom_px_per_tile[0]
    if turn_s == 0.0 and notches == 0:
        return camera
    yaw_rad = (camera.yaw_rad + turn_s * rules.turn_rad_per_s) % math.tau
    zoom = min(max(camera.zoom + notches * rules.zoom_px_per_notch, farthest), nearest)
    return Camera(yaw_rad, camera.pitch_rad, zoom)


def _held_s(key: str, held_keys: frozenset[str], inputs: Sequence[InputEvent]) -> float:
    """Seconds of the tick during which a key was down."""
    down_ns = 0 if key in held_keys else None
    total_ns = 0
    for event in inputs:
        if isinstance(event, KeyPress) and event.key == key and down_ns is None:
            down_ns = event.at_ns
        elif isinstance(event, KeyRelease) and event.key == key and down_ns is not None:
            total_ns += event.at_ns - down_ns
            down_ns = None
    if down_ns is not None:
        total_ns += TICK_NS - down_ns
    return total_ns / SECOND_NS


def _is_on_view(event: WheelScroll) -> bool:
    return VIEWPORT.contains(event.x, event.y)
