"""The whole game as one frozen value: the world, the player, and what the client shows of them."""

from __future__ import annotations

import msgspec

from bridge.geometry import Point, Rect
from bridge.held import HeldInput
from bridge.sandbox.camera import Camera
from bridge.sandbox.commands import Choice
from bridge.sandbox.craft import Craft
from bridge.sandbox.fight import Fight
from bridge.sandbox.layout import Tab
from bridge.sandbox.objects import WorldObject
from bridge.sandbox.palette import Palette
from bridge.sandbox.rules import Rules
from bridge.sandbox.scenery import Scenery
from bridge.sandbox.terrain import Terrain, Tile
from bridge.state import GamePhase

INVENTORY_CAPACITY = 28
CHAT_HISTORY = 9
BANK = "bank"
"""The name of the bank's interface in `World.open_interface`."""
MAKE = "make"
"""The interface over the chat box that is answered by a digit or the space key."""
JEWELLERY = "jewellery"
"""The interface over the view whose right-click menu says how many are made."""


class Stack(msgspec.Struct, frozen=True):
    """Items of one kind, by its key in `Rules.items`."""

    item: str
    quantity: int


class Hero(msgspec.Struct, frozen=True):
    """The player's body.

    Args:
        tile: where it stands.
        path: the tiles it goes to next.
        aim: key of the object that it goes to or works on, "" for none.
        is_working: whether it works on `aim` already.
        is_run_on: whether it runs when it moves.
        is_moving: whether it moved in the last tick.
        facing: the tile it looks at.
        run_energy: 0 to `MovementRules.energy_full`.
        hitpoints: of `max_hitpoints`.
    """

    tile: Tile
    facing: Tile
    run_energy: int
    hitpoints: int
    max_hitpoints: int
    path: tuple[Tile, ...] = ()
    aim: str = ""
    is_working: bool = False
    is_run_on: bool = True
    is_moving: bool = False


class Experience(msgspec.Struct, frozen=True, omit_defaults=True):
    """Experience points by skill."""

    hitpoints: int
    woodcutting: int
    attack: int = 0
    crafting: int = 0


class Counters(msgspec.Struct, frozen=True):
    """What tasks score. A withdrawn log is no longer banked."""

    logs_chopped: int = 0
    logs_banked: int = 0


class Login(msgspec.Struct, frozen=True):
    """The login screen: typed text, the field that keys go to ("name" or "password"), and the line above them."""

    name: str = ""
    password: str = ""
    field: str = "name"
    message: str = "Enter any name and password."


class OpenMenu(msgspec.Struct, frozen=True):
    """The right-click menu."""

    bounds: Rect
    choices: tuple[Choice, ...]


class ClickMark(msgspec.Struct, frozen=True):
    """The cross where the last click landed; red on something, yellow on the ground."""

    at: Point
    is_on_something: bool


class World(msgspec.Struct, frozen=True):
    """The game at one tick.

    Args:
        rules: what it is played by.
        task: name of the task whose scenario it is.
        tick: ticks since the game started.
        phase: login screen or logged in.
        scenery: the map, which never changes.
        objects: everything that stands or lies on it.
        hero, experience, inventory, bank, equipment: the player; an empty slot is None.
        is_bank_known: whether the bank was opened since the client started.
        camera, tab, menu, click_mark, login: what the client shows.
        open_interface: "" or a name such as "bank".
        item_in_hand: the inventory slot whose item the next click applies, None for none.
        chat: the newest line last.
        held: the pointer and what is held down after the last event.
        objects_made: how many objects appeared so far, for fresh keys.
        counters: what tasks score.
        fight: the fighter's side of it, None where nobody fights.
        craft: the goldsmith's side of it, None where nothing is made.
        bank_row: the topmost row of the bank that is scrolled into view.
    """

    rules: Rules
    task: str
    tick: int
    phase: GamePhase
    scenery: Scenery
    objects: tuple[WorldObject, ...]
    hero: Hero
    experience: Experience
    inventory: tuple[str | None, ...]
    bank: tuple[Stack, ...]
    equipment: tuple[str, ...]
    camera: Camera
    is_bank_known: bool = False
    tab: Tab = Tab.INVENTORY
    open_interface: str = ""
    menu: OpenMenu | None = None
    item_in_hand: int | None = None
    click_mark: ClickMark | None = None
    chat: tuple[str, ...] = ()
    login: Login = Login()
    held: HeldInput = HeldInput()
    objects_made: int = 0
    counters: Counters = Counters()
    fight: Fight | None = None
    craft: Craft | None = None
    bank_row: int = 0

    def __post_init__(self) -> None:
        if len(self.inventory) != INVENTORY_CAPACITY:
            raise ValueError(f"an inventory has {INVENTORY_CAPACITY} slots, found {len(self.inventory)}")

    @property
    def terrain(self) -> Terrain:
        """Where one can walk."""
        return self.scenery.terrain

    @property
    def palette(self) -> Palette:
        """The colours of this seed."""
        return self.scenery.palette


def trained_skills(world: World) -> tuple[tuple[str, int], ...]:
    """The skills that the client shows, each with its experience."""
    experience = world.experience
    shown = (("hitpoints", experience.hitpoints), ("woodcutting", experience.woodcutting))
    if world.fight is not None:
        return (*shown, ("attack", experience.attack))
    return (*shown, ("crafting", experience.crafting)) if world.craft is not None else shown


def object_by_key(world: World, key: str) -> WorldObject | None:
    """The object with a key, None where there is none (any more)."""
    return next((thing for thing in world.objects if thing.key == key), None)


def with_object(world: World, thing: WorldObject) -> World:
    """The world with the object of the same key put in the other's place."""
    objects = tuple(thing if other.key == thing.key else other for other in world.objects)
    return msgspec.structs.replace(world, objects=objects)


def with_line(world: World, line: str) -> World:
    """The world with one more line in the chat box; the oldest lines go."""
    return msgspec.structs.replace(world, chat=(*world.chat, line)[-CHAT_HISTORY:])
