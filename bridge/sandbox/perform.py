"""Carrying out a command: what changes at once; walking and work go on in the ticks after."""

from __future__ import annotations

from typing import assert_never

import msgspec

from bridge.sandbox import bank, login
from bridge.sandbox.commands import (
    Cancel,
    CloseInterface,
    Command,
    Deposit,
    DepositInventory,
    DropItem,
    EatItem,
    Examine,
    FaceNorth,
    FocusField,
    Interact,
    LogIn,
    LogOut,
    MakeItem,
    ShowTab,
    ToggleRun,
    UseItem,
    UseItemOn,
    Walk,
    Withdraw,
)
from bridge.sandbox.crafting import begun
from bridge.sandbox.fighting import eaten, is_fallen
from bridge.sandbox.objects import GroundItem
from bridge.sandbox.pathfinding import path_beside, path_to
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import World, object_by_key, with_line

_VOWELS = frozenset("AEIOU")


def perform(world: World, command: Command) -> World:
    """The world after a command; anything but using an item puts down the item in hand.

    Who has fallen can do nothing in the world until it rises.
    """
    if world.item_in_hand is not None and not isinstance(command, UseItem):
        world = msgspec.structs.replace(world, item_in_hand=None)
    match command:
        case Cancel():
            return world
        case Walk() | Interact() | UseItemOn() | DropItem() | EatItem() if is_fallen(world):
            return world
        case Walk():
            return _walking(world, command.tile)
        case Interact():
            return _going_to(world, command.key)
        case Examine():
            article = "an" if command.name[0] in _VOWELS else "a"
            return with_line(world, f"It is {article} {command.name.lower()}.")
        case UseItem():
            return msgspec.structs.replace(world, item_in_hand=command.slot)
        case UseItemOn():
            return with_line(world, "Nothing interesting happens.")
        case DropItem():
            return _dropped(world, command.slot)
        case EatItem():
            return eaten(world, command.slot)
        case MakeItem():
            return begun(world, command.product, command.quantity)
        case Deposit() | Withdraw() | DepositInventory() | CloseInterface():
            return _perform_banking(world, command)
        case ToggleRun() | FaceNorth() | ShowTab() | LogOut() | FocusField() | LogIn():
            return _perform_client(world, command)
        case _:
            assert_never(command)


def _perform_banking(world: World, command: Deposit | Withdraw | DepositInventory | CloseInterface) -> World:
    match command:
        case Deposit():
            return bank.deposited(world, command.slot, command.quantity)
        case Withdraw():
            return bank.withdrawn(world, command.slot, command.quantity)
        case DepositInventory():
            return bank.deposited_all(world)
        case CloseInterface():
            return msgspec.structs.replace(world, open_interface="")
        case _:
            assert_never(command)


def _perform_client(world: World, command: ToggleRun | FaceNorth | ShowTab | LogOut | FocusField | LogIn) -> World:
    match command:
        case ToggleRun():
            is_on = not world.hero.is_run_on and world.hero.run_energy > 0
            return msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, is_run_on=is_on))
        case FaceNorth():
            return msgspec.structs.replace(world, camera=msgspec.structs.replace(world.camera, yaw_rad=0.0))
        case ShowTab():
            return msgspec.structs.replace(world, tab=command.tab)
        case LogOut():
            return login.logged_out(world)
        case FocusField():
            return login.focused(world, command.field)
        case LogIn():
            return login.logged_in(world)
        case _:
            assert_never(command)


def _walking(world: World, tile: Tile) -> World:
    return _set_off(world, path_to(world.terrain, world.hero.tile, tile), "")


def _going_to(world: World, key: str) -> World:
    thing = object_by_key(world, key)
    if thing is None:
        return world
    if world.hero.aim == key and world.hero.is_working:
        return world
    if isinstance(thing, GroundItem):
        return _set_off(world, path_to(world.terrain, world.hero.tile, thing.tile), key)
    path = path_beside(world.terrain, world.hero.tile, thing.tile)
    return with_line(world, "I can't reach that!") if path is None else _set_off(world, path, key)


def _set_off(world: World, path: tuple[Tile, ...], aim: str) -> World:
    """Leaving on a path closes what is open."""
    hero = msgspec.structs.replace(world.hero, path=path, aim=aim, is_working=False)
    return msgspec.structs.replace(world, hero=hero, open_interface="")


def _dropped(world: World, slot: int) -> World:
    item = world.inventory[slot]
    if item is None:
        return world
    inventory = (*world.inventory[:slot], None, *world.inventory[slot + 1 :])
    lying = GroundItem(f"ground-{world.objects_made}", world.hero.tile, item, world.rules.ground_items.despawn_ticks)
    return msgspec.structs.replace(
        world, inventory=inventory, objects=(*world.objects, lying), objects_made=world.objects_made + 1
    )
