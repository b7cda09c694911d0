"""What the player does where it has arrived, and what grows and fades by itself."""

from __future__ import annotations

from typing import assert_never

import msgspec
import numpy as np

from bridge.sandbox.crafting import at_furnace
from bridge.sandbox.objects import BankChest, Furnace, GroundItem, Hedge, Monster, Tree, WorldObject
from bridge.sandbox.rules import Range, Rules
from bridge.sandbox.terrain import beside
from bridge.sandbox.world import BANK, World, object_by_key, with_line, with_object


def grown(world: World, generator: np.random.Generator) -> World:
    """The world with stumps one tick nearer to standing, and what lies on the ground one tick nearer to fading."""
    objects = tuple(_grown(thing, world.rules, generator) for thing in world.objects)
    kept = tuple(thing for thing in objects if not (isinstance(thing, GroundItem) and thing.ticks_left <= 0))
    return msgspec.structs.replace(world, objects=kept)


def _grown(thing: WorldObject, rules: Rules, generator: np.random.Generator) -> WorldObject:
    match thing:
        case Tree() if thing.respawn_ticks > 1:
            return msgspec.structs.replace(thing, respawn_ticks=thing.respawn_ticks - 1)
        case Tree() if thing.is_stump:
            logs = drawn(rules.woodcutting.logs_per_tree, generator)
            return msgspec.structs.replace(thing, respawn_ticks=0, logs_left=logs)
        case GroundItem():
            return msgspec.structs.replace(thing, ticks_left=thing.ticks_left - 1)
        case Tree() | BankChest() | Monster() | Furnace() | Hedge():
            return thing
        case _:
            assert_never(thing)


def drawn(bounds: Range, generator: np.random.Generator) -> int:
    """A whole number from `bounds`, both ends included, each equally likely."""
    return int(generator.integers(bounds[0], bounds[1] + 1))


def worked(world: World, generator: np.random.Generator) -> World:
    """The world after a tick of the player's work on what it aims at, once it has got there."""
    hero = world.hero
    if not hero.aim or hero.path:
        return world
    thing = object_by_key(world, hero.aim)
    match thing:
        case None:
            return _stopped(world)
        case Tree():
            return _at_tree(world, thing, generator)
        case BankChest():
            return _at_chest(world, thing)
        case GroundItem():
            return _taken(world, thing)
        case Furnace():
            return at_furnace(world, thing, generator)
        case Hedge():
            return _stopped(world)
        case Monster():
            return world  # what comes of a fight is decided in `bridge.sandbox.fighting`
        case _:
            assert_never(thing)


def _at_tree(world: World, tree: Tree, generator: np.random.Generator) -> World:
    hero = world.hero
    if tree.is_stump or hero.tile not in beside(tree.tile):
        return _stopped(world)
    if None not in world.inventory:
        return with_line(_stopped(world), "Your inventory is too full to hold any more logs.")
    if not hero.is_working:
        working = msgspec.structs.replace(hero, is_working=True, facing=tree.tile)
        return with_line(msgspec.structs.replace(world, hero=working), "You swing your axe at the tree.")
    if generator.random() >= world.rules.trees[tree.kind].chance_per_tick:
        return world
    return _chopped(world, tree, generator)


def _chopped(world: World, tree: Tree, generator: np.random.Generator) -> World:
    """One log more in the inventory, one less in the tree."""
    kind = world.rules.trees[tree.kind]
    experience, counters = world.experience, world.counters
    cut = msgspec.structs.replace(tree, logs_left=tree.logs_left - 1)
    world = msgspec.structs.replace(
        world,
        inventory=_with_item(world.inventory, kind.item),
        experience=msgspec.structs.replace(experience, woodcutting=experience.woodcutting + kind.experience),
        counters=msgspec.structs.replace(counters, logs_chopped=counters.logs_chopped + 1),
    )
    world = with_line(world, f"You get some {world.rules.items[kind.item].name.lower()}.")
    if cut.logs_left > 0:
        return with_object(world, cut)
    stump = msgspec.structs.replace(cut, respawn_ticks=drawn(world.rules.woodcutting.respawn_ticks, generator))
    return _stopped(with_object(world, stump))


def _at_chest(world: World, chest: BankChest) -> World:
    stopped = _stopped(world)
    if world.hero.tile not in beside(chest.tile):
        return stopped
    hero = msgspec.structs.replace(stopped.hero, facing=chest.tile)
    return msgspec.structs.replace(stopped, hero=hero, open_interface=BANK, is_bank_known=True, bank_row=0)


def _taken(world: World, lying: GroundItem) -> World:
    stopped = _stopped(world)
    if world.hero.tile != lying.tile:
        return stopped
    if None not in world.inventory:
        return with_line(stopped, "You don't have enough inventory space.")
    objects = tuple(thing for thing in world.objects if thing.key != lying.key)
    return msgspec.structs.replace(stopped, objects=objects, inventory=_with_item(world.inventory, lying.item))


def _stopped(world: World) -> World:
    return msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, aim="", is_working=False))


def _with_item(inventory: tuple[str | None, ...], item: str) -> tuple[str | None, ...]:
    slot = inventory.index(None)
    return (*inventory[:slot], item, *inventory[slot + 1 :])
