"""Pictures of items."""

from __future__ import annotations

from typing import assert_never

import cv2

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import Picture, shaded
from bridge.sandbox.rules import Colour, ItemRules

_HANDLE: Colour = (116, 78, 42)


def paint_item(picture: Picture, rect: Rect, item: ItemRules) -> None:
    """An item's picture, filling a rectangle."""
    match item.icon:
        case "log":
            _paint_log(picture, rect, item.colour)
        case "axe":
            _paint_axe(picture, rect, item.colour)
        case _:
            assert_never(item.icon)


def _paint_log(picture: Picture, rect: Rect, colour: Colour) -> None:
    """A log that lies aslant, its cut end towards us."""
    radius = max(rect.height // 5, 3)
    back = (rect.x + rect.width * 3 // 4, rect.y + rect.height // 3)
    front = (rect.x + rect.width // 4, rect.y + rect.height * 2 // 3)
    cv2.line(picture, back, front, shaded(colour, 0.45), 2 * radius + 3, cv2.LINE_AA)
    cv2.line(picture, back, front, colour, 2 * radius, cv2.LINE_AA)
    ridge = radius // 2
    cv2.line(
        picture, (back[0] - 2, back[1] - ridge), (front[0], front[1] - ridge), shaded(colour, 1.25), 2, cv2.LINE_AA
    )
    cv2.circle(picture, front, radius, shaded(colour, 0.5), -1, cv2.LINE_AA)
    cv2.circle(picture, front, radius - 1, shaded(colour, 1.6), -1, cv2.LINE_AA)
    cv2.circle(picture, front, max(radius // 2, 1), shaded(colour, 1.2), 1, cv2.LINE_AA)


def _paint_axe(picture: Picture, rect: Rect, colour: Colour) -> None:
    x, y, width, height = rect.x, rect.y, rect.width, rect.height
    cv2.line(
        picture, (x + width // 4, y + height * 5 // 6), (x + width * 3 // 4, y + height // 5), _HANDLE, 3, cv2.LINE_AA
    )
    blade = (x + width * 5 // 8, y + height // 3)
    cv2.ellipse(picture, blade, (width // 4, height // 6), 45, 0, 360, shaded(colour, 0.5), -1, cv2.LINE_AA)
    cv2.ellipse(picture, blade, (width // 5, height // 8), 45, 0, 360, colour, -1, cv2.LINE_AA)
