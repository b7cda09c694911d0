"""What a fighter wants: strike the nearest monster, eat below half, pick up food, restock at the chest."""

from __future__ import annotations

import numpy as np

from bridge.events import MouseButton
from bridge.sandbox.layout import RUN_ORB
from bridge.sandbox.tasks.belongings import (
    ClosingHabit,
    bank_chest,
    button_bounds,
    is_full,
    items_named,
    leave_menu,
    menu_row,
)
from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.errand import ClickOn, Errand, Rest
from bridge.sandbox.tasks.login_habit import LoginHabit
from bridge.sandbox.tasks.patience import Patience
from bridge.sandbox.tasks.sight import steps_between
from bridge.sandbox.tasks.travel import TICKS_PER_STEP, Travel, is_rested, use_purpose
from bridge.state import Entity, EntityKind, GamePhase, GameState, Menu, Player, WorldPoint

FOOD = frozenset({"Trout", "Cooked meat"})
STOCKED_FOOD = "Trout"
STOCK = 10
"""Pieces of food with which one leaves the chest."""
EAT_BELOW = 0.5
LOOT_STEPS = 6
WITHDRAWING = "Withdraw-10"
MONSTER_TICKS = {"Goblin": 0.0, "Giant rat": 3.0, "Ogre": 7.0}
"""How many ticks of walking one would give to fight the first kind instead, as every fighter learns."""


class CombatPolicy:
    """Decides from game states alone; remembers what did not work.

    Args:
        generator: for choices that do not matter, as between two ways to close the bank.
        camera: when to turn and zoom for the sake of seeing; None for a camera that is left alone.
    """

    def __init__(self, generator: np.random.Generator, camera: CameraHabit | None) -> None:
        self._travel = Travel(generator, camera)
        self._closing = ClosingHabit(generator)
        self._patience = Patience()
        self._login = LoginHabit()

    def want(self, state: GameState) -> Errand:
        """See `Policy.want`."""
        if state.phase is GamePhase.LOGIN_SCREEN:
            return self._login.want(state)
        if state.player is None or state.player.hitpoints == 0:
            return Rest()
        errand = self._next(state, state.player)
        self._patience.watch(state, errand)
        return errand

    def _next(self, state: GameState, player: Player) -> Errand:
        if state.interface.menu is not None:
            return self._use_menu(state, state.interface.menu)
        if state.interface.open:
            return self._use_bank(state)
        if is_wounded(player):
            return self._heal(state, player)
        if is_rested(player):
            return ClickOn("run", RUN_ORB)
        return self._fight(state, player)

    def _use_menu(self, state: GameState, menu: Menu) -> Errand:
        row = menu_row(menu, WITHDRAWING) if self._needs_food(state) else None
        if row is not None and row.target == STOCKED_FOOD:
            return ClickOn("withdraw", row.bounds)
        return leave_menu(menu, state.view.viewport)

    def _use_bank(self, state: GameState) -> Errand:
        stacks = items_named(state.bank, frozenset({STOCKED_FOOD}))
        if stacks and stacks[0].bounds is not None and self._needs_food(state):
            self._closing.decide()
            return ClickOn("choose how much", stacks[0].bounds, MouseButton.RIGHT)
        return self._closing.want(state)

    def _needs_food(self, state: GameState) -> bool:
        return len(items_named(state.inventory, FOOD)) < STOCK and not is_full(state)

    def _heal(self, state: GameState, player: Player) -> Errand:
        """Eat, or where there is no food get some."""
        food = items_named(state.inventory, FOOD)
        if not food:
            return self._restock(state, player)
        bounds = food[0].bounds
        if bounds is not None:
            return ClickOn("eat", bounds)
        tab = button_bounds(state, "tab.inventory")
        return self._travel.look(state, None) if tab is None else ClickOn("show inventory", tab)

    def _restock(self, state: GameState, player: Player) -> Errand:
        chest = bank_chest(state)
        if chest is None or player.interacting == chest.key:
            return self._travel.look(state, None if chest is None else chest.position)
        return self._travel.reach(state, player, chest)

    def _fight(self, state: GameState, player: Player) -> Errand:
        monsters = [entity for entity in state.entities or () if entity.kind is EntityKind.NPC]
        if any(monster.key == player.interacting for monster in monsters):
            return self._travel.look(state, None)
        loot = self._loot(state, player)
        if loot is not None:
            is_taking = player.interacting == loot.key
            return self._travel.look(state, None) if is_taking else self._travel.reach(state, player, loot)
        liked = [one for one in monsters if not self._patience.is_worn(use_purpose(one), state.tick.index)]
        if not liked:
            return self._travel.look(state, None)
        best = min(liked, key=lambda monster: cost_ticks(monster, player.position))
        return self._travel.reach(state, player, best)

    def _loot(self, state: GameState, player: Player) -> Entity | None:
        """Food that lies near, None where there is none or no room for it."""
        if is_full(state):
            return None
        lying = (
            entity
            for entity in state.entities or ()
            if entity.kind is EntityKind.GROUND_ITEM
            and entity.name in FOOD
            and steps_between(entity.position, player.position) <= LOOT_STEPS
            and not self._patience.is_worn(use_purpose(entity), state.tick.index)
        )
        return min(lying, key=lambda entity: steps_between(entity.position, player.position), default=None)


def is_wounded(player: Player) -> bool:
    """Whether less than half of the player's hit points are left; unknown ones are enough."""
    if player.hitpoints is None or not player.max_hitpoints:
        return False
    return player.hitpoints < EAT_BELOW * player.max_hitpoints


def cost_ticks(monster: Entity, position: WorldPoint) -> float:
    """What a monster costs in time: the way there, and how much worse than others its kind is."""
    return TICKS_PER_STEP * steps_between(monster.position, position) + MONSTER_TICKS.get(monster.name, 0.0)
