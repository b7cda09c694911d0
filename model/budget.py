"""How much training is still to come: steps, minutes, or whichever of the two ends first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from bridge.clock import SECOND_NS


class Timer(Protocol):
    """Whatever time is measured on."""

    def now_ns(self) -> int:
        """Nanoseconds since an arbitrary, fixed origin."""
        ...


@dataclass(frozen=True, slots=True)
class Spent:
    """What is spent of a budget at a moment.

    Args:
        seconds: on the run as a whole.
        share: of the run, 0..1, whichever of steps and time is closer to its end.
        steps_per_s: over this call of training.
        is_all: whether no further step is to be done.
    """

    seconds: float
    share: float
    steps_per_s: float
    is_all: bool


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

    def spent(self, step: int) -> Spent:
        """What is spent once the run has done `step` steps; the clock is read once."""
        spent_s = (self._clock.now_ns() - self._start_ns) / SECOND_NS
        seconds = self._seconds_before + spent_s
        return Spent(
            seconds=seconds,
            share=min(1.0, max(step / self._steps, seconds / (self._seconds_before + self._seconds))),
            steps_per_s=(step - self._first_step) / max(spent_s, 1e-9),
            is_all=step >= self._steps or spent_s >= self._seconds,
        )
