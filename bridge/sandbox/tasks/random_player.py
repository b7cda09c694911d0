"""The floor: a player that moves, clicks, turns and zooms as often as the expert does, anywhere on the canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.events import InputEvent
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.hand import Hand
from bridge.sandbox.tasks.motion import Habits
from bridge.state import TICK_NS, GameState

TARGET_PX = 24
KEYS = ("left", "right", "escape")
KEY_HOLD_MS = (60.0, 900.0)
NOTCHES = (-2, -1, 1, 2)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a player does something, per minute of play."""

    clicks: float
    keys: float
    wheel_turns: float

    @property
    def total(self) -> float:
        """Errands of any sort per minute."""
        return self.clicks + self.keys + self.wheel_turns


class RandomPlayer:
    """Does something at random times (a Poisson process), whatever the game shows.

    Args:
        rates: how often, from the task's expert.
        seed: of everything it does.
        habits: the numbers of its hand.
    """

    def __init__(self, rates: Rates, seed: int, habits: Habits) -> None:
        self._rates = rates
        self._generator = np.random.default_rng(seed)
        self._habits = habits
        self._hand: Hand | None = None
        self._next_ns = 0

    def act(self, state: GameState, held: HeldInput) -> tuple[InputEvent, ...]:
        """See `ScriptedPlayer.act`; of the state only the clock and the size of the canvas are used."""
        start_ns = state.tick.received_ns
        canvas = Rect(0, 0, state.view.canvas_width_px, state.view.canvas_height_px)
        if self._hand is None:
            self._hand = Hand(self._generator, canvas, self._habits)
            self._next_ns = start_ns + self._wait_ns()
        self._hand.see(held, start_ns)
        while self._next_ns < start_ns + TICK_NS:
            self._do_something(self._hand, canvas)
            self._next_ns += self._wait_ns()
        return self._hand.due(start_ns, start_ns + TICK_NS)

    def _wait_ns(self) -> int:
        return round(float(self._generator.exponential(60.0 / self._rates.total)) * SECOND_NS)

    def _do_something(self, hand: Hand, canvas: Rect) -> None:
        draw = float(self._generator.uniform(0.0, self._rates.total))
        if draw < self._rates.clicks:
            hand.click(self._somewhere(canvas), self._next_ns)
        elif draw < self._rates.clicks + self._rates.keys:
            key = KEYS[int(self._generator.integers(len(KEYS)))]
            hand.hold_key(key, self._next_ns, round(self._generator.uniform(*KEY_HOLD_MS) * MILLISECOND_NS))
        else:
            hand.scroll(canvas, NOTCHES[int(self._generator.integers(len(NOTCHES)))], self._next_ns)

    def _somewhere(self, canvas: Rect) -> Rect:
        x = int(self._generator.integers(canvas.width - TARGET_PX))
        y = int(self._generator.integers(canvas.height - TARGET_PX))
        return Rect(x, y, TARGET_PX, TARGET_PX)
