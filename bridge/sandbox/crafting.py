"""Making jewellery at the furnace: what it offers, the choice, and the work that goes on until all are made."""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np

from bridge.sandbox.craft import Craft
from bridge.sandbox.objects import Furnace
from bridge.sandbox.rules import CraftingRules
from bridge.sandbox.terrain import beside
from bridge.sandbox.world import INVENTORY_CAPACITY, JEWELLERY, MAKE, World, with_line


def offered(world: World) -> tuple[str, ...]:
    """The products of the first stone carried that can be made now, in the order in which this seed offers them."""
    craft, rules = world.craft, world.rules.crafting
    possible = [] if rules is None else [each for each in rules.products if _most(world, rules, each)]
    if craft is None or rules is None or not possible:
        return ()
    inputs = [rules.products[product].inputs for product in possible]
    first = min(inputs, key=lambda needed: world.inventory.index(needed[-1]))
    alike = [product for product in possible if rules.products[product].inputs == first]
    return tuple(sorted(alike, key=lambda product: craft.kinds.index(rules.products[product].kind)))


def by_space(world: World) -> str | None:
    """The product that the space key chooses: the one made last, where it is offered, else the first."""
    choices = offered(world)
    chosen = world.craft.chosen if world.craft is not None else ""
    return chosen if chosen in choices else next(iter(choices), None)


def chosen_by_key(world: World, key: str) -> str | None:
    """The product that a key chooses while the make interface is open, None for none."""
    choices = offered(world)
    if key == "space":
        return by_space(world)
    number = int(key) if key in "123456789" and len(key) == 1 else 0
    return choices[number - 1] if 0 < number <= len(choices) else None


def at_furnace(world: World, furnace: Furnace, generator: np.random.Generator) -> World:
    """The player has got to the furnace: work goes on, or one of the two interfaces opens."""
    hero, rules = world.hero, world.rules.crafting
    if rules is None or hero.tile not in beside(furnace.tile):
        return _stopped(world)
    if hero.is_working:
        return _worked(world, rules)
    facing = msgspec.structs.replace(hero, facing=furnace.tile)
    world = _stopped(msgspec.structs.replace(world, hero=facing))
    if not offered(world):
        return with_line(world, "You have nothing to make anything of.")
    is_by_menu = generator.random() < rules.menu_share
    return msgspec.structs.replace(world, open_interface=JEWELLERY if is_by_menu else MAKE)


def begun(world: World, product: str, quantity: int = INVENTORY_CAPACITY) -> World:
    """The world after the player chose to make up to `quantity` of a product."""
    craft, rules = world.craft, world.rules.crafting
    furnaces = (thing for thing in world.objects if isinstance(thing, Furnace))
    furnace = next((thing for thing in furnaces if world.hero.tile in beside(thing.tile)), None)
    world = msgspec.structs.replace(world, open_interface="")
    if craft is None or rules is None or furnace is None or product not in offered(world):
        return world
    left = min(quantity, _most(world, rules, product))
    return msgspec.structs.replace(
        world,
        craft=msgspec.structs.replace(craft, chosen=product, making=product, left=left, rest_ticks=rules.make_ticks),
        hero=msgspec.structs.replace(world.hero, aim=furnace.key, is_working=True, path=()),
    )


def _worked(world: World, rules: CraftingRules) -> World:
    """A tick nearer to the next piece."""
    craft = _craft(world)
    if not craft.left or not _most(world, rules, craft.making):
        return _stopped(world)
    if craft.rest_ticks > 1:
        return msgspec.structs.replace(world, craft=msgspec.structs.replace(craft, rest_ticks=craft.rest_ticks - 1))
    return _made(world, rules)


def _made(world: World, rules: CraftingRules) -> World:
    """One piece more, one of each of its inputs less; the work ends with the last one."""
    craft, product = _craft(world), rules.products[_craft(world).making]
    inventory = list(world.inventory)
    for item in product.inputs:
        inventory[inventory.index(item)] = None
    inventory[inventory.index(None)] = craft.making
    experience = world.experience
    world = msgspec.structs.replace(
        world,
        inventory=tuple(inventory),
        experience=msgspec.structs.replace(experience, crafting=experience.crafting + product.experience),
        craft=msgspec.structs.replace(
            craft,
            left=craft.left - 1,
            rest_ticks=rules.make_ticks,
            rings_made=craft.rings_made + (product.kind == "ring"),
        ),
    )
    world = with_line(world, f"You make a {world.rules.items[craft.making].name.lower()}.")
    return world if craft.left > 1 else _stopped(world)


def _most(world: World, rules: CraftingRules, product: str) -> int:
    """How many of a product can be made from what is carried."""
    carried = Counter(world.inventory)
    return min(carried[item] for item in rules.products[product].inputs)


def _craft(world: World) -> Craft:
    assert world.craft is not None
    return world.craft


def _stopped(world: World) -> World:
    return msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, aim="", is_working=False))
