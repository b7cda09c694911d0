"""What happened in a run, counted in the hot loop and reported once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from bridge.clock import MILLISECOND_NS


@dataclass(slots=True)
class PlayStatistics:
    """Counts and times of one play; the one value here that grows while the loop runs."""

    ticks: int = 0
    planned: int = 0
    abstained: int = 0
    sent: int = 0
    superseded: int = 0
    dropped_late: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    dispatch_error_ns: list[int] = field(default_factory=list)
    decision_ns: list[int] = field(default_factory=list)
    committed_ns: list[int] = field(default_factory=list)
    first_action_ns: list[int] = field(default_factory=list)
    seen_after_ns: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract; times in milliseconds, None where nothing was measured."""
        return {
            "ticks": self.ticks,
            "planned": self.planned,
            "abstained": self.abstained,
            "sent": self.sent,
            "superseded": self.superseded,
            "dropped_late": self.dropped_late,
            "refused": dict(self.refused),
            "dispatch_error_ms": quantiles_ms(self.dispatch_error_ns),
            "decision_ms": quantiles_ms(self.decision_ns),
            "committed_ms": quantiles_ms(self.committed_ns),
            "first_action_ms": quantiles_ms(self.first_action_ns),
            "seen_after_ms": quantiles_ms(self.seen_after_ns),
        }


def quantiles_ms(times_ns: list[int]) -> dict[str, float | None]:
    """Median, 99th percentile and maximum in milliseconds; None where there are no times."""
    if not times_ns:
        return {"p50": None, "p99": None, "max": None}
    values = np.asarray(times_ns, dtype=np.float64) / MILLISECOND_NS
    p50, p99, largest = np.quantile(values, [0.5, 0.99, 1.0])
    return {"p50": round(float(p50), 3), "p99": round(float(p99), 3), "max": round(float(largest), 3)}
