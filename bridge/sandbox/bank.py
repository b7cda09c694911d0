"""The bank: items move between the inventory and stacks of the bank."""

from __future__ import annotations

import msgspec

from bridge.events import WheelScroll
from bridge.geometry import Rect
from bridge.sandbox.layout import BANK_COLUMNS, BANK_PANEL, BANK_SLOTS
from bridge.sandbox.rules import Rules
from bridge.sandbox.world import BANK, Counters, Stack, World, with_line


def scrolls_bank(world: World, wheel: WheelScroll) -> bool:
    """Whether a turn of the wheel scrolls the bank; one that fits its window does not scroll."""
    is_over = world.open_interface == BANK and BANK_PANEL.contains(wheel.x, wheel.y)
    return is_over and len(world.bank) > len(BANK_SLOTS)


def scrolled(world: World, notches: int) -> World:
    """The world with the bank scrolled by some rows; positive notches towards its beginning."""
    return msgspec.structs.replace(world, bank_row=min(max(world.bank_row - notches, 0), last_bank_row(world)))


def last_bank_row(world: World) -> int:
    """The topmost row in view when the bank is scrolled to its end."""
    return max(-(-(len(world.bank) - len(BANK_SLOTS)) // BANK_COLUMNS), 0)


def shown_stacks(world: World) -> tuple[tuple[int, Stack, Rect], ...]:
    """The stacks that are scrolled into view: each with its slot and its place."""
    first = world.bank_row * BANK_COLUMNS
    stacks = world.bank[first : first + len(BANK_SLOTS)]
    return tuple((first + n, stack, BANK_SLOTS[n]) for n, stack in enumerate(stacks))


def deposited(world: World, slot: int, quantity: int) -> World:
    """The world after up to `quantity` items like the one in an inventory slot went into the bank, that slot first."""
    item = world.inventory[slot]
    if item is None:
        return world
    alike = [number for number, other in enumerate(world.inventory) if other == item]
    chosen = sorted(alike, key=lambda number: number != slot)[:quantity]
    return _banked(world, frozenset(chosen))


def deposited_all(world: World) -> World:
    """The world after everything carried went into the bank."""
    return _banked(world, frozenset(number for number, item in enumerate(world.inventory) if item is not None))


def withdrawn(world: World, slot: int, quantity: int) -> World:
    """The world after up to `quantity` items of a bank slot went into the inventory, as many as fit."""
    if slot >= len(world.bank):
        return world
    stack = world.bank[slot]
    free = [number for number, item in enumerate(world.inventory) if item is None]
    moved = min(quantity, stack.quantity, len(free))
    if moved < min(quantity, stack.quantity):
        world = with_line(world, "You don't have enough inventory space.")
    filled = frozenset(free[:moved])
    inventory = tuple(stack.item if number in filled else item for number, item in enumerate(world.inventory))
    counters = _counted(world, {stack.item: -moved})
    return msgspec.structs.replace(
        world, inventory=inventory, bank=_stored(world.bank, stack.item, -moved), counters=counters
    )


def _banked(world: World, slots: frozenset[int]) -> World:
    """The world with the items of some inventory slots in the bank; a kind that finds no free stack stays."""
    bank = world.bank
    inventory = list(world.inventory)
    moved: dict[str, int] = {}
    for slot in sorted(slots):
        item = inventory[slot]
        assert item is not None
        stored = _stored(bank, item, 1)
        if len(stored) > world.rules.bank_chest.capacity:
            world = with_line(world, "Your bank is full.")
            continue
        bank, inventory[slot] = stored, None
        moved[item] = moved.get(item, 0) + 1
    counters = _counted(world, moved)
    return msgspec.structs.replace(world, inventory=tuple(inventory), bank=bank, counters=counters)


def _stored(bank: tuple[Stack, ...], item: str, change: int) -> tuple[Stack, ...]:
    """The bank's stacks with `change` more of an item; a new stack comes last, an empty one goes."""
    known = any(stack.item == item for stack in bank)
    stacks = bank if known else (*bank, Stack(item, 0))
    changed = (Stack(item, stack.quantity + change) if stack.item == item else stack for stack in stacks)
    return tuple(stack for stack in changed if stack.quantity > 0)


def _counted(world: World, moved: dict[str, int]) -> Counters:
    logs = _log_items(world.rules)
    change = sum(quantity for item, quantity in moved.items() if item in logs)
    return msgspec.structs.replace(world.counters, logs_banked=world.counters.logs_banked + change)


def _log_items(rules: Rules) -> frozenset[str]:
    return frozenset(tree.item for tree in rules.trees.values())
