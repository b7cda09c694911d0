"""A game state as rows of text, whatever fields it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from bridge.geometry import Point, Rect
from bridge.state import Entity, GameState, Item, ItemContainer, Menu, Skill, WorldPoint

_LONGEST = 240
_UNKNOWN = "unknown"


class StateRow(msgspec.Struct, frozen=True, array_like=True):
    """A row: the dotted name of a field, and its value for people."""

    name: str
    value: str


def state_rows(state: GameState) -> tuple[StateRow, ...]:
    """Every field of the state in the order in which it is declared, the view's last; what is unknown says so."""
    rows = tuple(_rows("", state))
    return tuple(sorted(rows, key=lambda row: row.name.startswith("view.")))


def _rows(name: str, value: object) -> Iterator[StateRow]:
    if name == "interface.menu" and value is None:
        yield StateRow(name, "closed")
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Point | WorldPoint | Rect | ItemContainer | Menu):
        for field in value.__struct_fields__:
            yield from _rows(f"{name}.{field}" if name else field, getattr(value, field))
    else:
        text = _text(value)
        yield StateRow(name, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _text(value: object) -> str:
    match value:
        case None:
            return _UNKNOWN
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.3g}"
        case WorldPoint():
            return f"{value.x}, {value.y}" + (f" · plane {value.plane}" if value.plane else "")
        case Point():
            return f"{value.x}, {value.y}"
        case Rect():
            return f"{value.width} by {value.height} at {value.x}, {value.y}"
        case ItemContainer():
            return f"{len(value.items)} of {value.capacity}: {_counted(value.items)}"
        case Menu():
            return " | ".join(f"{row.option} {row.target}".strip() for row in value.rows)
        case tuple():
            return ", ".join(_element(element) for element in value) or "none"
        case _:
            return str(value)


def _counted(items: tuple[Item, ...]) -> str:
    counts: Counter[str] = Counter()
    for item in items:
        counts[item.name] += item.quantity
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "empty"


def _element(element: object) -> str:
    match element:
        case Skill():
            return f"{element.name} {element.level} ({element.experience} xp)"
        case Entity():
            return f"{element.name} {element.position.x}, {element.position.y}"
        case msgspec.Struct():
            return str(getattr(element, "name", None) or _text_of_fields(element))
        case _:
            return _text(element)


def _text_of_fields(value: msgspec.Struct) -> str:
    return " ".join(_text(getattr(value, field)) for field in value.__struct_fields__)
