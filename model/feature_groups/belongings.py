"""Features of what the player carries and keeps."""

from __future__ import annotations

import math
from collections import Counter

from bridge.state import GameState, ItemContainer
from model.feature_groups.feature import UNKNOWN, Feature, flags, name_category, numbers, optional, share, shares
from model.vocabulary import Names

INVENTORY_FEATURES: tuple[Feature, ...] = (
    *(*shares("inventory", "filled"), *numbers("inventory", "free")),
    *flags("inventory", "is_full", "is_empty"),
    *(name_category("inventory.most_item"), *shares("inventory", "most_share")),
    *(name_category("inventory.second_item"), *shares("inventory", "second_share")),
)

BANK_FEATURES: tuple[Feature, ...] = (*flags("bank", "is_open"), *shares("bank", "filled"))


def inventory_values(inventory: ItemContainer | None, names: Names) -> tuple[float, ...]:
    """How full the inventory is, and the two names that fill most slots."""
    if inventory is None:
        return (UNKNOWN,) * len(INVENTORY_FEATURES)
    filled, capacity = len(inventory.items), inventory.capacity
    slots = Counter(item.name for item in inventory.items)
    ranked = sorted(slots.items(), key=lambda entry: (-entry[1], entry[0]))
    (most, most_slots), (second, second_slots) = (*ranked, ("", 0), ("", 0))[:2]
    return (
        share(filled, capacity),
        math.log1p(max(0, capacity - filled)) / math.log1p(capacity) if capacity else UNKNOWN,
        float(filled >= capacity),
        float(filled == 0),
        float(names.id_of(most)),
        share(most_slots, capacity),
        float(names.id_of(second)),
        share(second_slots, capacity),
    )


def bank_values(state: GameState) -> tuple[float, ...]:
    """Whether the bank lies open, and how full it is where that was ever seen."""
    opened = state.interface.open
    is_open = None if opened is None else "bank" in opened
    filled = UNKNOWN if state.bank is None else share(len(state.bank.items), state.bank.capacity)
    return optional(is_open), filled
