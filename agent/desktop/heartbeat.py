"""The sign of life that the injector gives its guardian: quick while something is held, slow while nothing is."""

from __future__ import annotations

import os

from agent.desktop.ledger import HeldLedger
from bridge.clock import MILLISECOND_NS, Clock

QUICK_NS = 8 * MILLISECOND_NS
SLOW_NS = 100 * MILLISECOND_NS
MISSED_NS = 30 * MILLISECOND_NS
"""Silence for longer than this, while something is held, means that the injector hangs."""


class Heartbeat:
    """Beats into a pipe.

    Args:
        writes: the pipe's end.
        ledger: says whether something is held.
        clock: for the pace.
    """

    def __init__(self, writes: int, ledger: HeldLedger, clock: Clock) -> None:
        os.set_blocking(writes, False)
        self._writes = writes
        self._ledger = ledger
        self._clock = clock
        self._last_ns = clock.now_ns() - SLOW_NS
        self._is_heard = True

    @property
    def is_heard(self) -> bool:
        """Whether the guardian is there."""
        return self._is_heard

    @property
    def next_ns(self) -> int:
        """When the next beat is due."""
        return self._last_ns + (QUICK_NS if self._ledger.is_critical else SLOW_NS)

    def beat(self) -> None:
        """Beat now."""
        self._last_ns = self._clock.now_ns()
        try:
            os.write(self._writes, b".")
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._is_heard = False
