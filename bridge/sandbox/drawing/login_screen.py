"""The login screen."""

from __future__ import annotations

import cv2
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import ORANGE, STONE, WHITE, YELLOW, Picture, bevel, noise, write, write_centred
from bridge.sandbox.layout import (
    CANVAS_HEIGHT_PX,
    CANVAS_WIDTH_PX,
    LOGIN_NAME,
    LOGIN_PANEL,
    LOGIN_PASSWORD,
    LOGIN_SUBMIT,
)
from bridge.sandbox.world import Login

_HORIZON_PX = 392


def paint_login(canvas: Picture, login: Login) -> None:
    """The whole canvas before one has logged in."""
    canvas[:] = _EVENING
    middle_x = LOGIN_PANEL.centre.x
    write_centred(canvas, "osrs-agent sandbox", middle_x, 112, YELLOW, size=34)
    bevel(canvas, LOGIN_PANEL, STONE)
    write_centred(canvas, login.message, middle_x, LOGIN_PANEL.y + 34, ORANGE, size=13)
    _paint_field(canvas, LOGIN_NAME, "Name", login.name, is_active=login.field == "name")
    hidden = "*" * len(login.password)
    _paint_field(canvas, LOGIN_PASSWORD, "Password", hidden, is_active=login.field == "password")
    bevel(canvas, LOGIN_SUBMIT, (122, 44, 34))
    write_centred(canvas, "Log in", LOGIN_SUBMIT.centre.x, LOGIN_SUBMIT.centre.y + 5, WHITE, size=14)


def _paint_field(canvas: Picture, place: Rect, label: str, text: str, *, is_active: bool) -> None:
    write(canvas, label, LOGIN_PANEL.x + 16, place.y + 17, WHITE, size=13)
    bevel(canvas, place, (36, 31, 24), is_sunk=True)
    shown = f"{text}|" if is_active else text
    write(canvas, shown, place.x + 6, place.y + 17, YELLOW if is_active else WHITE, size=13)


def _evening() -> Picture:
    """An evening sky with stars over a wood."""
    height = np.linspace(0.0, 1.0, CANVAS_HEIGHT_PX)[:, None, None]
    sky = (1 - height) * np.array((22, 26, 58)) + height * np.array((206, 120, 84))
    picture = np.repeat(sky, CANVAS_WIDTH_PX, axis=1).astype(np.uint8)
    chance = noise(CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX, 11)
    chance[_HORIZON_PX - 150 :] = 1.0
    picture[chance < 0.0012] = (232, 232, 214)
    for layer, colour in enumerate(((44, 52, 62), (30, 40, 42), (16, 24, 24))):
        _wood(picture, layer, colour)
    picture.setflags(write=False)
    return picture


def _wood(picture: Picture, layer: int, colour: tuple[int, int, int]) -> None:
    """A row of fir trees; nearer layers are larger and lower."""
    chance = noise(1, 64, 20 + layer)[0]
    foot = _HORIZON_PX + 34 * layer
    picture[foot - 12 * (layer + 1) :] = colour
    for number, value in enumerate(chance.tolist()):
        x = round((number + value) * CANVAS_WIDTH_PX / 40) - 40
        height, half = 46 + 22 * layer + round(26 * value), 11 + 5 * layer
        for tier in range(3):
            top = foot - height + tier * height // 4
            base = foot - height + (tier + 2) * height // 4 + 4
            wide = half * (tier + 2) // 4
            triangle = np.array([(x, top), (x - wide, base), (x + wide, base)], dtype=np.int32)
            cv2.fillConvexPoly(picture, triangle, colour, cv2.LINE_AA)


_EVENING = _evening()
