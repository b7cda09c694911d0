"""A plan: the input events of the next 600 ms at absolute times, and the moment it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bridge.events import InputEvent
from bridge.state import TICK_NS
from model.history import History


@dataclass(frozen=True, slots=True)
class Plan:
    """Events due in [made_from_ns, made_from_ns + 600 ms), in order of time.

    Args:
        made_from_ns: the tick whose history it was made from; a newer one supersedes it.
        events: what to do; `at_ns` is the absolute deadline.
    """

    made_from_ns: int
    events: tuple[InputEvent, ...]

    def __post_init__(self) -> None:
        if any(before.at_ns > after.at_ns for before, after in pairwise(self.events)):
            raise ValueError("a plan's events are in order of time")
        if self.events and not (
            self.made_from_ns <= self.events[0].at_ns and self.events[-1].at_ns < self.made_from_ns + TICK_NS
        ):
            raise ValueError("a plan's events lie within 600 ms of the tick that it was made from")


Planner = Callable[[History], Plan]
"""Whoever plays: a model, a scripted expert or nobody."""
