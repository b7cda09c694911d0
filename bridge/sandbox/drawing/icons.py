"""Pictures of items."""

from __future__ import annotations

from typing import assert_never

import cv2
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import BLACK, Picture, shaded
from bridge.sandbox.rules import Colour, ItemRules

_HANDLE: Colour = (116, 78, 42)
_GOLD: Colour = (230, 190, 72)


def paint_item(picture: Picture, rect: Rect, item: ItemRules) -> None:
    """An item's picture, filling a rectangle."""
    match item.icon:
        case "log":
            _paint_log(picture, rect, item.colour)
        case "axe":
            _paint_axe(picture, rect, item.colour)
        case "sword":
            _paint_sword(picture, rect, item.colour)
        case "fish":
            _paint_fish(picture, rect, item.colour)
        case "meat":
            _paint_meat(picture, rect, item.colour)
        case "bones":
            _paint_bones(picture, rect, item.colour)
        case "bar":
            _paint_bar(picture, rect, item.colour)
        case "gem":
            _paint_gem(picture, _part(rect, 0.22, 0.2, 0.56, 0.62), item.colour)
        case "ring":
            _paint_ring(picture, rect, item.colour)
        case "necklace":
            _paint_chain(picture, rect, item.colour, is_long=False)
        case "amulet":
            _paint_chain(picture, rect, item.colour, is_long=True)
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


def _paint_sword(picture: Picture, rect: Rect, colour: Colour) -> None:
    hilt, tip = _at(rect, 0.24, 0.8), _at(rect, 0.8, 0.14)
    cv2.line(picture, hilt, tip, shaded(colour, 0.45), 5, cv2.LINE_AA)
    cv2.line(picture, hilt, tip, shaded(colour, 1.25), 2, cv2.LINE_AA)
    cv2.line(picture, _at(rect, 0.24, 0.54), _at(rect, 0.5, 0.8), _HANDLE, 3, cv2.LINE_AA)
    cv2.line(picture, hilt, _at(rect, 0.14, 0.92), _HANDLE, 3, cv2.LINE_AA)


