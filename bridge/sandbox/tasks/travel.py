"""How a player gets to things: a click on what can be seen, else on minimap or ground; the camera is kept useful."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.errand import ClickOn, Errand, Rest
from bridge.sandbox.tasks.sight import clickable_bounds, minimap_target, steps_between, view_target
from bridge.state import Entity, GameState, Player, WorldPoint

VIEW_WALK_SHARE = 0.3
STOPPING_STEPS = 4
RUN_FROM_ENERGY = 0.2
TICKS_PER_STEP = 0.75


class Travel:
    """Gives the errands of getting somewhere.

    Args:
        generator: for choices that do not matter, as between two ways to walk.
        camera: when to turn and zoom for the sake of seeing; None for a camera that is left alone.
    """

    def __init__(self, generator: np.random.Generator, camera: CameraHabit | None) -> None:
        self._generator = generator
        self._camera = camera
        self._walks_by_view = False

    def reach(self, state: GameState, player: Player, entity: Entity) -> Errand:
        """Click on an entity where enough of it is on the view and one is not on the way to it, else walk nearer."""
        if is_going_to(player, entity.position):
            return self.look(state, entity.position)
        bounds = clickable_bounds(entity, state.view.viewport)
        if bounds is not None:
            return ClickOn(use_purpose(entity), bounds)
        return self.walk(state, entity)

    def walk(self, state: GameState, entity: Entity) -> Errand:
        """Click on the minimap, or at times on the ground, to come nearer to an entity."""
        ground = view_target(state, entity.position) if self._walks_by_view else None
        if ground is not None:
            return ClickOn(f"stride to {entity.key}", ground)
        return ClickOn(f"walk to {entity.key}", minimap_target(state, entity.position))

    def look(self, state: GameState, goal: WorldPoint | None) -> Errand:
        """Nothing else is to do: look after the camera."""
        self._walks_by_view = self._generator.random() < VIEW_WALK_SHARE
        return Rest() if self._camera is None else self._camera.want(state, goal)


def use_purpose(entity: Entity) -> str:
    """The name of the errand to click on an entity."""
    return f"use {entity.key}"


def is_rested(player: Player) -> bool:
    """Whether a player who walks has energy enough to run again."""
    return player.is_running is False and (player.run_energy or 0.0) >= RUN_FROM_ENERGY


def is_going_to(player: Player, place: WorldPoint) -> bool:
    """Whether the player is on a way towards a place, and not about to stop far from it."""
    if not player.is_moving or player.destination is None:
        return False
    stops_far_away = steps_between(player.destination, place) > STOPPING_STEPS
    if stops_far_away and steps_between(player.destination, player.position) <= STOPPING_STEPS:
        return False
    return steps_between(player.destination, place) < steps_between(player.position, place)
