"""Tokens of what stands in the world: on the view, or where only the minimap shows it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.geometry import Rect
from bridge.state import Entity, EntityKind
from model.feature_groups.feature import optional
from model.feature_groups.sight import Sight
from model.tokens.token import Token, TokenKind

_KINDS = {
    EntityKind.NPC: TokenKind.NPC,
    EntityKind.PLAYER: TokenKind.PLAYER,
    EntityKind.OBJECT: TokenKind.OBJECT,
    EntityKind.GROUND_ITEM: TokenKind.GROUND_ITEM,
}
_MOST_NAMED_ALIKE = 2
"""Things of one name that one can walk to without seeing them."""
_MINIMAP_SIDE_PX, _GROUND_SIDE_PX = 14, 22


@dataclass(frozen=True, slots=True)
class _Thing:
    """An entity, and the way to it in tiles, (right, forward)."""

    entity: Entity
    tiles: tuple[float, float]


def world_tokens(sight: Sight, entities: Sequence[Entity], most: int) -> list[Token]:
    """Tokens of the nearest entities that show, at most so many, and of the nearest of each name that do not."""
    nearest_first = sorted((entity for entity in entities if entity.name), key=sight.steps)
    looked = [(entity, sight.shown(entity)) for entity in nearest_first]
    shown = [(entity, bounds) for entity, bounds in looked if bounds is not None][:most]
    feet = [bounds.y + bounds.height for bounds in (entity.bounds for entity, _ in shown) if bounds is not None]
    seen = [bounds for _, bounds in shown]
    tokens = [
        _token(
            sight, _thing(sight, entity), _KINDS[entity.kind], entity.key, bounds, _covered(bounds, foot, seen, feet)
        )
        for (entity, bounds), foot in zip(shown, feet, strict=True)
    ]
    alike = dict[str, int]()
    for entity, bounds in looked:
        if bounds is None and alike.setdefault(entity.name, 0) < _MOST_NAMED_ALIKE:
            alike[entity.name] += 1
            tokens.extend(_ways_to(sight, entity))
    return tokens


def _ways_to(sight: Sight, entity: Entity) -> Iterator[Token]:
    """Where one walks to something that does not show: on the minimap, and on the ground of the view."""
    thing, minimap = _thing(sight, entity), sight.minimap
    across, down = sight.minimap_shift(thing.tiles)
    if minimap is not None and not math.isnan(across):
        bounds = _square(minimap.centre.x + across, minimap.centre.y + down, _MINIMAP_SIDE_PX)
        yield _token(sight, thing, TokenKind.ON_MINIMAP, f"minimap:{entity.key}", bounds, 0.0)
    x, y = sight.ground_place(thing.tiles)
    if not math.isnan(x):
        yield _token(sight, thing, TokenKind.ON_GROUND, f"ground:{entity.key}", _square(x, y, _GROUND_SIDE_PX), 0.0)


def _thing(sight: Sight, entity: Entity) -> _Thing:
    return _Thing(entity, sight.tiles(entity))


def _square(x: float, y: float, side_px: int) -> Rect:
    return Rect(round(x) - side_px // 2, round(y) - side_px // 2, side_px, side_px)


def _token(sight: Sight, thing: _Thing, kind: TokenKind, key: str, bounds: Rect, covered: float) -> Token:
    entity, (right, forward) = thing.entity, thing.tiles
    return Token(
        kind=kind,
        key=key,
        name=entity.name,
        bounds=bounds,
        quantity=optional(entity.quantity),
        steps=float(sight.steps(entity)),
        right=right,
        forward=forward,
        health=optional(entity.health),
        covered=covered,
        is_partner=float(entity.key == sight.player.interacting),
        is_turned=optional(None if entity.interacting is None else entity.interacting != ""),
    )


def _covered(bounds: Rect, foot: int, others: Sequence[Rect], feet: Sequence[int]) -> float:
    """The largest share of a rectangle that something hides whose foot is lower on the view."""
    area = bounds.width * bounds.height
    hidden = (
        (min(bounds.x + bounds.width, other.x + other.width) - max(bounds.x, other.x))
        * (min(bounds.y + bounds.height, other.y + other.height) - max(bounds.y, other.y))
        for other, its_foot in zip(others, feet, strict=True)
        if its_foot > foot
        and other.x < bounds.x + bounds.width
        and bounds.x < other.x + other.width
        and other.y < bounds.y + bounds.height
        and bounds.y < other.y + other.height
    )
    return max(hidden, default=0) / area
