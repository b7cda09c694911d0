"""What a goldsmith wants: bars and stones from the bank, rings at the furnace, and the rings into the bank."""

from __future__ import annotations

import numpy as np

from bridge.events import MouseButton
from bridge.sandbox.layout import BANK_COLUMNS, BANK_PANEL, BANK_SLOTS, RUN_ORB
from bridge.sandbox.tasks.belongings import (
    ClosingHabit,
    bank_chest,
    button_bounds,
    items_named,
    leave_menu,
    menu_row,
)
from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, Rest, TurnWheel
from bridge.sandbox.tasks.login_habit import LoginHabit
from bridge.sandbox.tasks.patience import Patience
from bridge.sandbox.tasks.sight import clickable_bounds, turn_hold_ns, turn_to_see_rad, uncovered_bounds
from bridge.sandbox.tasks.travel import Travel, is_going_to, is_rested, use_purpose
from bridge.state import Button, Entity, GamePhase, GameState, Interface, Item, Menu, Player

BAR, STONE, RING = "Gold bar", "Sapphire", "Sapphire ring"
BATCH = 13
FURNACE_NAME = "Furnace"
COVERS = frozenset({"Tall hedge"})
MAKING = "Make-All"
DIGIT_SHARE = 0.3
"""How often one presses the digit although the space key would do."""
SEEN_FROM_RAD = 0.7
"""So far from the best direction one sees behind a hedge well enough."""
MOST_NOTCHES = 7


class JewelleryPolicy:
    """Decides from game states alone; remembers what did not work.

    Args:
        generator: for choices that do not matter, as between two keys for the same.
        camera: when to turn and zoom for the sake of seeing; None for a camera that is left alone.
    """

    def __init__(self, generator: np.random.Generator, camera: CameraHabit | None) -> None:
        self._generator = generator
        self._travel = Travel(generator, camera)
        self._closing = ClosingHabit(generator)
        self._patience = Patience()
        self._login = LoginHabit()
        self._likes_digits = False

    def want(self, state: GameState) -> Errand:
        """See `Policy.want`."""
        if state.phase is GamePhase.LOGIN_SCREEN:
            return self._login.want(state)
        if state.player is None:
            return Rest()
        errand = self._next(state, state.player)
        self._patience.watch(state, errand)
        return errand

    def _next(self, state: GameState, player: Player) -> Errand:
        if state.interface.menu is not None:
            return _use_menu(state, state.interface.menu)
        opened = state.interface.open or ()
        if "bank" in opened:
            return self._use_bank(state)
        if opened:
            return self._choose(state.interface)
        if is_rested(player):
            return ClickOn("run", RUN_ORB)
        if all(items_named(state.inventory, frozenset({name})) for name in (BAR, STONE)):
            return self._smelt(state, player)
        return self._bank(state, player)

    def _use_bank(self, state: GameState) -> Errand:
        """Bank everything that is not of this batch, take what the batch lacks, and leave."""
        carried = [item.name for item in state.inventory.items] if state.inventory is not None else []
        deposit = button_bounds(state, "bank.deposit_all")
        is_wrong = any(name not in (BAR, STONE) or carried.count(name) > BATCH for name in carried)
        if is_wrong and deposit is not None:
            self._closing.decide()
            self._likes_digits = self._generator.random() < DIGIT_SHARE
            return ClickOn("deposit", deposit)
        for name in (BAR, STONE):
            stacks = items_named(state.bank, frozenset({name}))
            if carried.count(name) < BATCH and stacks:
                return _withdraw(state, stacks[0])
        return self._closing.want(state)

    def _choose(self, interface: Interface) -> Errand:
        """Take the ring: by space where that chooses it, by its digit, or by the menu of its button."""
        options = interface.dialogue.options if interface.dialogue is not None else ()
        if RING not in options:
            return HoldKey("close", "escape")
        number = options.index(RING) + 1
        buttons = {button.name: button for button in interface.buttons or ()}
        if "jewellery" in (interface.open or ()):
            return ClickOn("choose how many", buttons[f"jewellery.{number}"].bounds, MouseButton.RIGHT)
        is_default = _is_below(buttons.get("make.space"), buttons[f"make.{number}"])
        return HoldKey("make", "space" if is_default and not self._likes_digits else str(number))

    def _smelt(self, state: GameState, player: Player) -> Errand:
        furnace = next((entity for entity in state.entities or () if entity.name == FURNACE_NAME), None)
        if furnace is None or player.interacting == furnace.key:
            return self._travel.look(state, None)
        if is_going_to(player, furnace.position):
            return self._travel.look(state, furnace.position)
        if clickable_bounds(furnace, state.view.viewport) is None:
            return self._travel.walk(state, furnace)
        seen = uncovered_bounds(state, furnace, COVERS)
        if seen is None or self._patience.is_worn(use_purpose(furnace), state.tick.index):
            return _turn_to_see(state, furnace)
        return ClickOn(use_purpose(furnace), seen)

    def _bank(self, state: GameState, player: Player) -> Errand:
        chest = bank_chest(state)
        if chest is None or player.interacting == chest.key:
            return self._travel.look(state, None if chest is None else chest.position)
        seen = uncovered_bounds(state, chest, COVERS)
        if clickable_bounds(chest, state.view.viewport) is not None and seen is None:
            return _turn_to_see(state, chest)
        return self._travel.reach(state, player, chest)


def _use_menu(state: GameState, menu: Menu) -> Errand:
    row = menu_row(menu, MAKING) if "jewellery" in (state.interface.open or ()) else None
    if row is not None and row.target == RING:
        return ClickOn("make", row.bounds)
    return leave_menu(menu, state.view.viewport)


def _withdraw(state: GameState, stack: Item) -> Errand:
    """Click on a stack of the bank, or scroll until it is in view."""
    if stack.bounds is not None:
        return ClickOn(f"withdraw {stack.name}", stack.bounds)
    shown = [item.slot for item in state.bank.items if item.bounds is not None] if state.bank is not None else []
    row, rows = stack.slot // BANK_COLUMNS, len(BANK_SLOTS) // BANK_COLUMNS
    top = min(shown, default=0) // BANK_COLUMNS
    notches = top - row + rows // 2
    return TurnWheel(f"scroll to {stack.name}", BANK_PANEL, max(-MOST_NOTCHES, min(MOST_NOTCHES, notches or -1)))


def _turn_to_see(state: GameState, entity: Entity) -> Errand:
    """Turn the camera until what covers an entity stands behind it."""
    hedges = tuple(other.position for other in state.entities or () if other.name in COVERS)
    angle_rad = turn_to_see_rad(state, entity.position, hedges)
    enough_rad = max(abs(angle_rad) - SEEN_FROM_RAD, 0.2)
    return HoldKey("turn to see", "left" if angle_rad > 0 else "right", turn_hold_ns(enough_rad))


def _is_below(strip: Button | None, option: Button) -> bool:
    """Whether the strip that names the space key lies below an option."""
    return strip is not None and strip.bounds.centre.x == option.bounds.centre.x
