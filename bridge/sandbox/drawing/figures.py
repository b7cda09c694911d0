"""The player and the bank chest."""

from __future__ import annotations

import math

import cv2

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import BLACK, Picture, shaded
from bridge.sandbox.drawing.trees import SHADOW
from bridge.sandbox.rules import Colour

_SKIN: Colour = (224, 178, 136)
_HAIR: Colour = (84, 56, 32)
_TROUSERS: Colour = (74, 66, 58)
_WOOD: Colour = (134, 92, 46)
_IRON: Colour = (178, 178, 186)
_GOLD: Colour = (226, 190, 70)


def paint_player(
    view: Picture,
    x: float,
    y: float,
    zoom: float,
    tunic: Colour,
    heading_rad: float,
    pose: int,
    *,
    has_sword: bool = False,
) -> None:
    """A small figure.

    Args:
        view: painted on.
        x: between its feet.
        y: likewise.
        zoom: pixels a tile.
        tunic: the colour of its clothes.
        heading_rad: where it looks on the canvas, 0 to the right, growing clockwise.
        pose: -1 idle, 0 or 1 for the two halves of a swing.
        has_sword: whether a sword swings, not an axe.
    """
    unit = zoom / 30
    feet = (round(x), round(y + 4 * unit))
    look = 1 if math.cos(heading_rad) >= 0 else -1
    cv2.ellipse(view, (feet[0] + 1, feet[1]), (round(9 * unit), round(4 * unit)), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    for side in (-1, 1):
        leg = feet[0] + round(3 * side * unit)
        cv2.line(view, (leg, feet[1]), (leg, feet[1] - round(8 * unit)), _TROUSERS, max(round(4 * unit), 2))
    _box(view, feet[0] - round(6 * unit), feet[1] - round(19 * unit), round(12 * unit), round(12 * unit), tunic)
    arm = (feet[0] + look * round(6 * unit), feet[1] - round(16 * unit))
    if pose >= 0:
        _paint_swing(view, arm, unit, look, pose, has_sword=has_sword)
    cv2.line(view, arm, (arm[0], arm[1] + round(7 * unit)), shaded(tunic, 0.75), max(round(3 * unit), 2))
    _paint_head(view, (feet[0], feet[1] - round(24 * unit)), unit, look, is_away=math.sin(heading_rad) < -0.4)


def _paint_head(view: Picture, middle: tuple[int, int], unit: float, look: int, *, is_away: bool) -> None:
    radius = round(5 * unit)
    cv2.circle(view, middle, radius + 1, shaded(_HAIR, 0.6), -1, cv2.LINE_AA)
    cv2.circle(view, middle, radius, _HAIR if is_away else _SKIN, -1, cv2.LINE_AA)
    if is_away:
        return
    cv2.ellipse(view, (middle[0], middle[1] - 1), (radius, radius), 0, 180, 360, _HAIR, -1, cv2.LINE_AA)
    for side in (-2, 2):
        eye = (middle[0] + round((side + look) * unit), middle[1] + 1)
        view[max(eye[1], 0) : eye[1] + 2, max(eye[0], 0) : eye[0] + 1] = BLACK


def paint_fallen_player(view: Picture, x: float, y: float, zoom: float, tunic: Colour) -> None:
    """The figure lying on its back at (x, y) of the view."""
    unit = zoom / 30
    middle = (round(x), round(y))
    cv2.ellipse(view, middle, (round(16 * unit), round(6 * unit)), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    legs = (middle[0] - round(15 * unit), middle[1])
    cv2.line(view, (middle[0] - round(6 * unit), middle[1]), legs, _TROUSERS, max(round(6 * unit), 2), cv2.LINE_AA)
    _box(view, middle[0] - round(7 * unit), middle[1] - round(5 * unit), round(14 * unit), round(9 * unit), tunic)
    head = (middle[0] + round(11 * unit), middle[1] - round(unit))
    cv2.circle(view, head, round(5 * unit) + 1, shaded(_HAIR, 0.6), -1, cv2.LINE_AA)
    cv2.circle(view, head, round(5 * unit), _SKIN, -1, cv2.LINE_AA)


def _paint_swing(view: Picture, arm: tuple[int, int], unit: float, look: int, pose: int, *, has_sword: bool) -> None:
    """The tool raised (pose 0) or struck (pose 1)."""
    angle = math.radians(-65 if pose == 0 else 10)
    reach = 15 * unit
    tip = (round(arm[0] + look * reach * math.cos(angle)), round(arm[1] + reach * math.sin(angle)))
    if has_sword:
        cv2.line(view, arm, tip, shaded(_IRON, 0.45), max(round(4 * unit), 3), cv2.LINE_AA)
        cv2.line(view, arm, tip, shaded(_IRON, 1.2), max(round(2 * unit), 1), cv2.LINE_AA)
        return
    cv2.line(view, arm, tip, _WOOD, 2, cv2.LINE_AA)
    cv2.circle(view, tip, max(round(4 * unit), 2), shaded(_IRON, 0.5), -1, cv2.LINE_AA)
    cv2.circle(view, tip, max(round(3 * unit), 1), _IRON, -1, cv2.LINE_AA)


def paint_chest(view: Picture, rect: Rect) -> None:
    """The bank chest, filling its rectangle."""
    x, y, width, height = rect.x, rect.y, rect.width, rect.height
    bottom = (x + width // 2 + 2, y + height - 2)
    cv2.ellipse(view, bottom, (width // 2, 5), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    lid = height * 2 // 5
    _box(view, x + 1, y + lid, width - 2, height - lid - 2, _WOOD)
    middle, radii = (x + width // 2, y + lid), (width // 2 - 1, lid - 1)
    cv2.ellipse(view, middle, radii, 0, 180, 360, shaded(_WOOD, 0.5), -1, cv2.LINE_AA)
    cv2.ellipse(view, middle, (radii[0] - 1, radii[1] - 1), 0, 180, 360, shaded(_WOOD, 1.2), -1, cv2.LINE_AA)
    for band in (x + width // 5, x + width * 4 // 5):
        cv2.line(view, (band, y + lid // 2), (band, y + height - 4), _IRON, 2)
    cv2.line(view, (x + 2, y + lid), (x + width - 3, y + lid), shaded(_WOOD, 0.45), 2)
    cv2.circle(view, (x + width // 2, y + lid + 3), max(width // 9, 2), _GOLD, -1, cv2.LINE_AA)


def _box(view: Picture, x: int, y: int, width: int, height: int, colour: Colour) -> None:
    cv2.rectangle(view, (x, y), (x + width - 1, y + height - 1), colour, -1)
    cv2.rectangle(view, (x, y), (x + width - 1, y + height - 1), shaded(colour, 0.55), 1)
