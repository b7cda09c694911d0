"""What a woodcutter wants: chop the best tree that can be seen, bank a full inventory, keep the camera useful."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.layout import RUN_ORB
from bridge.sandbox.tasks.belongings import ClosingHabit, bank_chest, button_bounds, is_full, leave_menu
from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.errand import ClickOn, Errand, Rest
from bridge.sandbox.tasks.login_habit import LoginHabit
from bridge.sandbox.tasks.patience import Patience
from bridge.sandbox.tasks.sight import steps_between
from bridge.sandbox.tasks.travel import TICKS_PER_STEP, Travel, is_going_to, is_rested, use_purpose
from bridge.state import Entity, GamePhase, GameState, Player, WorldPoint

TREE_TICKS = {"Tree": 13.0, "Oak tree": 20.0, "Willow tree": 32.0}
"""How many ticks a tree lasts on average, by the name it has while it stands, as every woodcutter learns."""
STUMP_SUFFIX = " stump"
WAITING_STEPS = 6


class WoodcuttingPolicy:
    """Decides from game states alone; remembers where things stood and what did not work.

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
        if state.player is None:
            return Rest()
        errand = self._next(state, state.player)
        self._patience.watch(state, errand)
        return errand

    def _next(self, state: GameState, player: Player) -> Errand:
        if state.interface.menu is not None:
            return leave_menu(state.interface.menu, state.view.viewport)
        if state.interface.open:
            return self._use_bank(state)
        if is_rested(player):
            return ClickOn("run", RUN_ORB)
        if is_full(state):
            return self._bank(state, player)
        return self._chop(state, player)

    def _use_bank(self, state: GameState) -> Errand:
        deposit = button_bounds(state, "bank.deposit_all")
        if state.inventory is not None and state.inventory.items and deposit is not None:
            self._closing.decide()
            return ClickOn("deposit", deposit)
        return self._closing.want(state)

    def _bank(self, state: GameState, player: Player) -> Errand:
        chest = bank_chest(state)
        if chest is None:
            return self._travel.look(state, None)
        if player.interacting == chest.key:
            return self._travel.look(state, chest.position)
        return self._travel.reach(state, player, chest)

    def _chop(self, state: GameState, player: Player) -> Errand:
        standing = [entity for entity in state.entities or () if entity.name in TREE_TICKS]
        if any(tree.key == player.interacting for tree in standing):
            return self._travel.look(state, None)
        liked = [tree for tree in standing if not self._patience.is_worn(use_purpose(tree), state.tick.index)]
        if liked:
            best = min(liked, key=lambda tree: cost_ticks(tree, player.position))
            return self._travel.reach(state, player, best)
        return self._wait_for_trees(state, player)

    def _wait_for_trees(self, state: GameState, player: Player) -> Errand:
        """Stay where stumps are, or go there; they grow again."""
        stumps = [entity for entity in state.entities or () if entity.name.removesuffix(STUMP_SUFFIX) in TREE_TICKS]
        nearest = min(stumps, key=lambda stump: steps_between(stump.position, player.position), default=None)
        if nearest is None or steps_between(nearest.position, player.position) <= WAITING_STEPS:
            return self._travel.look(state, None)
        if is_going_to(player, nearest.position):
            return self._travel.look(state, nearest.position)
        return self._travel.walk(state, nearest)


def cost_ticks(tree: Entity, position: WorldPoint) -> float:
    """What a tree costs in time: the way there, and how long its kind lasts."""
    return TICKS_PER_STEP * steps_between(tree.position, position) + TREE_TICKS[tree.name]
