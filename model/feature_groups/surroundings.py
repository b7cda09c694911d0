"""Features of what stands around the player, in slots of a stable meaning.

A bank has a slot of its own. So has the nearest thing of each name, on the canvas or not: who chooses between kinds by
what they are worth and how far they are finds the best of all there. More of what is on the canvas follows by distance.
What the player is busy with and what the pointer is closest to have slots of their own too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice

from bridge.geometry import Point, Rect
from bridge.state import Entity, EntityKind, GameState
from model.feature_groups.feature import (
    UNKNOWN,
    Feature,
    aim,
    fine_px,
    fine_tiles,
    flags,
    is_inside,
    linear_px,
    name_category,
    numbers,
    offset_px,
)
from model.feature_groups.sight import Sight
from model.vocabulary import Names

KIND_SLOTS = 4
NEAR_SLOTS = 6

_LINEAR = ("dx_linear", "dy_linear")
_AIM = (*_LINEAR, "dx_fine", "dy_fine")
_BANK_WORD = "bank"
_REMAINS_WORD = "stump"

ENTITY_FEATURES: tuple[Feature, ...] = (
    *(name_category("bank_place.name"), *numbers("bank_place", "right", "forward")),
    *(*flags("bank_place", "is_on_screen"), *numbers("bank_place", *_AIM), *flags("bank_place", "is_under_pointer")),
    *numbers("bank_map", *_LINEAR),
    *(*numbers("partner", *_LINEAR), *flags("partner", "is_under_pointer")),
    *(name_category("closest.name"), *numbers("closest", "dx_fine", "dy_fine", "width", "height")),
    *flags("closest", "is_under_pointer"),
    *(
        feature
        for slot in range(KIND_SLOTS)
        for feature in (
            name_category(f"kind_{slot}.name"),
            *numbers(f"kind_{slot}", "distance", *_AIM),
            *flags(f"kind_{slot}", "is_under_pointer"),
            *numbers(f"kind_{slot}_map", *_LINEAR),
        )
    ),
    *(
        feature
        for slot in range(NEAR_SLOTS)
        for feature in (name_category(f"near_{slot}.name"), *numbers(f"near_{slot}", *_LINEAR))
    ),
)


def entity_values(state: GameState, pointer: Point | None, names: Names) -> tuple[float, ...]:
    """The entities around the player; unknown where the entities or the player are."""
    player, entities = state.player, state.entities
    if player is None or entities is None:
        return (UNKNOWN,) * len(ENTITY_FEATURES)
    sight = Sight(state, player, pointer, names)
    around = sorted((entity for entity in entities if _is_worth_clicking(entity)), key=sight.steps)
    banks = [entity for entity in around if _is_bank(entity)]
    others = [entity for entity in around if not _is_bank(entity)]
    kinds = _nearest_of_each_name(others)[:KIND_SLOTS]
    more = (entity for entity in others if entity not in kinds and sight.shown(entity) is not None)
    near = list(islice(more, NEAR_SLOTS))
    partner = next((entity for entity in entities if entity.key == player.interacting), None)
    return (
        *_bank_place(sight, banks[0] if banks else None),
        *_partner(sight, partner),
        *_closest(sight, [*banks, *others]),
        *(value for slot in range(KIND_SLOTS) for value in _kind(sight, kinds, slot)),
        *(value for slot in range(NEAR_SLOTS) for value in _near(sight, near, slot)),
    )


def _is_worth_clicking(entity: Entity) -> bool:
    return entity.kind is not EntityKind.PLAYER and entity.name != "" and _REMAINS_WORD not in entity.name.lower()


def _is_bank(entity: Entity) -> bool:
    return entity.kind in (EntityKind.OBJECT, EntityKind.NPC) and _BANK_WORD in entity.name.lower()


def _nearest_of_each_name(nearest_first: Sequence[Entity]) -> list[Entity]:
    first: dict[str, Entity] = {}
    for entity in nearest_first:
        first.setdefault(entity.name, entity)
    return list(first.values())


def _bank_place(sight: Sight, bank: Entity | None) -> tuple[float, ...]:
    right, forward = sight.tiles(bank)
    bounds = sight.shown(bank)
    is_on_screen = UNKNOWN if sight.is_unmeasured(bank) else float(bounds is not None)
    return (
        *(sight.name(bank), fine_tiles(right), fine_tiles(forward)),
        *(is_on_screen, *aim(sight.pointer, bounds)),
        *sight.on_minimap(bank),
    )


def _partner(sight: Sight, partner: Entity | None) -> tuple[float, ...]:
    dx, dy, _, _, is_under_pointer = aim(sight.pointer, sight.shown(partner))
    return dx, dy, is_under_pointer


def _closest(sight: Sight, entities: Sequence[Entity]) -> tuple[float, ...]:
    """The entity whose rectangle is closest to the pointer; of those that hold it, the one with the closest middle."""
    pointer = sight.pointer
    if pointer is None:
        return (UNKNOWN,) * 6
    shown = [(entity, bounds) for entity in entities if (bounds := sight.shown(entity)) is not None]
    if not shown:
        return (sight.name(None), *(UNKNOWN,) * 5)
    entity, bounds = min(shown, key=lambda pair: _pointer_px(pointer, pair[1]))
    dx, dy = offset_px(pointer, bounds)
    return (
        *(sight.name(entity), fine_px(dx), fine_px(dy)),
        *(fine_px(bounds.width), fine_px(bounds.height), is_inside(pointer, bounds)),
    )


def _pointer_px(pointer: Point, bounds: Rect) -> tuple[float, float]:
    outside_x = max(bounds.x - pointer.x, 0, pointer.x - (bounds.x + bounds.width - 1))
    outside_y = max(bounds.y - pointer.y, 0, pointer.y - (bounds.y + bounds.height - 1))
    dx, dy = offset_px(pointer, bounds)
    return math.hypot(outside_x, outside_y), math.hypot(dx, dy)


def _kind(sight: Sight, kinds: Sequence[Entity], slot: int) -> tuple[float, ...]:
    if slot >= len(kinds):
        return (sight.name(None), *(UNKNOWN,) * 8)
    entity = kinds[slot]
    return (
        *(sight.name(entity), fine_tiles(sight.steps(entity))),
        *aim(sight.pointer, sight.shown(entity)),
        *sight.on_minimap(entity),
    )


def _near(sight: Sight, near: Sequence[Entity], slot: int) -> tuple[float, ...]:
    if slot >= len(near):
        return sight.name(None), UNKNOWN, UNKNOWN
    dx, dy = offset_px(sight.pointer, sight.shown(near[slot]))
    return sight.name(near[slot]), linear_px(dx), linear_px(dy)
