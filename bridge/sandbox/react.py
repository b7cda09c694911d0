"""What one input event does to the world at once."""

from __future__ import annotations

from typing import assert_never

import msgspec

from bridge.events import (
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point
from bridge.sandbox.bank import scrolled, scrolls_bank
from bridge.sandbox.commands import Command, Interact, UseItemOn, Walk
from bridge.sandbox.crafting import begun, chosen_by_key
from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.login import typed
from bridge.sandbox.menu import choice_at, has_left, menu_at
from bridge.sandbox.perform import perform
from bridge.sandbox.targets import choices_at
from bridge.sandbox.world import MAKE, ClickMark, World
from bridge.state import GamePhase


def reacted(world: World, event: InputEvent) -> World:
    """The world after one event; the camera's turning and zooming is done at the tick's end by `camera_after`."""
    world = msgspec.structs.replace(world, held=world.held.after(event))
    match event:
        case PointerMove():
            return _pointed(world, event)
        case ButtonPress():
            return _pressed(world, event)
        case KeyPress():
            return _key_pressed(world, event.key)
        case WheelScroll():
            return scrolled(world, event.notches) if scrolls_bank(world, event) else world
        case ButtonRelease() | KeyRelease():
            return world
        case _:
            assert_never(event)


def _pointed(world: World, event: PointerMove) -> World:
    if world.menu is not None and has_left(world.menu, event.x, event.y):
        return msgspec.structs.replace(world, menu=None)
    return world


def _pressed(world: World, event: ButtonPress) -> World:
    match event.button:
        case MouseButton.LEFT if world.menu is not None:
            choice = choice_at(world.menu, event.x, event.y)
            closed = msgspec.structs.replace(world, menu=None)
            return closed if choice is None else _done(closed, event, choice.command)
        case MouseButton.LEFT:
            return _done(world, event, choices_at(world, event.x, event.y)[0].command)
        case MouseButton.RIGHT:
            choices = choices_at(world, event.x, event.y)
            return msgspec.structs.replace(world, menu=menu_at(choices, event.x, event.y))
        case MouseButton.MIDDLE:
            return world
        case _:
            assert_never(event.button)


def _done(world: World, event: ButtonPress, command: Command) -> World:
    """The command carried out, with the cross that clicks on the world leave."""
    if isinstance(command, Walk | Interact | UseItemOn) and VIEWPORT.contains(event.x, event.y):
        mark = ClickMark(Point(event.x, event.y), not isinstance(command, Walk))
        world = msgspec.structs.replace(world, click_mark=mark)
    return perform(world, command)


def _key_pressed(world: World, key: str) -> World:
    if world.phase is GamePhase.LOGIN_SCREEN:
        return typed(world, key)
    if key == "escape":
        return msgspec.structs.replace(world, menu=None, open_interface="")
    product = chosen_by_key(world, key) if world.open_interface == MAKE else None
    return world if product is None else begun(world, product)
