"""How long deciding takes: what of the next tick is committed before anybody has decided upon it."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.clock import MILLISECOND_NS
from model.actions import MOST_COMMITTED_MS

_REMEMBERED = 20
MARGIN_MS = 5
"""From the plan to the hand."""


@dataclass(frozen=True, slots=True)
class Latency:
    """The time from an observation to its plan, as it was measured lately.

    Args:
        recent_ns: of the last plans, the newest last.
    """

    recent_ns: tuple[int, ...] = ()

    def measured(self, latency_ns: int) -> Latency:
        """With one plan more."""
        return Latency((*self.recent_ns, latency_ns)[-_REMEMBERED:])

    @property
    def committed_ms(self) -> int:
        """So many whole milliseconds of a tick have gone by when its plan is there; 0 where deciding takes no time.

        The second longest of the last twenty counts: one plan that was late by chance does not delay all others.
        """
        usual_ns = sorted(self.recent_ns)[-2:][0] if self.recent_ns else 0
        return 0 if usual_ns <= 0 else min(-(-usual_ns // MILLISECOND_NS) + MARGIN_MS, MOST_COMMITTED_MS)
