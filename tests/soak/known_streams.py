"""Streams of wheel notches with a known likelihood on whole milliseconds: what a clock is held against.

At most one event falls in a millisecond. Given the past it falls there with a known hazard h, so that the
log-likelihood of any stretch of time is the sum of log h over its events and of log(1 - h) over its other milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bridge.events import Author, WheelScroll
from model.actions import HORIZON_MS
from model.event_table import table_of
from model.session_columns import cut_session
from model.shard import Shard
from model.windows import grid_ticks_ns
from tests.model.sessions import shard_of

MS = 1_000_000


@dataclass(frozen=True)
class Stream:
    """Events at whole milliseconds.

    Args:
        is_event: bool (T,), of each millisecond.
        hazard: float64 (T,), the probability of an event there given all before.
    """

    is_event: npt.NDArray[np.bool_]
    hazard: npt.NDArray[np.float64]

    def nats(self) -> float:
        """The negative log-likelihood of the windows from the first event on, whole ones only."""
        start, end = self.span
        log = np.where(self.is_event, np.log(self.hazard), np.log1p(-self.hazard))
        return -float(log[start:end].sum())

    @property
    def events(self) -> int:
        """In the same windows."""
        start, end = self.span
        return int(self.is_event[start:end].sum())

    @property
    def span(self) -> tuple[int, int]:
        times = np.flatnonzero(self.is_event)
        windows = (int(times[-1]) - int(times[0])) // HORIZON_MS
        return int(times[0]), int(times[0]) + windows * HORIZON_MS

    def shard(self, folder: Path, name: str) -> Shard:
        times = np.flatnonzero(self.is_event).tolist()
        table = table_of([WheelScroll(time * MS, 40, 30, 1, Author.HUMAN) for time in times])
        ticks_ns = grid_ticks_ns(table)
        return shard_of(cut_session(table, ticks_ns, (None,) * len(ticks_ns)), folder, name)


def poisson(seed: int, duration_ms: int, mean_ms: float = 100.0) -> Stream:
    """Every millisecond alike."""
    return _simulated(seed, duration_ms, lambda _age_ms, _excitation: 1.0 / mean_ms)


def renewal(seed: int, duration_ms: int, least_ms: int = 40, mean_ms: float = 100.0) -> Stream:
    """Waits of at least so much, and then geometric: the hazard depends on the time since the last event alone."""
    hazard = 1.0 / (mean_ms - least_ms)
    return _simulated(seed, duration_ms, lambda age_ms, _excitation: hazard if age_ms >= least_ms else 1e-9)


def self_exciting(seed: int, duration_ms: int, base: float = 0.004, jump: float = 0.012) -> Stream:
    """Each event makes others likelier for a while: Hawkes (1971) in discrete time, branching ratio 0.6."""
    return _simulated(seed, duration_ms, lambda _age_ms, excitation: -math.expm1(-(base + jump * excitation)))


_DECAY_MS = 50.0


def _simulated(seed: int, duration_ms: int, hazard_of: Callable[[int, float], float]) -> Stream:
    """Millisecond by millisecond: the hazard from the age of the newest event and the decayed sum of all."""
    uniforms = np.random.default_rng(seed).random(duration_ms).tolist()
    keep = math.exp(-1.0 / _DECAY_MS)
    is_event, hazards = np.zeros(duration_ms, np.bool_), np.empty(duration_ms)
    age_ms, excitation = 0, 0.0
    for now_ms, uniform in enumerate(uniforms):
        age_ms, excitation = age_ms + 1, excitation * keep
        hazards[now_ms] = hazard = hazard_of(age_ms, excitation)
        if uniform < hazard:
            is_event[now_ms] = True
            age_ms, excitation = 0, excitation + 1.0
    return Stream(is_event, hazards)
