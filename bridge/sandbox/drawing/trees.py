"""Trees by kind, and their stumps, each filling its clickable rectangle."""

from __future__ import annotations

import cv2

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import Picture, shaded
from bridge.sandbox.rules import Colour, TreeRules

SHADOW: Colour = (50, 68, 36)

_LEAFY = ((0.5, 0.40, 0.36), (0.27, 0.50, 0.25), (0.73, 0.50, 0.25), (0.5, 0.24, 0.23))
_BROAD = ((0.24, 0.46, 0.23), (0.76, 0.46, 0.23), (0.36, 0.27, 0.25), (0.64, 0.27, 0.25), (0.5, 0.45, 0.28))


def paint_tree(view: Picture, rect: Rect, kind: str, rules: TreeRules) -> None:
    """A standing tree; `rect` in the view's own pixels."""
    middle = rect.x + rect.width // 2
    bottom = rect.y + rect.height
    cv2.ellipse(view, (middle + 2, bottom - 3), (rect.width * 2 // 5, 6), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    _paint_trunk(view, middle, bottom, rect, rules.trunk)
    match kind:
        case "willow":
            _paint_strands(view, rect, rules.crown)
        case "oak":
            _paint_blobs(view, rect, _BROAD, rules.crown)
        case _:
            _paint_blobs(view, rect, _LEAFY, rules.crown)


def paint_stump(view: Picture, rect: Rect, rules: TreeRules) -> None:
    """What is left of a tree."""
    middle, bottom = rect.x + rect.width // 2, rect.y + rect.height
    radius = max(rect.width // 2 - 2, 3)
    top = rect.y + radius // 2 + 2
    cv2.ellipse(view, (middle + 2, bottom - 2), (radius + 2, 4), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    bark = shaded(rules.trunk, 0.85)
    cv2.rectangle(view, (middle - radius, top), (middle + radius, bottom - 4), bark, -1)
    cv2.ellipse(view, (middle, bottom - 4), (radius, 3), 0, 0, 180, bark, -1)
    cv2.ellipse(view, (middle, top), (radius, radius // 2), 0, 0, 360, shaded(rules.trunk, 1.65), -1, cv2.LINE_AA)
    cv2.ellipse(view, (middle, top), (radius // 2, radius // 4), 0, 0, 360, shaded(rules.trunk, 1.25), 1, cv2.LINE_AA)


def _paint_trunk(view: Picture, middle: int, bottom: int, rect: Rect, colour: Colour) -> None:
    half = max(rect.width // 11, 2)
    top = rect.y + rect.height // 2
    cv2.rectangle(view, (middle - half, top), (middle + half, bottom - 3), colour, -1)
    cv2.line(view, (middle + half, top), (middle + half, bottom - 3), shaded(colour, 0.65))
    cv2.line(view, (middle - half - 1, bottom - 3), (middle + half + 1, bottom - 3), shaded(colour, 0.8))


def _paint_blobs(view: Picture, rect: Rect, blobs: tuple[tuple[float, float, float], ...], colour: Colour) -> None:
    """A crown of balls at shares of the rectangle: dark rims first, then the leaves, then light from the north-west."""
    places = [(rect.x + x * rect.width, rect.y + y * rect.height, r * rect.width) for x, y, r in blobs]
    for x, y, radius in places:
        cv2.circle(view, (round(x), round(y)), round(radius), shaded(colour, 0.55), -1, cv2.LINE_AA)
    for x, y, radius in places:
        cv2.circle(view, (round(x), round(y - 1)), round(radius - 2), colour, -1, cv2.LINE_AA)
    for x, y, radius in places:
        light = (round(x - radius * 0.25), round(y - radius * 0.35))
        cv2.circle(view, light, max(round(radius * 0.45), 1), shaded(colour, 1.2), -1, cv2.LINE_AA)


def _paint_strands(view: Picture, rect: Rect, colour: Colour) -> None:
    """A crown whose branches hang down."""
    middle = rect.x + rect.width // 2
    top, width, height = rect.y, rect.width, rect.height
    dome = (round(width * 0.46), round(height * 0.30))
    cv2.ellipse(view, (middle, top + round(height * 0.32)), dome, 0, 0, 360, shaded(colour, 0.6), -1, cv2.LINE_AA)
    strands = 7
    for strand in range(strands):
        x = rect.x + round(width * (0.08 + 0.84 * strand / (strands - 1)))
        hang = top + round(height * (0.74 + 0.14 * ((strand * 5) % 3 - 1)))
        tint = shaded(colour, 0.72 + 0.14 * (strand % 3))
        cv2.line(view, (round(middle + (x - middle) * 0.7), top + round(height * 0.3)), (x, hang), tint, 3, cv2.LINE_AA)
    crown = (round(width * 0.38), round(height * 0.22))
    cv2.ellipse(view, (middle, top + round(height * 0.28)), crown, 0, 0, 360, colour, -1, cv2.LINE_AA)
    light = (round(width * 0.2), round(height * 0.1))
    place = (middle - width // 8, top + round(height * 0.2))
    cv2.ellipse(view, place, light, 0, 0, 360, shaded(colour, 1.2), -1, cv2.LINE_AA)
