"""When a person turns and zooms the camera: towards where the way leads, to a zoom of the moment, sometimes idly."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bridge.clock import MILLISECOND_NS
from bridge.sandbox.tasks.errand import Errand, HoldKey, Rest, TurnWheel
from bridge.sandbox.tasks.sight import turn_hold_ns, yaw_error_rad
from bridge.state import GameState, WorldPoint

LIKED_ZOOM = (26.0, 32.0)
"""Pixels a tile; a zoom that shows much, drawn anew now and then."""
ZOOM_TICKS = (80, 200)
TURN_FROM_RAD = 1.0
TURN_TICKS = (15, 30)
GLANCE_CHANCE_PER_TICK = 1 / 150
GLANCE_MS = (120.0, 450.0)


@dataclass(slots=True)
class _Memory:
    """What one likes now, and the ticks from which one thinks of it again."""

    zoom: float
    zoom_tick: int = 0
    turn_tick: int = 0


class CameraHabit:
    """Gives camera errands for moments in which nothing else is to do.

    Args:
        generator: the habit's own randomness.
    """

    def __init__(self, generator: np.random.Generator) -> None:
        self._generator = generator
        self._memory = _Memory(zoom=self._liked_zoom())

    def want(self, state: GameState, goal: WorldPoint | None) -> Errand:
        """A camera errand or rest.

        Args:
            state: as seen now.
            goal: where one is going, None where one stays.
        """
        tick = state.tick.index
        if tick >= self._memory.zoom_tick:
            return self._zoom(state, tick)
        if tick >= self._memory.turn_tick:
            return self._turn(state, goal, tick)
        return Rest()

    def _zoom(self, state: GameState, tick: int) -> Errand:
        """Turn the wheel until the zoom is the liked one, then like it for a while."""
        notches = 0 if state.view.zoom is None else round(self._memory.zoom - state.view.zoom)
        if notches == 0:
            self._memory.zoom_tick = tick + int(self._generator.integers(*ZOOM_TICKS))
            self._memory.zoom = self._liked_zoom()
            return Rest()
        return TurnWheel("zoom", state.view.viewport, max(-4, min(4, notches)))

    def _turn(self, state: GameState, goal: WorldPoint | None, tick: int) -> Errand:
        angle_rad = yaw_error_rad(state, goal) if goal is not None else 0.0
        if abs(angle_rad) > TURN_FROM_RAD:
            hold_ns = turn_hold_ns(angle_rad * self._generator.uniform(0.6, 1.0))
        elif self._generator.random() < GLANCE_CHANCE_PER_TICK:
            hold_ns = round(self._generator.uniform(*GLANCE_MS) * MILLISECOND_NS)
            angle_rad = math.copysign(1.0, self._generator.random() - 0.5)
        else:
            return Rest()
        self._memory.turn_tick = tick + int(self._generator.integers(*TURN_TICKS))
        return HoldKey("turn", "left" if angle_rad > 0 else "right", hold_ns)

    def _liked_zoom(self) -> float:
        return float(self._generator.uniform(*LIKED_ZOOM))
