"""The clocks: the only file that imports `time`."""

from __future__ import annotations

import time
from typing import Protocol

SECOND_NS = 1_000_000_000
MILLISECOND_NS = 1_000_000


class Clock(Protocol):
    """One monotonic clock for a session; deadlines are absolute."""

    def now_ns(self) -> int:
        """Nanoseconds since an arbitrary, fixed origin."""
        ...

    def sleep_until_ns(self, deadline_ns: int) -> None:
        """Return at the deadline, or at once where it has passed."""
        ...


class SystemClock:
    """The operating system's monotonic clock, the same in every process of this machine."""

    def now_ns(self) -> int:
        """See `Clock.now_ns`."""
        return time.monotonic_ns()

    def sleep_until_ns(self, deadline_ns: int) -> None:
        """See `Clock.sleep_until_ns`."""
        while (left_ns := deadline_ns - time.monotonic_ns()) > 0:
            time.sleep(left_ns / SECOND_NS)


class ProcessorClock:
    """What this process has worked, on all its threads: other work on the machine does not make it run faster."""

    def now_ns(self) -> int:
        """Nanoseconds of processor time since the process began."""
        return time.process_time_ns()


class VirtualClock:
    """A clock that moves only when told to: sleeping is jumping."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now_ns = start_ns

    def now_ns(self) -> int:
        """See `Clock.now_ns`."""
        return self._now_ns

    def sleep_until_ns(self, deadline_ns: int) -> None:
        """Jump to the deadline; time never runs backwards."""
        self._now_ns = max(self._now_ns, deadline_ns)


def wall_time_ns() -> int:
    """Nanoseconds since 1970, for the manifest's one pair of wall and monotonic time; never for measuring."""
    return time.time_ns()


def suspended_ns() -> int:
    """How long this machine slept since it started; the monotonic clock stands still meanwhile. 0 where unknown."""
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return 0
    awake_ns = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    return max(0, time.clock_gettime_ns(time.CLOCK_BOOTTIME) - awake_ns)
