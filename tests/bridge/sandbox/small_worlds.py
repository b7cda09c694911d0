"""Worlds drawn as text, and hands that click in them, for the tests of the sandbox."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.geometry import Point, Rect
from bridge.sandbox.camera import Camera, project
from bridge.sandbox.craft import Craft
from bridge.sandbox.fight import Fight
from bridge.sandbox.objects import BankChest, Furnace, Hedge, Monster, Tree, WorldObject
from bridge.sandbox.palette import Palette
from bridge.sandbox.rules import Rules
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.scene import placed_objects
from bridge.sandbox.scenery import Scenery
from bridge.sandbox.step import step
from bridge.sandbox.terrain import Ground, Terrain, Tile
from bridge.sandbox.world import INVENTORY_CAPACITY, Experience, Hero, World
from bridge.state import GamePhase

RULES: Rules = load_rules("woodcutting")
GROUNDS = {",": Ground.DIRT, "~": Ground.WATER, "#": Ground.WALL, "^": Ground.ROCK}
FIGHT_RULES: Rules = load_rules("combat")
CRAFT_RULES: Rules = load_rules("jewellery")
MONSTERS = {"g": "goblin", "r": "rat", "o": "ogre"}
TREES = {"T": "tree", "O": "oak", "W": "willow"}
PALETTE = Palette((92, 126, 58), (148, 122, 84), (72, 110, 152), (140, 134, 124), (118, 114, 108), (62, 92, 150))
OPEN_FIELD = "\n".join("." * 11 for _ in range(5)) + "\n" + ".....@....." + "\n" + "\n".join("." * 11 for _ in range(5))


def terrain_of(drawing: str) -> Terrain:
    """The terrain of a drawing, its first line in the north: `.` grass, `,` dirt, `~` water, `#` wall, `^` rock."""
    rows = drawing.split("\n")[::-1]
    ground = bytes(GROUNDS.get(sign, Ground.GRASS) for row in rows for sign in row)
    blocked = bytes(sign in "~#^TOWCFH" for row in rows for sign in row)
    return Terrain(len(rows[0]), len(rows), ground, blocked)


def tiles_of(drawing: str, sign: str) -> list[Tile]:
    """Where a sign stands in a drawing, from the south, from the west."""
    rows = drawing.split("\n")[::-1]
    return [Tile(x, y) for y, row in enumerate(rows) for x, found in enumerate(row) if found == sign]


def world_of(drawing: str, *, logs_left: int = 3, **changes: object) -> World:
    """A logged-in world at yaw 0 and zoom 30: `@` the player, `T` `O` `W` trees, `C` the bank chest."""
    objects: list[WorldObject] = [BankChest(f"chest-{n}", tile) for n, tile in enumerate(tiles_of(drawing, "C"))]
    for sign, kind in TREES.items():
        objects += [Tree(f"{kind}-{n}", tile, kind, logs_left) for n, tile in enumerate(tiles_of(drawing, sign))]
    start = tiles_of(drawing, "@")[0]
    hero = Hero(start, Tile(start.x, start.y - 1), RULES.movement.energy_full, 10, 10, is_run_on=False)
    world = World(
        rules=RULES,
        task="woodcutting",
        tick=0,
        phase=GamePhase.LOGGED_IN,
        scenery=Scenery(terrain_of(drawing), PALETTE),
        objects=tuple(objects),
        hero=hero,
        experience=Experience(RULES.hero.hitpoints_experience, RULES.hero.woodcutting_experience),
        inventory=(None,) * INVENTORY_CAPACITY,
        bank=(),
        equipment=("bronze_axe",),
        camera=Camera(0.0, RULES.camera.pitch_rad, 30.0),
    )
    return msgspec.structs.replace(world, **changes)


def fight_of(drawing: str, *, hitpoints: int = 20, **changes: object) -> World:
    """A world of combat: `g` `r` `o` a goblin, a rat and an ogre, `@` the player with 20 hit points of 25."""
    combat = FIGHT_RULES.combat
    assert combat is not None
    world = world_of(drawing)
    monsters = tuple(
        Monster(f"{kind}-{n}", tile, kind, tile, FIGHT_RULES.monsters[kind].hitpoints)
        for sign, kind in MONSTERS.items()
        for n, tile in enumerate(tiles_of(drawing, sign))
    )
    fighting = msgspec.structs.replace(
        world,
        rules=FIGHT_RULES,
        task="combat",
        objects=(*world.objects, *monsters),
        hero=msgspec.structs.replace(world.hero, hitpoints=hitpoints, max_hitpoints=25),
        experience=Experience(
            FIGHT_RULES.hero.hitpoints_experience, FIGHT_RULES.hero.woodcutting_experience, combat.attack_experience
        ),
        equipment=("bronze_sword",),
        fight=Fight(world.hero.tile, combat.regain_ticks),
    )
    return msgspec.structs.replace(fighting, **changes)


def forge_of(drawing: str, **changes: object) -> World:
    """A world of jewellery: `F` the furnace, `H` hedges; rings are offered first."""
    assert CRAFT_RULES.crafting is not None
    world = world_of(drawing)
    fixtures: list[WorldObject] = [Furnace(f"furnace-{n}", tile) for n, tile in enumerate(tiles_of(drawing, "F"))]
    fixtures += [Hedge(f"hedge-{n}", tile) for n, tile in enumerate(tiles_of(drawing, "H"))]
    forging = msgspec.structs.replace(
        world,
        rules=CRAFT_RULES,
        task="jewellery",
        objects=(*world.objects, *fixtures),
        craft=Craft(("ring", "necklace", "amulet")),
    )
    return msgspec.structs.replace(forging, **changes)


def with_items(world: World, *items: str) -> World:
    """The world with these items in the first slots."""
    return msgspec.structs.replace(world, inventory=(*items, *(None,) * (INVENTORY_CAPACITY - len(items))))


def place_of(world: World, key: str) -> Point:
    """The middle of an object's clickable rectangle."""
    return next(placed.rect.centre for placed in placed_objects(world) if placed.thing.key == key)


def place_of_tile(world: World, tile: Tile) -> Point:
    """The canvas pixel of a tile's middle."""
    x, y = project(world.camera, world.hero.tile, tile.x + 0.5, tile.y + 0.5)
    return Point(round(x), round(y))


def click(place: Point | Rect, button: MouseButton = MouseButton.LEFT, at_ms: int = 100) -> tuple[InputEvent, ...]:
    """A pointer move, a press and a release 60 ms later, in the middle of a place."""
    at = place.centre if isinstance(place, Rect) else place
    at_ns = at_ms * 1_000_000
    return (
        PointerMove(at_ns, at.x, at.y, Author.HUMAN),
        ButtonPress(at_ns, at.x, at.y, button, Author.HUMAN),
        ButtonRelease(at_ns + 60_000_000, at.x, at.y, button, Author.HUMAN),
    )


def type_keys(*keys: str) -> tuple[InputEvent, ...]:
    """Keys pressed and released one after another, all in one tick."""
    events: list[InputEvent] = []
    for number, key in enumerate(keys):
        events += [KeyPress(number * 2, key, Author.HUMAN), KeyRelease(number * 2 + 1, key, Author.HUMAN)]
    return tuple(events)


def after(world: World, *ticks: Sequence[InputEvent], seed: int = 0) -> World:
    """The world after some ticks, each with its inputs."""
    generator = np.random.default_rng(seed)
    for inputs in ticks:
        world = step(world, inputs, generator)
    return world


def after_idle(world: World, ticks: int, seed: int = 0) -> World:
    """The world after some ticks without input."""
    return after(world, *[()] * ticks, seed=seed)
