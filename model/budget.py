"""How much training is still to come: steps, minutes, or whichever of the two ends first."""

from __future__ import annotations

import math
from typing import Protocol

from bridge.clock import SECOND_NS


class Timer(Protocol):
    """Whatever time is measured on."""

    def now_ns(self) -> int:
        """Nanoseconds since an arbitrary, fixed origin."""
        ...


class Budget:
    """The budget of one call of `train`; it starts when it is made.

    Args:
        clock: that the minutes are measured on.
        steps: of the run as a whole.
        minutes: of this call; None: as long as the steps take.
        first_step: steps that the run did before.
        seconds_before: that they took.
    """

    def __init__(
        self, clock: Timer, steps: int, minutes: float | None, first_step: int = 0, seconds_before: float = 0.0
    ) -> None:
        self._clock, self._start_ns = clock, clock.now_ns()
        self._steps, self._seconds = steps, math.inf if minutes is None else 60.0 * minutes
        self._first_step, self._seconds_before = first_step, seconds_before

    @property
    def seconds(self) -> float:
        """Spent on the run as a whole."""
        return self._seconds_before + self._spent_s

    def steps_per_s(self, step: int) -> float:
        """Over this call."""
        return (step - self._first_step) / max(self._spent_s, 1e-9)

    def is_spent(self, step: int) -> bool:
        """Whether no further step is to be done."""
        return step >= self._steps or self._spent_s >= self._seconds

    def share(self, step: int) -> float:
        """What is spent of the run, 0..1, whichever of steps and time is closer to its end."""
        return min(1.0, max(step / self._steps, self.seconds / (self._seconds_before + self._seconds)))

    @property
    def _spent_s(self) -> float:
        return (self._clock.now_ns() - self._start_ns) / SECOND_NS
