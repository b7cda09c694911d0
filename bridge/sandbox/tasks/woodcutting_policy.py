"""What a woodcutter wants: chop the best tree that can be seen, bank a full inventory, keep the camera useful."""

from __future__ import annotations

import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.layout import RUN_ORB
from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff, Rest
from bridge.sandbox.tasks.login_habit import LoginHabit
from bridge.sandbox.tasks.patience import Patience
from bridge.sandbox.tasks.sight import clickable_bounds, minimap_target, steps_between, view_target
from bridge.state import Entity, GamePhase, GameState, Menu, Player, WorldPoint

TREE_TICKS = {"Tree": 13.0, "Oak tree": 20.0, "Willow tree": 32.0}
"""How many ticks a tree lasts on average, by the name it has while it stands, as every woodcutter learns."""
STUMP_SUFFIX = " stump"
WAITING_STEPS = 6
CHEST_NAME = "Bank chest"
TICKS_PER_STEP = 0.75
RUN_FROM_ENERGY = 0.2
ESCAPE_SHARE = 0.6
VIEW_WALK_SHARE = 0.3
STOPPING_STEPS = 4


class WoodcuttingPolicy:
    """Decides from game states alone; remembers where things stood and what did not work.

    Args:
        generator: for choices that do not matter, as between two ways to close the bank.
        camera: when to turn and zoom for the sake of seeing; None for a camera that is left alone.
    """

    def __init__(self, generator: np.random.Generator, camera: CameraHabit | None) -> None:
        self._generator = generator
        self._camera = camera
        self._patience = Patience()
        self._login = LoginHabit()
        self._closes_by_key = True
        self._walks_by_view = False

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
            return _leave(state.interface.menu, state.view.viewport)
        if state.interface.open:
            return self._use_bank(state)
        if player.is_running is False and (player.run_energy or 0.0) >= RUN_FROM_ENERGY:
            return ClickOn("run", RUN_ORB)
        if is_full(state):
            return self._bank(state, player)
        return self._chop(state, player)

    def _use_bank(self, state: GameState) -> Errand:
        buttons = {button.name: button.bounds for button in state.interface.buttons or ()}
        if state.inventory is not None and state.inventory.items and "bank.deposit_all" in buttons:
            self._closes_by_key = self._generator.random() < ESCAPE_SHARE
            return ClickOn("deposit", buttons["bank.deposit_all"])
        if self._closes_by_key or "bank.close" not in buttons:
            return HoldKey("close", "escape")
        return ClickOn("close", buttons["bank.close"])

    def _bank(self, state: GameState, player: Player) -> Errand:
        chest = next((entity for entity in state.entities or () if entity.name == CHEST_NAME), None)
        if chest is None:
            return self._look(state, None)
        if player.interacting == chest.key:
            return self._look(state, chest.position)
        return self._reach(state, player, chest)

    def _chop(self, state: GameState, player: Player) -> Errand:
        standing = [entity for entity in state.entities or () if entity.name in TREE_TICKS]
        if any(tree.key == player.interacting for tree in standing):
            return self._look(state, None)
        liked = [tree for tree in standing if not self._patience.is_worn(use_purpose(tree), state.tick.index)]
        if liked:
            return self._reach(state, player, min(liked, key=lambda tree: cost_ticks(tree, player.position)))
        return self._wait_for_trees(state, player)

    def _wait_for_trees(self, state: GameState, player: Player) -> Errand:
        """Stay where stumps are, or go there; they grow again."""
        stumps = [entity for entity in state.entities or () if entity.name.removesuffix(STUMP_SUFFIX) in TREE_TICKS]
        nearest = min(stumps, key=lambda stump: steps_between(stump.position, player.position), default=None)
        if nearest is None or steps_between(nearest.position, player.position) <= WAITING_STEPS:
            return self._look(state, None)
        if is_going_to(player, nearest.position):
            return self._look(state, nearest.position)
        return self._walk(state, nearest)

    def _reach(self, state: GameState, player: Player, entity: Entity) -> Errand:
        """Click on an entity where enough of it is on the view and one is not on the way to it, else walk nearer."""
        if is_going_to(player, entity.position):
            return self._look(state, entity.position)
        bounds = clickable_bounds(entity, state.view.viewport)
        if bounds is not None:
            return ClickOn(use_purpose(entity), bounds)
        return self._walk(state, entity)

    def _walk(self, state: GameState, entity: Entity) -> Errand:
        """Click on the minimap, or at times on the ground, to come nearer to an entity."""
        ground = view_target(state, entity.position) if self._walks_by_view else None
        if ground is not None:
            return ClickOn(f"stride to {entity.key}", ground)
        return ClickOn(f"walk to {entity.key}", minimap_target(state, entity.position))

    def _look(self, state: GameState, goal: WorldPoint | None) -> Errand:
        """Nothing else is to do: look after the camera."""
        self._walks_by_view = self._generator.random() < VIEW_WALK_SHARE
        return Rest() if self._camera is None else self._camera.want(state, goal)


def use_purpose(entity: Entity) -> str:
    """The name of the errand to click on an entity."""
    return f"use {entity.key}"


def is_full(state: GameState) -> bool:
    """Whether every slot of the inventory is filled; an unknown inventory is not full."""
    return state.inventory is not None and len(state.inventory.items) >= state.inventory.capacity


def is_going_to(player: Player, place: WorldPoint) -> bool:
    """Whether the player is on a way towards a place, and not about to stop far from it."""
    if not player.is_moving or player.destination is None:
        return False
    stops_far_away = steps_between(player.destination, place) > STOPPING_STEPS
    if stops_far_away and steps_between(player.destination, player.position) <= STOPPING_STEPS:
        return False
    return steps_between(player.destination, place) < steps_between(player.position, place)


def cost_ticks(tree: Entity, position: WorldPoint) -> float:
    """What a tree costs in time: the way there, and how long its kind lasts."""
    return TICKS_PER_STEP * steps_between(tree.position, position) + TREE_TICKS[tree.name]


def _leave(menu: Menu, viewport: Rect) -> Errand:
    """Choose Cancel; a menu without it closes when the pointer is far away."""
    for row in menu.rows:
        if row.option == "Cancel":
            return ClickOn("leave menu", row.bounds)
    half = viewport.width // 2
    is_left = menu.bounds.centre.x < viewport.centre.x
    return MoveOff("leave menu", Rect(viewport.x + (half if is_left else 0), viewport.y, half, viewport.height))
