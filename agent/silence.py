"""How long somebody has been silent, counted only while this process could listen itself."""

from __future__ import annotations

from bridge.clock import MILLISECOND_NS

STALL_NS = 250 * MILLISECOND_NS
"""Whoever asks does so more often than this; after a longer pause the whole machine stood still, the other one too."""


class Silence:
    """The time since a sign of life, without the pauses in which nobody could give one. To be asked often.

    Args:
        now_ns: the time now; it counts as a sign of life.
        stall_ns: a longer pause between two questions is left out.
    """

    def __init__(self, now_ns: int, stall_ns: int = STALL_NS) -> None:
        self._heard_ns = self._asked_ns = now_ns
        self._stall_ns = stall_ns

    def heard(self, at_ns: int) -> None:
        """There was a sign of life; an older one than the newest changes nothing."""
        self._heard_ns = max(self._heard_ns, at_ns)

    def lasts_ns(self, now_ns: int) -> int:
        """How long it has lasted."""
        pause_ns = now_ns - self._asked_ns
        self._asked_ns = now_ns
        if pause_ns > self._stall_ns:
            self._heard_ns = min(now_ns, self._heard_ns + pause_ns)
        return now_ns - self._heard_ns
