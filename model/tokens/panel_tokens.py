"""Tokens of what lies over the world: menu rows, answers, buttons, items."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.events import KEYS
from bridge.geometry import Rect
from bridge.state import Button, Interface, Item, ItemContainer
from model.feature_groups.feature import UNKNOWN
from model.tokens.token import Token, TokenKind

_BANK_ITEMS = "bank.items"
_MOST_ALIKE = 2
"""Slots of one item that are shown one by one; the others are counted."""


def interface_tokens(interface: Interface) -> list[Token]:
    """Menu rows, answers of a dialogue and buttons, each numbered from 0; a button is told which answer it gives."""
    rows = () if interface.menu is None else interface.menu.rows
    answers = () if interface.dialogue is None else interface.dialogue.options
    buttons = interface.buttons or ()
    given = _given_answers(buttons, answers)
    return [
        *(
            Token(TokenKind.MENU_ROW, f"menu:{row.option}:{row.target}", row.option, row.bounds, row.target, rank=rank)
            for rank, row in enumerate(rows)
        ),
        *(Token(TokenKind.ANSWER, f"answer:{rank}", answer, rank=rank) for rank, answer in enumerate(answers)),
        *(
            Token(
                TokenKind.BUTTON,
                f"button:{button.name}",
                button.name,
                button.bounds,
                answer,
                rank=rank,
                shortcut=_shortcut(button) if answer else UNKNOWN,
            )
            for rank, (button, answer) in enumerate(zip(buttons, given, strict=True))
        ),
    ]


def _given_answers(buttons: Sequence[Button], answers: Sequence[str]) -> list[str]:
    """What each button chooses: its number's answer, or that of the button right above it; empty for none."""
    words = [button.last_word for button in buttons]
    numbered = [int(word) - 1 if word.isdecimal() else -1 for word in words]
    given = [answers[number] if 0 <= number < len(answers) else "" for number in numbered]
    options = [(button.bounds, answer) for button, answer in zip(buttons, given, strict=True) if answer]
    return [
        answer or next((chosen for above, chosen in options if _lies_below(button.bounds, above)), "")
        for button, answer in zip(buttons, given, strict=True)
    ]


def _shortcut(button: Button) -> float:
    """The key that a button's name ends with, as those of "make.1" and "make.space" do."""
    return KEYS.index(button.last_word) if button.last_word in KEYS else UNKNOWN


def _lies_below(bounds: Rect, above: Rect) -> bool:
    return (bounds.x, bounds.y) == (above.x, above.y + above.height)


def inventory_tokens(inventory: ItemContainer | None) -> list[Token]:
    """What is carried, the shown slots first; of many slots with the same item the first two have a token."""
    items = () if inventory is None else inventory.items
    shown, hidden = [item for item in items if item.bounds], [item for item in items if not item.bounds]
    return [*_grouped(shown, TokenKind.INVENTORY_ITEM), *_grouped(hidden, TokenKind.INVENTORY_ITEM)]


def bank_tokens(bank: ItemContainer | None) -> list[Token]:
    """The items that an open bank shows, and all of their place, over which the wheel scrolls them."""
    shown = _shown(bank)
    boxes = [item.bounds for item in shown if item.bounds]
    if not boxes:
        return []
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    place = Rect(left, top, right - left, bottom - top)
    items = _grouped(shown, TokenKind.BANK_ITEM, shown[0].slot)
    return [*items, Token(TokenKind.BUTTON, f"button:{_BANK_ITEMS}", _BANK_ITEMS, place)]


def scrolled_tokens(bank: ItemContainer | None) -> list[Token]:
    """The items that an open bank hides, each on the line past which it lies, above or below its column.

    So that one can be on the way to something that has to be scrolled to.
    """
    shown = _shown(bank)
    boxes = [item.bounds for item in shown if item.bounds]
    if bank is None or not boxes:
        return []
    lefts, first = sorted({box.x for box in boxes}), shown[0].slot
    above, below = min(box.y for box in boxes) - 1, max(box.y + box.height for box in boxes)
    hidden = (item for item in bank.items if not item.bounds)
    return [
        Token(
            kind=TokenKind.BANK_ITEM,
            key=f"{TokenKind.BANK_ITEM.name}:{item.slot}",
            name=item.name,
            bounds=Rect(lefts[item.slot % len(lefts)], above if item.slot < first else below, boxes[0].width, 1),
            quantity=float(item.quantity),
            rank=float(item.slot - first),
            covered=1.0,
        )
        for item in hidden
    ]


def _shown(container: ItemContainer | None) -> list[Item]:
    return [] if container is None else [item for item in container.items if item.bounds]


def _grouped(items: list[Item], kind: TokenKind, first: int | None = None) -> list[Token]:
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
            rank=float(number if first is None else item.slot - first),
        )
        for same in alike.values()
        for number, item in enumerate(same[:_MOST_ALIKE])
    ]


def _filled(bounds: Rect | None) -> Rect | None:
    return bounds if bounds is not None and bounds.width and bounds.height else None
