"""Walls and rocks, standing on their tiles."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from bridge.sandbox.camera import Camera
from bridge.sandbox.drawing.ink import Picture, shaded
from bridge.sandbox.rules import Colour

WALL_HEIGHT_SHARE = 0.62
_CORNERS = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))
_FRACTION_BITS = 4


def paint_wall(view: Picture, x: float, y: float, camera: Camera, colour: Colour) -> None:
    """A block of stone on the tile whose middle is at (x, y) of the view."""
    ground = np.array([_turned(camera, e, n) for e, n in _CORNERS]) + np.array((x, y))
    top = ground - np.array((0.0, WALL_HEIGHT_SHARE * camera.zoom))
    for first in range(4):
        second = (first + 1) % 4
        if ground[second][0] > ground[first][0]:  # this side faces us
            slope = (ground[second][1] - ground[first][1]) / max(ground[second][0] - ground[first][0], 1e-6)
            side = shaded(colour, 0.72 - 0.16 * math.tanh(slope))
            face = np.array([ground[first], ground[second], top[second], top[first]])
            _polygon(view, face, side)
            _line(view, (face[0] + face[3]) / 2, (face[1] + face[2]) / 2, shaded(side, 0.8))
    _polygon(view, top, shaded(colour, 1.1))
    for first in range(4):
        _line(view, top[first], top[(first + 1) % 4], shaded(colour, 0.85))


def paint_rock(view: Picture, x: float, y: float, zoom: float, colour: Colour, variety: int) -> None:
    """A boulder at (x, y) of the view; `variety` makes each a little different."""
    width = zoom * (0.40 + 0.03 * (variety % 4))
    height = zoom * (0.34 + 0.03 * (variety // 4 % 4))
    _ellipse(view, x + 2, y + zoom * 0.14, width * 1.1, zoom * 0.22, (46, 62, 34))
    angles = np.linspace(0, 2 * np.pi, 9, endpoint=False) + variety
    bumps = 1.0 + 0.13 * np.sin(3 * angles + variety)
    outline = np.stack(
        [x + width * bumps * np.cos(angles), y - height * 0.35 + height * bumps * np.sin(angles)], axis=1
    )
    _polygon(view, outline, shaded(colour, 0.68))
    _polygon(view, (outline - (x, y - height * 0.5)) * 0.78 + (x - width * 0.1, y - height * 0.62), colour)
    _ellipse(view, x - width * 0.25, y - height * 0.85, width * 0.38, height * 0.24, shaded(colour, 1.25))


def _turned(camera: Camera, east: float, north: float) -> tuple[float, float]:
    cosine, sine = math.cos(camera.yaw_rad), math.sin(camera.yaw_rad)
    right, up = east * cosine - north * sine, east * sine + north * cosine
    return camera.zoom * right, -camera.zoom * math.sin(camera.pitch_rad) * up


def _fixed(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    return np.round(points * (1 << _FRACTION_BITS)).astype(np.int32)


def _polygon(view: Picture, points: npt.NDArray[np.float64], colour: Colour) -> None:
    cv2.fillConvexPoly(view, _fixed(points), colour, cv2.LINE_AA, _FRACTION_BITS)


def _line(view: Picture, start: npt.NDArray[np.float64], end: npt.NDArray[np.float64], colour: Colour) -> None:
    first, second = _fixed(start).tolist(), _fixed(end).tolist()
    cv2.line(view, first, second, colour, 1, cv2.LINE_AA, _FRACTION_BITS)


def _ellipse(view: Picture, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    cv2.ellipse(view, (round(x), round(y)), (round(width), round(height)), 0, 0, 360, colour, -1, cv2.LINE_AA)
