"""What the Gymnasium environment shows and takes: states as arrays of fixed shapes, actions as a tick's input events.

docs/gymnasium.md describes every array. Unknown numbers are -1; rows that hold nothing are 0, their places -1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bridge.clock import MILLISECOND_NS
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Rect
from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX
from bridge.state import Entity, EntityKind, GameState, ItemContainer, WorldPoint

try:
    from gymnasium import spaces
except ImportError as error:
    raise ImportError("the environment needs Gymnasium; install it with: pip install 'osrs-agent[gym]'") from error

ENTITIES, INVENTORY_SLOTS, BANK_SLOTS, MENU_ROWS, CHOICES = 32, 28, 128, 10, 3
INTERFACES: Final = ("login", "bank", "make", "jewellery")
BUTTONS: Final = (
    *(
        "bank.deposit_all",
        "bank.close",
        "run_toggle",
        "compass",
        "minimap",
        "tab.inventory",
        "tab.skills",
        "tab.logout",
    ),
    *("make.1", "make.2", "make.3", "make.space", "jewellery.1", "jewellery.2", "jewellery.3"),
)
OPTIONS: Final = (
    *("Cancel", "Walk here", "Examine", "Chop down", "Attack", "Take", "Bank", "Smelt", "Eat", "Use", "Drop"),
    *("Withdraw-1", "Withdraw-5", "Withdraw-10", "Withdraw-13", "Withdraw-All"),
    *("Deposit-1", "Deposit-5", "Deposit-10", "Deposit-13", "Deposit-All", "Make-1", "Make-5", "Make-All"),
)
"""What a menu row can do, numbered from 1; 0 is anything else."""
PRODUCTS: Final = ("ring", "necklace", "amulet")
KEYS: Final = ("left", "right", "escape", "space", *"123456789", "enter", "tab")
PRESSES: Final = (None, MouseButton.LEFT, MouseButton.RIGHT)
WHEEL_NOTCHES: Final = (0, 1, -1, 3, -3)
NOWHERE: Final = (-1.0, -1.0, -1.0, -1.0)

_MOVE_NS, _PRESS_NS, _RELEASE_NS, _WHEEL_NS, _KEY_NS, _KEY_UP_NS = (
    at_ms * MILLISECOND_NS for at_ms in (50, 120, 200, 240, 280, 590)
)
_KINDS: Final = tuple(EntityKind)

Array = npt.NDArray[np.float32]


def action_space() -> spaces.Dict:
    """Where the pointer goes, the button pressed there, the wheel turned there, and the key held."""
    return spaces.Dict(
        {
            "pointer": spaces.MultiDiscrete([CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX]),
            "button": spaces.Discrete(len(PRESSES)),
            "wheel": spaces.Discrete(len(WHEEL_NOTCHES)),
            "key": spaces.Discrete(1 + len(KEYS)),
        }
    )


def state_spaces() -> dict[str, spaces.Space[Any]]:
    """The arrays of a state, by name; their values are of any type that a space can hold."""
    shapes = {
        "player": (8,),
        "camera": (3,),
        "pointer": (2,),
        "entities": (ENTITIES, 10),
        "inventory": (INVENTORY_SLOTS, 6),
        "bank": (BANK_SLOTS, 6),
        "buttons": (len(BUTTONS), 4),
        "menu": (MENU_ROWS, 5),
        "choices": (CHOICES,),
        "interfaces": (len(INTERFACES),),
    }
    return {name: spaces.Box(-np.inf, np.inf, shape, np.float32) for name, shape in shapes.items()}


def pixel_space() -> spaces.Box:
    """The picture: uint8 RGB (503, 765, 3)."""
    return spaces.Box(0, 255, (CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX, 3), np.uint8)


def tick_events(action: Mapping[str, Any], start_ns: int) -> tuple[InputEvent, ...]:
    """An action, a member of `action_space` of any number types, as the input events of the tick that starts then."""
    x, y = (int(value) for value in action["pointer"])
    events: list[InputEvent] = [PointerMove(start_ns + _MOVE_NS, x, y, Author.AGENT)]
    button = PRESSES[int(action["button"])]
    if button is not None:
        events.append(ButtonPress(start_ns + _PRESS_NS, x, y, button, Author.AGENT))
        events.append(ButtonRelease(start_ns + _RELEASE_NS, x, y, button, Author.AGENT))
    notches = WHEEL_NOTCHES[int(action["wheel"])]
    if notches:
        events.append(WheelScroll(start_ns + _WHEEL_NS, x, y, notches, Author.AGENT))
    number = int(action["key"])
    if number:
        events.append(KeyPress(start_ns + _KEY_NS, KEYS[number - 1], Author.AGENT))
        events.append(KeyRelease(start_ns + _KEY_UP_NS, KEYS[number - 1], Author.AGENT))
    return tuple(events)


def state_arrays(state: GameState) -> dict[str, Array]:
    """A state as the arrays of `state_spaces`."""
    pointer = (-1, -1) if state.mouse is None else (state.mouse.x, state.mouse.y)
    opened, dialogue = state.interface.open or (), state.interface.dialogue
    buttons = {button.name: button.bounds for button in state.interface.buttons or ()}
    options = dialogue.options if dialogue is not None else ()
    choices = [1.0 + PRODUCTS.index(word) if (word := name.split()[-1]) in PRODUCTS else 0.0 for name in options]
    return {
        "player": _player(state),
        "camera": _camera(state),
        "pointer": np.array(pointer, np.float32),
        "entities": _entities(state),
        "inventory": _container(state.inventory, INVENTORY_SLOTS),
        "bank": _container(state.bank, BANK_SLOTS),
        "buttons": np.array([_place(buttons.get(name)) for name in BUTTONS], np.float32),
        "menu": _menu(state),
        "choices": np.array((*choices[:CHOICES], *(0.0,) * max(CHOICES - len(choices), 0)), np.float32),
        "interfaces": np.array([float(name in opened) for name in INTERFACES], np.float32),
    }


def _player(state: GameState) -> Array:
    player = state.player
    if player is None:
        return np.full(8, -1.0, np.float32)
    here, goal = player.position, player.destination
    away = (0, 0) if goal is None else (goal.x - here.x, goal.y - here.y)
    known = (player.hitpoints, player.max_hitpoints, player.run_energy, player.is_running, player.is_moving)
    is_busy = float(player.animation not in (None, -1))
    return np.array((*(-1.0 if value is None else float(value) for value in known), is_busy, *away), np.float32)


def _camera(state: GameState) -> Array:
    view = state.view
    if view.yaw_rad is None or view.zoom is None:
        return np.full(3, -1.0, np.float32)
    return np.array((np.sin(view.yaw_rad), np.cos(view.yaw_rad), view.zoom), np.float32)


def _entities(state: GameState) -> Array:
    rows = np.zeros((ENTITIES, 10), np.float32)
    rows[:, 4:8] = -1.0
    if state.player is None:
        return rows
    for number, entity in enumerate((state.entities or ())[:ENTITIES]):
        rows[number] = _entity(entity, state.player.position, is_partner=entity.key == state.player.interacting)
    return rows


def _entity(entity: Entity, here: WorldPoint, *, is_partner: bool) -> tuple[float, ...]:
    """Kind, id, tiles to the east and north, place on the canvas, health, and whether the player deals with it."""
    return (
        1.0 + _KINDS.index(entity.kind),
        float(entity.type_id),
        float(entity.position.x - here.x),
        float(entity.position.y - here.y),
        *_place(entity.bounds),
        -1.0 if entity.health is None else entity.health,
        float(is_partner),
    )


def _container(container: ItemContainer | None, slots: int) -> Array:
    """Per slot: the item's id, how many, and its place on the canvas."""
    rows = np.zeros((slots, 6), np.float32)
    rows[:, 2:] = -1.0
    for item in container.items if container is not None else ():
        if item.slot < slots:
            rows[item.slot] = (float(item.item_id), float(item.quantity), *_place(item.bounds))
    return rows


def _menu(state: GameState) -> Array:
    """Per row: what it does, as a number of `OPTIONS`, and its place."""
    rows = np.zeros((MENU_ROWS, 5), np.float32)
    rows[:, 1:] = -1.0
    menu = state.interface.menu
    for number, row in enumerate(menu.rows[:MENU_ROWS] if menu is not None else ()):
        option = 1.0 + OPTIONS.index(row.option) if row.option in OPTIONS else 0.0
        rows[number] = (option, *_place(row.bounds))
    return rows


def _place(bounds: Rect | None) -> tuple[float, float, float, float]:
    return NOWHERE if bounds is None else (float(bounds.x), float(bounds.y), float(bounds.width), float(bounds.height))