def _paint_fish(picture: Picture, rect: Rect, colour: Colour) -> None:
    tail = np.array([_at(rect, 0.34, 0.5), _at(rect, 0.08, 0.24), _at(rect, 0.08, 0.78)], dtype=np.int32)
    cv2.fillConvexPoly(picture, tail, shaded(colour, 0.7), cv2.LINE_AA)
    size = (round(rect.width * 0.32), round(rect.height * 0.24))
    cv2.ellipse(picture, _at(rect, 0.58, 0.5), size, 0, 0, 360, shaded(colour, 0.5), -1, cv2.LINE_AA)
    cv2.ellipse(picture, _at(rect, 0.58, 0.5), (size[0] - 1, size[1] - 1), 0, 0, 360, colour, -1, cv2.LINE_AA)
    belly = (max(size[0] - 4, 1), max(size[1] // 3, 1))
    cv2.ellipse(picture, _at(rect, 0.56, 0.6), belly, 0, 0, 360, shaded(colour, 1.35), -1, cv2.LINE_AA)
    cv2.circle(picture, _at(rect, 0.76, 0.44), 1, BLACK, -1)


def _paint_meat(picture: Picture, rect: Rect, colour: Colour) -> None:
    """A piece of meat on its bone."""
    cv2.line(picture, _at(rect, 0.3, 0.72), _at(rect, 0.16, 0.88), (226, 216, 194), 4, cv2.LINE_AA)
    size = (round(rect.width * 0.32), round(rect.height * 0.26))
    cv2.ellipse(picture, _at(rect, 0.56, 0.46), size, -35, 0, 360, shaded(colour, 0.5), -1, cv2.LINE_AA)
    cv2.ellipse(picture, _at(rect, 0.56, 0.46), (size[0] - 1, size[1] - 1), -35, 0, 360, colour, -1, cv2.LINE_AA)
    light = (max(size[0] // 2, 1), max(size[1] // 3, 1))
    cv2.ellipse(picture, _at(rect, 0.6, 0.36), light, -35, 0, 360, shaded(colour, 1.35), -1, cv2.LINE_AA)


def _paint_bones(picture: Picture, rect: Rect, colour: Colour) -> None:
    for start, end in (((0.2, 0.3), (0.8, 0.76)), ((0.22, 0.76), (0.78, 0.28))):
        first, second = _at(rect, *start), _at(rect, *end)
        cv2.line(picture, first, second, shaded(colour, 0.5), 5, cv2.LINE_AA)
        cv2.line(picture, first, second, colour, 3, cv2.LINE_AA)
        for place in (first, second):
            cv2.circle(picture, place, 3, shaded(colour, 1.1), -1, cv2.LINE_AA)


def _paint_bar(picture: Picture, rect: Rect, colour: Colour) -> None:
    """A cast bar, seen from above at a slant."""
    top = [_at(rect, 0.3, 0.36), _at(rect, 0.84, 0.22), _at(rect, 0.92, 0.4), _at(rect, 0.36, 0.56)]
    front = [_at(rect, 0.36, 0.56), _at(rect, 0.92, 0.4), _at(rect, 0.92, 0.58), _at(rect, 0.36, 0.78)]
    side = [_at(rect, 0.3, 0.36), _at(rect, 0.36, 0.56), _at(rect, 0.36, 0.78), _at(rect, 0.2, 0.56)]
    for face, light in ((side, 0.55), (front, 0.8), (top, 1.2)):
        cv2.fillConvexPoly(picture, np.array(face, dtype=np.int32), shaded(colour, light), cv2.LINE_AA)


def _paint_gem(picture: Picture, rect: Rect, colour: Colour) -> None:
    """A cut stone."""
    outline = [_at(rect, x, y) for x, y in ((0.25, 0.0), (0.75, 0.0), (1.0, 0.35), (0.5, 1.0), (0.0, 0.35))]
    cv2.fillConvexPoly(picture, np.array(outline, dtype=np.int32), shaded(colour, 0.5), cv2.LINE_AA)
    inner = [_at(rect, x, y) for x, y in ((0.3, 0.08), (0.7, 0.08), (0.9, 0.36), (0.5, 0.88), (0.1, 0.36))]
    cv2.fillConvexPoly(picture, np.array(inner, dtype=np.int32), colour, cv2.LINE_AA)
    facet = [_at(rect, x, y) for x, y in ((0.3, 0.08), (0.7, 0.08), (0.5, 0.36))]
    cv2.fillConvexPoly(picture, np.array(facet, dtype=np.int32), shaded(colour, 1.7), cv2.LINE_AA)


def _paint_ring(picture: Picture, rect: Rect, stone: Colour) -> None:
    size = (round(rect.width * 0.24), round(rect.height * 0.27))
    cv2.ellipse(picture, _at(rect, 0.5, 0.6), size, 0, 0, 360, shaded(_GOLD, 0.5), 5, cv2.LINE_AA)
    cv2.ellipse(picture, _at(rect, 0.5, 0.6), size, 0, 0, 360, _GOLD, 3, cv2.LINE_AA)
    _paint_gem(picture, _part(rect, 0.36, 0.1, 0.28, 0.34), stone)


def _paint_chain(picture: Picture, rect: Rect, stone: Colour, *, is_long: bool) -> None:
    """A necklace with a small stone, or an amulet: a longer chain with a large one."""
    size = (round(rect.width * 0.3), round(rect.height * (0.42 if is_long else 0.34)))
    middle = _at(rect, 0.5, 0.2 if is_long else 0.3)
    cv2.ellipse(picture, middle, size, 0, -20, 200, shaded(_GOLD, 0.5), 4, cv2.LINE_AA)
    cv2.ellipse(picture, middle, size, 0, -20, 200, _GOLD, 2, cv2.LINE_AA)
    _paint_gem(picture, _part(rect, 0.32, 0.5, 0.36, 0.44) if is_long else _part(rect, 0.4, 0.58, 0.2, 0.26), stone)


def _part(rect: Rect, across: float, down: float, width: float, height: float) -> Rect:
    """A part of a rectangle, all four as shares of it."""
    x, y = _at(rect, across, down)
    return Rect(x, y, round(rect.width * width), round(rect.height * height))


def _at(rect: Rect, across: float, down: float) -> tuple[int, int]:
    """A place at shares of a rectangle."""
    return rect.x + round(rect.width * across), rect.y + round(rect.height * down)
