"""The injector, whose machine slept a minute once it gets SIGUSR1: `python -m tests.soak.sleeping_injector`.

A simulated clock: the machine of a test cannot be put to sleep.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from agent.desktop import injector
from bridge.clock import SECOND_NS, suspended_ns


class SleepyClock:
    """How long the machine slept, and what it slept besides."""

    def __init__(self) -> None:
        self._more_ns = 0

    def sleep(self, number: int, frame: FrameType | None) -> None:
        """Sleep a minute."""
        del number, frame
        self._more_ns = 60 * SECOND_NS

    def suspended_ns(self) -> int:
        """See `bridge.clock.suspended_ns`."""
        return suspended_ns() + self._more_ns


if __name__ == "__main__":
    clock = SleepyClock()
    signal.signal(signal.SIGUSR1, clock.sleep)
    injector.suspended_ns = clock.suspended_ns
    sys.exit(injector.main(int(sys.argv[1]), int(sys.argv[2])))
