"""The minimap with its dots, the compass, and the orbs beside it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import GREEN, RED, WHITE, YELLOW, Picture, shaded, write_centred
from bridge.sandbox.layout import COMPASS, HITPOINTS_ORB, MINIMAP, MINIMAP_PX_PER_TILE, RUN_ORB
from bridge.sandbox.minimap import minimap_place
from bridge.sandbox.objects import BankChest, Furnace, GroundItem, Hedge, Monster, Tree
from bridge.sandbox.rules import Colour
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import World

_RADIUS = MINIMAP.width // 2
_ROWS, _COLUMNS = np.ogrid[: MINIMAP.height, : MINIMAP.width]
_DISC = (_ROWS - _RADIUS) ** 2 + (_COLUMNS - _RADIUS) ** 2 <= _RADIUS**2
_DOT_RADIUS = _RADIUS - 4
_HITPOINTS: Colour = (176, 32, 26)
_ENERGY: Colour = (204, 164, 40)
_RESTING: Colour = (110, 96, 70)


def paint_minimap(canvas: Picture, world: World) -> None:
    """The surroundings from above, turned like the view, with dots for what stands there."""
    disc = _turned_map(world)
    for thing in world.objects:
        match thing:
            case Tree():
                _dot(disc, world, thing.tile, (150, 120, 70) if thing.is_stump else (20, 78, 22), 3)
            case BankChest():
                _dot(disc, world, thing.tile, (240, 200, 60), 4)
            case GroundItem():
                _dot(disc, world, thing.tile, RED, 2)
            case Furnace():
                _dot(disc, world, thing.tile, (236, 120, 40), 4)
            case Hedge():
                _dot(disc, world, thing.tile, (34, 74, 30), 2)
            case Monster():
                _dot(disc, world, thing.tile, YELLOW, 3)
    if world.hero.path:
        _flag(disc, world, world.hero.path[-1])
    cv2.rectangle(disc, (_RADIUS - 1, _RADIUS - 1), (_RADIUS + 1, _RADIUS + 1), WHITE, -1)
    hole = canvas[MINIMAP.y : MINIMAP.y + MINIMAP.height, MINIMAP.x : MINIMAP.x + MINIMAP.width]
    np.copyto(hole, disc, where=_DISC[:, :, None])


def _turned_map(world: World) -> Picture:
    yaw, eye = world.camera.yaw_rad, world.hero.tile
    turn = np.array([[math.cos(yaw), math.sin(yaw)], [-math.sin(yaw), math.cos(yaw)]])
    place = (np.array([eye.x, world.terrain.height - 1 - eye.y]) + 0.5) * MINIMAP_PX_PER_TILE
    matrix = np.concatenate([turn, (np.array([_RADIUS, _RADIUS]) - turn @ place)[:, None]], axis=1)
    size = (MINIMAP.width, MINIMAP.height)
    edge = world.palette.water
    turned = cv2.warpAffine(world.scenery.map_texture, matrix, size, flags=cv2.INTER_LINEAR, borderValue=edge)
    return np.asarray(turned, dtype=np.uint8)


def _place(world: World, tile: Tile) -> tuple[int, int] | None:
    """Where a tile lies on the disc's own picture, None outside."""
    x, y = minimap_place(world.camera, world.hero.tile, tile)
    column, row = round(x) - MINIMAP.x, round(y) - MINIMAP.y
    return (column, row) if math.hypot(column - _RADIUS, row - _RADIUS) <= _DOT_RADIUS else None


def _dot(disc: Picture, world: World, tile: Tile, colour: Colour, radius: int) -> None:
    place = _place(world, tile)
    if place is not None:
        cv2.circle(disc, place, radius, shaded(colour, 0.5), -1, cv2.LINE_AA)
        cv2.circle(disc, place, max(radius - 1, 1), colour, -1)


def _flag(disc: Picture, world: World, tile: Tile) -> None:
    place = _place(world, tile)
    if place is not None:
        x, y = place
        cv2.line(disc, (x, y), (x, y - 9), (60, 40, 20), 1)
        cv2.rectangle(disc, (x, y - 9), (x + 5, y - 5), RED, -1)


def paint_compass(canvas: Picture, world: World) -> None:
    """A needle that points north."""
    middle = COMPASS.centre
    cv2.circle(canvas, (middle.x, middle.y), 17, (40, 34, 26), -1, cv2.LINE_AA)
    cv2.circle(canvas, (middle.x, middle.y), 15, (196, 182, 146), -1, cv2.LINE_AA)
    dx, dy = -math.sin(world.camera.yaw_rad), -math.cos(world.camera.yaw_rad)
    for sign, colour in ((1, RED), (-1, (70, 62, 50))):
        tip = (round(middle.x + sign * 12 * dx), round(middle.y + sign * 12 * dy))
        base = [(round(middle.x + side * 4 * dy), round(middle.y - side * 4 * dx)) for side in (-1, 1)]
        cv2.fillConvexPoly(canvas, np.array([tip, *base], dtype=np.int32), colour, cv2.LINE_AA)


def paint_orbs(canvas: Picture, world: World) -> None:
    """Hit points and run energy."""
    hero = world.hero
    _orb(canvas, HITPOINTS_ORB, hero.hitpoints / hero.max_hitpoints, str(hero.hitpoints), _HITPOINTS)
    share = hero.run_energy / world.rules.movement.energy_full
    _orb(canvas, RUN_ORB, share, str(int(100 * share)), _ENERGY if hero.is_run_on else _RESTING)
    _boot(canvas, RUN_ORB)
    _heart(canvas, HITPOINTS_ORB)


def _orb(canvas: Picture, rect: Rect, share: float, label: str, colour: Colour) -> None:
    """A ball filled from below by `share`, with a number on its left."""
    middle_y, radius = rect.centre.y, rect.height // 2 - 1
    ball = (rect.centre.x, middle_y)
    cv2.rectangle(canvas, (rect.x - 26, rect.y + 5), (ball[0], rect.y + rect.height - 6), (36, 30, 24), -1)
    cv2.circle(canvas, ball, radius, (36, 30, 24), -1, cv2.LINE_AA)
    cv2.circle(canvas, ball, radius - 2, shaded(colour, 0.35), -1, cv2.LINE_AA)
    angle = math.degrees(math.asin(min(max(2 * share - 1, -1.0), 1.0)))
    axes = (radius - 2, radius - 2)
    cv2.ellipse(canvas, ball, axes, 0, -angle, 180 + angle, colour, -1, cv2.LINE_AA)
    tint = GREEN if share > 0.5 else YELLOW if share > 0.2 else RED
    write_centred(canvas, label, rect.x - 12, middle_y + 4, tint, size=11)


def _boot(canvas: Picture, rect: Rect) -> None:
    x, y = rect.centre.x - 5, rect.centre.y - 6
    boot = np.array(
        [(x, y), (x + 5, y), (x + 5, y + 6), (x + 10, y + 9), (x + 10, y + 12), (x, y + 12)], dtype=np.int32
    )
    cv2.fillPoly(canvas, [boot], (236, 226, 200), cv2.LINE_AA)


def _heart(canvas: Picture, rect: Rect) -> None:
    x, y = rect.centre.x, rect.centre.y - 2
    for side in (-3, 3):
        cv2.circle(canvas, (x + side, y), 3, (244, 214, 208), -1, cv2.LINE_AA)
    cv2.fillConvexPoly(canvas, np.array([(x - 6, y + 1), (x + 6, y + 1), (x, y + 8)], dtype=np.int32), (244, 214, 208))
