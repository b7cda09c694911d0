"""The idle control of a timing benchmark: what the machine does to a thread that has next to nothing to do.

A figure of a millisecond at the 99th percentile says something about the program only where the machine lets a sleeping
thread wake in time, and gives it a whole core then. Other programs and a virtual machine's host take both away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bridge.clock import MILLISECOND_NS, SystemClock

MOST_LATE_MS = 0.5
"""A thread that only sleeps wakes at most this late, 99 times of 100."""

MOST_SLOWED = 3.0
"""The same arithmetic takes at most this many times its median, 99 times of 100."""

_ARITHMETIC = 3_000  # additions: about a tenth of a millisecond, without memory, a lock or another thread


@dataclass(frozen=True, slots=True)
class IdleControl:
    """How late a sleeper woke and how long the same arithmetic took it, each time.

    Args:
        late_ms: milliseconds from the time it slept to until it ran.
        work_ms: milliseconds that the arithmetic took right after.
    """

    late_ms: tuple[float, ...]
    work_ms: tuple[float, ...]

    @property
    def late_p99_ms(self) -> float:
        """What 99 of 100 wakes stay within."""
        return float(np.percentile(self.late_ms, 99))

    @property
    def slowed_p99(self) -> float:
        """How many times its median the arithmetic took, 99 of 100 times at most."""
        return float(np.percentile(self.work_ms, 99) / np.median(self.work_ms))

    def share_within(self, slowed: float) -> float:
        """The share of times when the arithmetic took at most so many times its median."""
        return float(np.mean(np.array(self.work_ms) <= slowed * np.median(self.work_ms)))

    @property
    def has_failed(self) -> bool:
        """Whether the machine itself is in the way: a figure taken beside this control is void."""
        return self.late_p99_ms > MOST_LATE_MS or self.slowed_p99 > MOST_SLOWED


def idle_control(count: int, period_ns: int) -> IdleControl:
    """Sleep and add, `count` times, a period apart."""
    clock = SystemClock()
    late_ms, work_ms = [], []
    for _ in range(count):
        due_ns = clock.now_ns() + period_ns
        clock.sleep_until_ns(due_ns)
        woken_ns = clock.now_ns()
        sum(range(_ARITHMETIC))
        late_ms.append((woken_ns - due_ns) / MILLISECOND_NS)
        work_ms.append((clock.now_ns() - woken_ns) / MILLISECOND_NS)
    return IdleControl(tuple(late_ms), tuple(work_ms))


def together(controls: Sequence[IdleControl]) -> IdleControl:
    """Several controls of one run as one."""
    late_ms = tuple(late for control in controls for late in control.late_ms)
    return IdleControl(late_ms, tuple(work for control in controls for work in control.work_ms))
