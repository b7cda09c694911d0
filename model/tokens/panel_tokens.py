"""Tokens of what lies over the world: menu rows, answers, buttons, items."""

from __future__ import annotations

from bridge.geometry import Rect
from bridge.state import Interface, Item, ItemContainer
from model.tokens.token import Token, TokenKind

_MOST_ALIKE = 2
"""Slots of one item that are shown one by one; the others are counted."""


def interface_tokens(interface: Interface) -> list[Token]:
    """Menu rows, answers of a dialogue and buttons, each numbered from 0."""
    rows = () if interface.menu is None else interface.menu.rows
    answers = () if interface.dialogue is None else interface.dialogue.options
    return [
        *(
            Token(TokenKind.MENU_ROW, f"menu:{row.option}:{row.target}", row.option, row.bounds, row.target, rank=rank)
            for rank, row in enumerate(rows)
        ),
        *(Token(TokenKind.ANSWER, f"answer:{rank}", answer, rank=rank) for rank, answer in enumerate(answers)),
        *(
            Token(TokenKind.BUTTON, f"button:{button.name}", button.name, button.bounds, rank=rank)
            for rank, button in enumerate(interface.buttons or ())
        ),
    ]


def item_tokens(container: ItemContainer | None, kind: TokenKind) -> list[Token]:
    """The items of a container, the shown ones first.

    Of many slots with the same item the first two have a token; a bank tells of hidden items only while it is open.
    """
    items = () if container is None else container.items
    shown = [item for item in items if item.bounds is not None]
    if kind is TokenKind.BANK_ITEM and not shown:
        return []
    first = shown[0].slot if shown and kind is TokenKind.BANK_ITEM else 0
    return [*_grouped(shown, kind, first), *_grouped([item for item in items if item.bounds is None], kind, first)]


def _grouped(items: list[Item], kind: TokenKind, first: int) -> list[Token]:
    alike: dict[str, list[Item]] = {}
    for item in items:
        alike.setdefault(item.name, []).append(item)
    return [
        Token(
            kind=kind,
            key=f"{kind.name}:{item.slot}",
            name=item.name,
            bounds=_filled(item.bounds),
            quantity=float(item.quantity),
            alike=float(len(same)),
            rank=float(item.slot - first),
        )
        for same in alike.values()
        for item in same[:_MOST_ALIKE]
    ]


def _filled(bounds: Rect | None) -> Rect | None:
    return bounds if bounds is not None and bounds.width and bounds.height else None
