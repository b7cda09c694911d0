"""What a player knows of its inventory, the bank and the menu that lies over them."""

from __future__ import annotations

import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff
from bridge.state import Entity, GameState, Item, ItemContainer, Menu, MenuRow

CHEST_NAME = "Bank chest"
ESCAPE_SHARE = 0.6


class ClosingHabit:
    """How a player closes the bank: by key or by button, decided anew each time.

    Args:
        generator: decides.
    """

    def __init__(self, generator: np.random.Generator) -> None:
        self._generator = generator
        self._closes_by_key = True

    def decide(self) -> None:
        """Choose the way of the next closing."""
        self._closes_by_key = self._generator.random() < ESCAPE_SHARE

    def want(self, state: GameState) -> Errand:
        """The errand that closes what is open."""
        close = button_bounds(state, "bank.close")
        return HoldKey("close", "escape") if self._closes_by_key or close is None else ClickOn("close", close)


def bank_chest(state: GameState) -> Entity | None:
    """The bank chest, None where there is none."""
    return next((entity for entity in state.entities or () if entity.name == CHEST_NAME), None)


def button_bounds(state: GameState, name: str) -> Rect | None:
    """Where a button is, None where it is not shown."""
    return next((button.bounds for button in state.interface.buttons or () if button.name == name), None)


def is_full(state: GameState) -> bool:
    """Whether every slot of the inventory is filled; an unknown inventory is not full."""
    return state.inventory is not None and len(state.inventory.items) >= state.inventory.capacity


def items_named(container: ItemContainer | None, names: frozenset[str]) -> tuple[Item, ...]:
    """The filled slots with an item of one of the names."""
    return tuple(item for item in container.items if item.name in names) if container is not None else ()


def menu_row(menu: Menu, option: str) -> MenuRow | None:
    """The top row with an option, None where there is none."""
    return next((row for row in menu.rows if row.option == option), None)


def leave_menu(menu: Menu, viewport: Rect) -> Errand:
    """Choose Cancel; a menu without it closes when the pointer is far away."""
    cancel = menu_row(menu, "Cancel")
    if cancel is not None:
        return ClickOn("leave menu", cancel.bounds)
    half = viewport.width // 2
    is_left = menu.bounds.centre.x < viewport.centre.x
    return MoveOff("leave menu", Rect(viewport.x + (half if is_left else 0), viewport.y, half, viewport.height))
