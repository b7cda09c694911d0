"""The furnace and the tall hedge, each filling its clickable rectangle."""

from __future__ import annotations

import cv2
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import Picture, noise, shaded
from bridge.sandbox.drawing.trees import SHADOW
from bridge.sandbox.rules import Colour

_STONE: Colour = (126, 118, 110)
_FIRE: Colour = (238, 132, 36)
_LEAVES: Colour = (52, 96, 44)


def paint_furnace(view: Picture, rect: Rect) -> None:
    """A stone oven with a fire in it and a chimney."""
    x, y, width, height = rect.x, rect.y, rect.width, rect.height
    cv2.ellipse(view, (x + width // 2 + 2, y + height - 2), (width // 2, 5), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    chimney = (x + width * 3 // 5, y), (x + width * 4 // 5, y + height // 2)
    cv2.rectangle(view, *chimney, shaded(_STONE, 0.8), -1)
    cv2.rectangle(view, *chimney, shaded(_STONE, 0.5), 1)
    body = [
        (x + 1, y + height - 2),
        (x + width // 8, y + height // 4),
        (x + width * 7 // 8, y + height // 4),
        (x + width - 2, y + height - 2),
    ]
    cv2.fillConvexPoly(view, np.array(body, dtype=np.int32), _STONE, cv2.LINE_AA)
    cv2.polylines(view, [np.array(body, dtype=np.int32)], True, shaded(_STONE, 0.5), 1, cv2.LINE_AA)
    mouth, radii = (x + width // 2, y + height - 4), (width // 4, height // 3)
    cv2.ellipse(view, mouth, radii, 0, 180, 360, (36, 22, 16), -1, cv2.LINE_AA)
    cv2.ellipse(view, mouth, (max(radii[0] - 3, 1), max(radii[1] - 4, 1)), 0, 180, 360, _FIRE, -1, cv2.LINE_AA)
    glow = (max(radii[0] - 6, 1), max(radii[1] - 8, 1))
    cv2.ellipse(view, mouth, glow, 0, 180, 360, (252, 220, 110), -1, cv2.LINE_AA)


def paint_hedge(view: Picture, rect: Rect) -> None:
    """A clipped hedge taller than a person."""
    left, top = max(rect.x, 0), max(rect.y, 0)
    right, bottom = min(rect.x + rect.width, view.shape[1]), min(rect.y + rect.height, view.shape[0])
    if right <= left or bottom <= top:
        return
    grain = noise(rect.height, rect.width, salt=7)[top - rect.y : bottom - rect.y, left - rect.x : right - rect.x]
    light = np.linspace(1.25, 0.7, rect.height)[top - rect.y : bottom - rect.y, None]
    leaves = np.array(_LEAVES) * ((0.75 + 0.5 * grain) * light)[:, :, None]
    view[top:bottom, left:right] = np.clip(leaves, 0, 255).astype(np.uint8)
    corner, end = (rect.x, rect.y), (rect.x + rect.width - 1, rect.y + rect.height - 1)
    cv2.rectangle(view, corner, end, shaded(_LEAVES, 0.45), 1)
