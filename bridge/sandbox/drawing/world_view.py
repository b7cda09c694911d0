"""The view of the world: the ground, and on it from the far end to the near end all that stands there."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import assert_never

import cv2

from bridge.geometry import Rect
from bridge.sandbox.camera import project
from bridge.sandbox.drawing.figures import paint_chest, paint_fallen_player, paint_player
from bridge.sandbox.drawing.fixtures import paint_furnace, paint_hedge
from bridge.sandbox.drawing.ground import lay_ground
from bridge.sandbox.drawing.icons import paint_item
from bridge.sandbox.drawing.ink import RED, YELLOW, Picture
from bridge.sandbox.drawing.monsters import paint_health_bar, paint_hit_splat, paint_monster
from bridge.sandbox.drawing.obstacles import paint_rock, paint_wall
from bridge.sandbox.drawing.trees import paint_stump, paint_tree
from bridge.sandbox.fight import HERO_KEY
from bridge.sandbox.fighting import is_fallen
from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.objects import BankChest, Furnace, GroundItem, Hedge, Monster, Tree
from bridge.sandbox.scene import Placed, placed_objects
from bridge.sandbox.terrain import Ground, Tile
from bridge.sandbox.world import World

_MARGIN_PX = 40
Painting = tuple[float, Callable[[Picture], None]]
"""How near something stands (its foot's y on the canvas), and what paints it."""


def paint_world(view: Picture, world: World) -> None:
    """The world into the view's own picture, uint8 (334, 512, 3)."""
    lay_ground(view, world.scenery.ground_texture, world.terrain, world.camera, world.hero.tile)
    if world.hero.path:
        _mark_tile(view, world, world.hero.path[-1])
    placed = placed_objects(world)
    for lying in placed:
        if isinstance(lying.thing, GroundItem):
            paint_item(view, _in_view(lying.rect), world.rules.items[lying.thing.item])
    paintings = [*_obstacles(world), *_standing(world, placed), _player(world)]
    for _, paint in sorted(paintings, key=lambda painting: painting[0]):
        paint(view)
    if world.fight is not None:
        _paint_fight(view, world, placed)
    _paint_click(view, world)


def _in_view(rect: Rect) -> Rect:
    return Rect(rect.x - VIEWPORT.x, rect.y - VIEWPORT.y, rect.width, rect.height)


def _place(world: World, tile: Tile) -> tuple[float, float]:
    """The middle of a tile in the view's own pixels."""
    x, y = project(world.camera, world.hero.tile, tile.x + 0.5, tile.y + 0.5)
    return x - VIEWPORT.x, y - VIEWPORT.y


def _is_near(x: float, y: float) -> bool:
    margin = _MARGIN_PX
    return -margin <= x <= VIEWPORT.width + margin and -margin <= y <= VIEWPORT.height + margin


def _obstacles(world: World) -> list[Painting]:
    paintings: list[Painting] = []
    reach = math.hypot(VIEWPORT.width, VIEWPORT.height) / world.camera.zoom
    eye = world.hero.tile
    for tile, ground in world.scenery.standing_tiles:
        if abs(tile.x - eye.x) > reach or abs(tile.y - eye.y) > reach:
            continue
        x, y = _place(world, tile)
        if not _is_near(x, y):
            continue
        if ground is Ground.WALL:
            paintings.append((y, partial(paint_wall, x=x, y=y, camera=world.camera, colour=world.palette.wall)))
        else:
            variety = tile.x * 7 + tile.y * 13
            zoom, colour = world.camera.zoom, world.palette.rock
            paintings.append((y, partial(paint_rock, x=x, y=y, zoom=zoom, colour=colour, variety=variety)))
    return paintings


def _standing(world: World, placed: tuple[Placed, ...]) -> list[Painting]:
    paintings: list[Painting] = []
    for one in placed:
        rect = _in_view(one.rect)
        foot = rect.y + rect.height - 0.3 * world.camera.zoom
        match one.thing:
            case _ if one.bounds is None:
                continue
            case Tree() if one.thing.is_stump:
                paintings.append((foot, partial(paint_stump, rect=rect, rules=world.rules.trees[one.thing.kind])))
            case Tree(kind=kind):
                paintings.append((foot, partial(paint_tree, rect=rect, kind=kind, rules=world.rules.trees[kind])))
            case BankChest():
                paintings.append((foot, partial(paint_chest, rect=rect)))
            case Monster():
                paintings.append((foot, _monster(world, one.thing, rect)))
            case Furnace():
                paintings.append((foot, partial(paint_furnace, rect=rect)))
            case Hedge():
                paintings.append((foot, partial(paint_hedge, rect=rect)))
            case GroundItem():
                continue
            case _:
                assert_never(one.thing)
    return paintings


def _monster(world: World, monster: Monster, rect: Rect) -> Callable[[Picture], None]:
    kind = world.rules.monsters[monster.kind]
    is_striking = monster.rest_ticks == kind.attack_ticks
    return partial(paint_monster, rect=rect, look=kind.look, colour=kind.colour, is_striking=is_striking)


def _paint_fight(view: Picture, world: World, placed: tuple[Placed, ...]) -> None:
    """Bars over everybody who fights, and the splats of the last tick's blows."""
    assert world.fight is not None
    hero = world.hero
    x, y = _place(world, hero.tile)
    height = round(1.1 * world.camera.zoom)
    body = Rect(round(x) - 10, round(y) - height, 20, height)
    fighters = [(HERO_KEY, body, hero.hitpoints / hero.max_hitpoints)] if hero.is_working or world.fight.hits else []
    for one in placed:
        if isinstance(one.thing, Monster) and one.thing.is_angry:
            full = world.rules.monsters[one.thing.kind].hitpoints
            fighters.append((one.thing.key, _in_view(one.rect), one.thing.hitpoints / full))
    for key, rect, share in fighters:
        paint_health_bar(view, rect.centre.x, rect.y - 3, share)
        for number, hit in enumerate(hit for hit in world.fight.hits if hit.key == key):
            paint_hit_splat(view, (rect.centre.x + 14 * number, rect.centre.y), hit.amount)


def _player(world: World) -> Painting:
    hero = world.hero
    x, y = _place(world, hero.tile)
    if is_fallen(world):
        return y, partial(paint_fallen_player, x=x, y=y, zoom=world.camera.zoom, tunic=world.palette.tunic)
    ahead_x, ahead_y = _place(world, hero.facing)
    pose = world.tick % 2 if hero.is_working else -1
    heading = math.atan2(ahead_y - y, ahead_x - x)
    tunic, zoom = world.palette.tunic, world.camera.zoom
    look = partial(paint_player, x=x, y=y, zoom=zoom, tunic=tunic, heading_rad=heading, pose=pose)
    return y, partial(look, has_sword=world.fight is not None)


def _mark_tile(view: Picture, world: World, tile: Tile) -> None:
    """The rim of the tile that the player walks to."""
    corners = [(tile.x + dx, tile.y + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]
    places = [project(world.camera, world.hero.tile, east, north) for east, north in corners]
    points = [(round(x) - VIEWPORT.x, round(y) - VIEWPORT.y) for x, y in places]
    for first, second in zip(points, (*points[1:], points[0]), strict=True):
        cv2.line(view, first, second, (214, 206, 120), 1, cv2.LINE_AA)


def _paint_click(view: Picture, world: World) -> None:
    """The cross of the last click: red on something, yellow on the ground."""
    mark = world.click_mark
    if mark is None:
        return
    x, y = mark.at.x - VIEWPORT.x, mark.at.y - VIEWPORT.y
    colour = RED if mark.is_on_something else YELLOW
    for dx in (-5, 5):
        cv2.line(view, (x - dx, y - 5), (x + dx, y + 5), (30, 20, 10), 4, cv2.LINE_AA)
    for dx in (-5, 5):
        cv2.line(view, (x - dx, y - 5), (x + dx, y + 5), colour, 2, cv2.LINE_AA)
