"""Monsters by their look, each filling its clickable rectangle, and what a fight shows over heads: bars and splats."""

from __future__ import annotations

from typing import Literal, assert_never

import cv2
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import BLACK, WHITE, YELLOW, Picture, fill, shaded, write_centred
from bridge.sandbox.drawing.trees import SHADOW
from bridge.sandbox.rules import Colour

_HIT: Colour = (178, 24, 20)
_MISS: Colour = (46, 84, 178)
_BAR_FULL: Colour = (40, 196, 48)
_BAR_EMPTY: Colour = (196, 30, 24)
_BAR_PX = (30, 5)
_SPLAT_PX = 9


def paint_monster(
    view: Picture, rect: Rect, look: Literal["goblin", "rat", "ogre"], colour: Colour, *, is_striking: bool
) -> None:
    """A monster; `rect` in the view's own pixels."""
    bottom = (rect.x + rect.width // 2, rect.y + rect.height - 2)
    cv2.ellipse(view, bottom, (rect.width // 2, 4), 0, 0, 360, SHADOW, -1, cv2.LINE_AA)
    match look:
        case "goblin":
            _paint_goblin(view, rect, colour, is_striking=is_striking)
        case "rat":
            _paint_rat(view, rect, colour, is_striking=is_striking)
        case "ogre":
            _paint_ogre(view, rect, colour, is_striking=is_striking)
        case _:
            assert_never(look)


def _paint_goblin(view: Picture, rect: Rect, colour: Colour, *, is_striking: bool) -> None:
    """Long ears, a leather jerkin and a spear."""
    for across in (0.36, 0.64):
        cv2.line(view, _at(rect, across, 0.78), _at(rect, across, 0.96), shaded(colour, 0.7), 3)
    cv2.rectangle(view, _at(rect, 0.28, 0.46), _at(rect, 0.72, 0.8), (112, 80, 46), -1)
    cv2.rectangle(view, _at(rect, 0.28, 0.46), _at(rect, 0.72, 0.8), (62, 44, 26), 1)
    for side in (-1, 1):
        ear = [_at(rect, 0.5 + side * 0.2, 0.22), _at(rect, 0.5 + side * 0.2, 0.36), _at(rect, 0.5 + side * 0.48, 0.2)]
        cv2.fillConvexPoly(view, np.array(ear, dtype=np.int32), shaded(colour, 0.8), cv2.LINE_AA)
    _head(view, rect, (0.5, 0.27), 0.27, colour)
    end = _at(rect, 0.98, 0.5) if is_striking else _at(rect, 0.92, 0.14)
    cv2.line(view, _at(rect, 0.7, 0.8), end, (92, 66, 38), 2, cv2.LINE_AA)
    cv2.circle(view, end, 2, (190, 190, 198), -1, cv2.LINE_AA)


def _paint_rat(view: Picture, rect: Rect, colour: Colour, *, is_striking: bool) -> None:
    """A round back, a long tail, ears and a pointed nose."""
    tail = np.array([_at(rect, 0.2, 0.72), _at(rect, 0.06, 0.56), _at(rect, 0.04, 0.3)], dtype=np.int32)
    cv2.polylines(view, [tail], isClosed=False, color=(176, 130, 122), thickness=2, lineType=cv2.LINE_AA)
    body = (round(rect.width * 0.33), round(rect.height * 0.32))
    cv2.ellipse(view, _at(rect, 0.45, 0.62), body, 0, 0, 360, shaded(colour, 0.55), -1, cv2.LINE_AA)
    cv2.ellipse(view, _at(rect, 0.45, 0.6), (body[0] - 1, body[1] - 1), 0, 0, 360, colour, -1, cv2.LINE_AA)
    cv2.circle(view, _at(rect, 0.68, 0.3), max(round(rect.height * 0.13), 2), shaded(colour, 0.8), -1, cv2.LINE_AA)
    reach = 0.98 if is_striking else 0.92
    snout = [_at(rect, 0.62, 0.36), _at(rect, 0.66, 0.78), _at(rect, reach, 0.62)]
    cv2.fillConvexPoly(view, np.array(snout, dtype=np.int32), shaded(colour, 1.15), cv2.LINE_AA)
    cv2.circle(view, _at(rect, reach - 0.02, 0.62), 1, (220, 140, 140), -1)
    cv2.circle(view, _at(rect, 0.74, 0.5), 1, BLACK, -1)
    for across in (0.3, 0.6):
        cv2.line(view, _at(rect, across, 0.86), _at(rect, across + 0.05, 0.96), shaded(colour, 0.6), 2)


def _paint_ogre(view: Picture, rect: Rect, colour: Colour, *, is_striking: bool) -> None:
    """Broad, bald and with a club."""
    for across in (0.34, 0.64):
        cv2.line(view, _at(rect, across, 0.76), _at(rect, across, 0.95), shaded(colour, 0.65), 5)
    belly = (round(rect.width * 0.36), round(rect.height * 0.26))
    cv2.ellipse(view, _at(rect, 0.48, 0.56), belly, 0, 0, 360, shaded(colour, 0.5), -1, cv2.LINE_AA)
    cv2.ellipse(view, _at(rect, 0.48, 0.56), (belly[0] - 1, belly[1] - 1), 0, 0, 360, colour, -1, cv2.LINE_AA)
    cv2.rectangle(view, _at(rect, 0.22, 0.64), _at(rect, 0.76, 0.82), (86, 58, 36), -1)
    club = _at(rect, 0.98, 0.6) if is_striking else _at(rect, 0.9, 0.12)
    hand = _at(rect, 0.8, 0.62)
    cv2.line(view, hand, club, (70, 48, 28), 5, cv2.LINE_AA)
    cv2.line(view, hand, club, (118, 84, 48), 3, cv2.LINE_AA)
    _head(view, rect, (0.48, 0.22), 0.2, colour)


def _head(view: Picture, rect: Rect, place: tuple[float, float], size: float, colour: Colour) -> None:
    middle, radius = _at(rect, *place), max(round(rect.width * size), 3)
    cv2.circle(view, middle, radius, shaded(colour, 0.55), -1, cv2.LINE_AA)
    cv2.circle(view, middle, radius - 1, shaded(colour, 1.1), -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.circle(view, (middle[0] + side * max(radius // 3, 1), middle[1]), 1, (120, 16, 12), -1)
    mouth_y = middle[1] + radius // 2
    cv2.line(view, (middle[0] - radius // 3, mouth_y), (middle[0] + radius // 3, mouth_y), BLACK, 1)


def paint_health_bar(view: Picture, middle_x: int, bottom_y: int, share: float) -> None:
    """Green for what is left of somebody's hit points, red for what is lost."""
    width, height = _BAR_PX
    left, top = middle_x - width // 2, bottom_y - height
    fill(view, Rect(left - 1, top - 1, width + 2, height + 2), BLACK)
    fill(view, Rect(left, top, width, height), _BAR_EMPTY)
    fill(view, Rect(left, top, round(width * share), height), _BAR_FULL)


def paint_hit_splat(view: Picture, middle: tuple[int, int], amount: int) -> None:
    """A red splash with the lost hit points, a blue one for a blow that missed."""
    colour = _HIT if amount else _MISS
    angles = np.arange(16) * (np.pi / 8)
    radii = np.where(np.arange(16) % 2 == 0, _SPLAT_PX + 2.0, _SPLAT_PX - 2.0)
    rim = np.stack([middle[0] + radii * np.cos(angles), middle[1] + radii * np.sin(angles)], axis=1)
    cv2.fillPoly(view, [np.round(rim).astype(np.int32)], shaded(colour, 0.5), cv2.LINE_AA)
    cv2.circle(view, middle, _SPLAT_PX - 2, colour, -1, cv2.LINE_AA)
    write_centred(view, str(amount), middle[0], middle[1] + 4, WHITE if amount else YELLOW, size=11)


def _at(rect: Rect, across: float, down: float) -> tuple[int, int]:
    return rect.x + round(rect.width * across), rect.y + round(rect.height * down)
