"""Features of what stands around the player, in slots of a stable meaning.

A bank has a slot of its own. Everything else worth clicking fills slots in order of its distance from the player, which
is how a player chooses; a slot of its own tells what the pointer is over or closest to, which is what a player aims at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from bridge.geometry import Point, Rect
from bridge.state import Entity, EntityKind, GameState, Player
from model.feature_groups.body import camera_tiles
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
from model.vocabulary import Names

FULL_SLOTS = 6
SHORT_SLOTS = 3
_AIM = ("dx_linear", "dy_linear", "dx_fine", "dy_fine")
_BANK_WORD = "bank"
_REMAINS_WORD = "stump"

ENTITY_FEATURES: tuple[Feature, ...] = (
    *(name_category("bank_place.name"), *numbers("bank_place", "right", "forward")),
    *(*flags("bank_place", "is_on_screen"), *numbers("bank_place", *_AIM), *flags("bank_place", "is_under_pointer")),
    *(*numbers("partner", "dx_fine", "dy_fine"), *flags("partner", "is_under_pointer")),
    *(name_category("closest.name"), *numbers("closest", "dx_fine", "dy_fine", "width", "height")),
    *flags("closest", "is_under_pointer"),
    *(name_category("beyond.name"), *numbers("beyond", "right", "forward")),
    *(
        feature
        for slot in range(FULL_SLOTS)
        for feature in (
            name_category(f"near_{slot}.name"),
            *numbers(f"near_{slot}", *_AIM),
            *flags(f"near_{slot}", "is_under_pointer"),
            *numbers(f"near_{slot}", "distance"),
        )
    ),
    *(
        feature
        for slot in range(FULL_SLOTS, FULL_SLOTS + SHORT_SLOTS)
        for feature in (name_category(f"near_{slot}.name"), *numbers(f"near_{slot}", "dx_linear", "dy_linear"))
    ),
)


def entity_values(state: GameState, pointer: Point | None, names: Names) -> tuple[float, ...]:
    """The entities around the player; unknown where the entities or the player are."""
    player, entities = state.player, state.entities
    if player is None or entities is None:
        return (UNKNOWN,) * len(ENTITY_FEATURES)
    around = sorted((entity for entity in entities if _is_worth_clicking(entity)), key=lambda e: _tiles(player, e))
    banks = [entity for entity in around if _is_bank(entity)]
    others = [entity for entity in around if not _is_bank(entity)]
    shown = [entity for entity in others if entity.bounds is not None]
    beyond = next((entity for entity in others if entity.bounds is None), None)
    partner = next((entity for entity in entities if entity.key == player.interacting), None)
    return (
        *_bank_place(state, player, banks[0] if banks else None, pointer, names),
        *aim(pointer, partner.bounds if partner else None)[2:],
        *_closest([*banks, *shown], pointer, names),
        *_beyond(state, player, beyond, names),
        *(value for slot in range(FULL_SLOTS) for value in _full(player, shown, slot, pointer, names)),
        *(
            value
            for slot in range(FULL_SLOTS, FULL_SLOTS + SHORT_SLOTS)
            for value in _short(shown, slot, pointer, names)
        ),
    )


def _is_worth_clicking(entity: Entity) -> bool:
    return entity.kind is not EntityKind.PLAYER and entity.name != "" and _REMAINS_WORD not in entity.name.lower()


def _is_bank(entity: Entity) -> bool:
    return entity.kind in (EntityKind.OBJECT, EntityKind.NPC) and _BANK_WORD in entity.name.lower()


def _tiles(player: Player, entity: Entity) -> float:
    east, north = entity.position.x - player.position.x, entity.position.y - player.position.y
    return math.hypot(east, north)


def _name(entity: Entity | None, names: Names) -> float:
    return float(names.id_of("" if entity is None else entity.name))


def _direction(state: GameState, player: Player, entity: Entity | None) -> tuple[float, float]:
    there = None if entity is None else entity.position
    right, forward = camera_tiles(player.position, there, state.view.yaw_rad)
    return fine_tiles(right), fine_tiles(forward)


def _bank_place(
    state: GameState, player: Player, bank: Entity | None, pointer: Point | None, names: Names
) -> tuple[float, ...]:
    bounds = None if bank is None else bank.bounds
    return (
        _name(bank, names),
        *_direction(state, player, bank),
        float(bounds is not None),
        *aim(pointer, bounds),
    )


def _beyond(state: GameState, player: Player, entity: Entity | None, names: Names) -> tuple[float, ...]:
    return _name(entity, names), *_direction(state, player, entity)


def _closest(shown: Sequence[Entity], pointer: Point | None, names: Names) -> tuple[float, ...]:
    """The entity whose rectangle is closest to the pointer; of those that hold it, the one with the closest middle."""
    if pointer is None:
        return (UNKNOWN,) * 6
    placed = [(entity, entity.bounds) for entity in shown if entity.bounds is not None]
    if not placed:
        return (_name(None, names), *(UNKNOWN,) * 5)
    entity, bounds = min(placed, key=lambda pair: _pointer_px(pointer, pair[1]))
    dx, dy = offset_px(pointer, bounds)
    return (
        *(_name(entity, names), fine_px(dx), fine_px(dy)),
        *(fine_px(bounds.width), fine_px(bounds.height), is_inside(pointer, bounds)),
    )


def _pointer_px(pointer: Point, bounds: Rect) -> tuple[float, float]:
    outside_x = max(bounds.x - pointer.x, 0, pointer.x - (bounds.x + bounds.width - 1))
    outside_y = max(bounds.y - pointer.y, 0, pointer.y - (bounds.y + bounds.height - 1))
    dx, dy = offset_px(pointer, bounds)
    return math.hypot(outside_x, outside_y), math.hypot(dx, dy)


def _full(player: Player, shown: Sequence[Entity], slot: int, pointer: Point | None, names: Names) -> tuple[float, ...]:
    if slot >= len(shown):
        return (_name(None, names), *(UNKNOWN,) * 6)
    entity = shown[slot]
    return (_name(entity, names), *aim(pointer, entity.bounds), fine_tiles(_tiles(player, entity)))


def _short(shown: Sequence[Entity], slot: int, pointer: Point | None, names: Names) -> tuple[float, ...]:
    if slot >= len(shown):
        return _name(None, names), UNKNOWN, UNKNOWN
    dx, dy = offset_px(pointer, shown[slot].bounds)
    return _name(shown[slot], names), linear_px(dx), linear_px(dy)
