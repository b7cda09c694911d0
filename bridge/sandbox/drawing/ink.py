"""Colours, text and bevels, shared by everything that is painted."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from bridge.geometry import Rect
from bridge.sandbox.rules import Colour

Picture = npt.NDArray[np.uint8]
"""uint8 (H, W, 3) RGB; painters change it in place."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
YELLOW: Colour = (255, 233, 0)
ORANGE: Colour = (255, 152, 31)
CYAN: Colour = (84, 220, 226)
GREEN: Colour = (60, 220, 70)
RED: Colour = (214, 36, 30)
STONE: Colour = (62, 53, 41)
STONE_LIGHT: Colour = (94, 82, 64)
STONE_DARK: Colour = (40, 34, 26)
PARCHMENT: Colour = (200, 184, 148)

TEXT_SIZE = 12
TEXT_WEIGHT = 500


def shaded(colour: Colour, factor: float) -> Colour:
    """The colour made lighter (above 1) or darker."""
    red, green, blue = colour
    return min(int(red * factor), 255), min(int(green * factor), 255), min(int(blue * factor), 255)


def write(picture: Picture, text: str, x: int, y: int, colour: Colour, *, size: int = TEXT_SIZE) -> None:
    """Text with a shadow, its base line starting at (x, y)."""
    font = cv2.FontFace("sans")
    cv2.putText(picture, text, (x + 1, y + 1), BLACK, font, size, TEXT_WEIGHT)
    cv2.putText(picture, text, (x, y), colour, font, size, TEXT_WEIGHT)


def write_plain(picture: Picture, text: str, x: int, y: int, colour: Colour, *, size: int = TEXT_SIZE) -> None:
    """Text without a shadow, its base line starting at (x, y)."""
    cv2.putText(picture, text, (x, y), colour, cv2.FontFace("sans"), size, TEXT_WEIGHT)


def text_width_px(text: str, size: int = TEXT_SIZE) -> int:
    """How wide a text is."""
    box = cv2.getTextSize((1, 1), text, (0, 0), cv2.FontFace("sans"), size, TEXT_WEIGHT)
    return int(box[2])


def write_centred(picture: Picture, text: str, middle_x: int, y: int, colour: Colour, *, size: int = TEXT_SIZE) -> None:
    """Text with a shadow, its base line at y, its middle at x."""
    write(picture, text, middle_x - text_width_px(text, size) // 2, y, colour, size=size)


def fill(picture: Picture, rect: Rect, colour: Colour) -> None:
    """A filled rectangle."""
    cv2.rectangle(picture, (rect.x, rect.y, rect.width, rect.height), colour, -1)


def outline(picture: Picture, rect: Rect, colour: Colour) -> None:
    """The rim of a rectangle, one pixel wide."""
    cv2.rectangle(picture, (rect.x, rect.y), (rect.x + rect.width - 1, rect.y + rect.height - 1), colour, 1)


def bevel(picture: Picture, rect: Rect, colour: Colour, *, is_sunk: bool = False) -> None:
    """A filled rectangle with a light and a dark edge, raised or sunk."""
    fill(picture, rect, colour)
    light, dark = shaded(colour, 1.5), shaded(colour, 0.55)
    upper, lower = (dark, light) if is_sunk else (light, dark)
    right, bottom = rect.x + rect.width - 1, rect.y + rect.height - 1
    cv2.line(picture, (rect.x, rect.y), (right, rect.y), upper)
    cv2.line(picture, (rect.x, rect.y), (rect.x, bottom), upper)
    cv2.line(picture, (rect.x, bottom), (right, bottom), lower)
    cv2.line(picture, (right, rect.y), (right, bottom), lower)


def noise(height: int, width: int, salt: int) -> npt.NDArray[np.float32]:
    """Values in [0, 1), (height, width) float32, that look random and are the same on every run: hashed places."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.uint32)
    mixed = rows * np.uint32(0x9E3779B1) ^ columns * np.uint32(0x85EBCA77) ^ np.uint32(salt * 0xC2B2AE3D & 0xFFFFFFFF)
    mixed = (mixed ^ mixed >> np.uint32(15)) * np.uint32(0x2C1B3C6D)
    mixed = (mixed ^ mixed >> np.uint32(12)) * np.uint32(0x297A2D39)
    mixed ^= mixed >> np.uint32(15)
    return np.asarray((mixed >> np.uint32(8)) / np.float32(1 << 24), dtype=np.float32)
