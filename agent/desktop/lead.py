"""How long before its deadline the server is asked about an event: as long as it lately took to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bridge.clock import MILLISECOND_NS

LEAST_LEAD_NS: Final = 5 * MILLISECOND_NS
"""An event is begun this long before its deadline: a process that wakes up is slow at first, and so is a server."""
MOST_LEAD_NS: Final = 8 * MILLISECOND_NS
"""And this long at the most: before a press the server is held meanwhile, and does nothing for anybody else."""
FRESH_NS: Final = 10 * MILLISECOND_NS
"""A server that was heard within this time before a move is not asked whether somebody holds it."""
_SPARE_NS = 300_000
_AT_ONCE_NS = 100_000
_FORGETS = 0.99


class Lead:
    """Grows at once where an answer was waited for, and falls back slowly.

    Args:
        now_ns: the time.
    """

    def __init__(self, now_ns: Callable[[], int]) -> None:
        self._now_ns = now_ns
        self._lead_ns = LEAST_LEAD_NS
        self._asked_ns = self._waits_ns = 0
        self._heard_ns = now_ns() - FRESH_NS

    @property
    def ns(self) -> int:
        """How long before its deadline the next event is asked about."""
        return self._lead_ns

    def is_heard(self, at_ns: int) -> bool:
        """Whether the server gave a sign of life just before an event that is due then, or now."""
        return max(at_ns, self._now_ns()) - self._heard_ns < FRESH_NS

    def heard(self) -> None:
        """The server told something, whatever it was."""
        self._heard_ns = self._now_ns()

    def asked(self) -> None:
        """The server was asked."""
        self._asked_ns = self._now_ns()

    def waits(self) -> None:
        """The answer is waited for from now on; it may have come long since."""
        self._waits_ns = self._now_ns()

    def answered(self) -> None:
        """The answer is there."""
        self._heard_ns = now_ns = self._now_ns()
        took_ns = now_ns - self._asked_ns if now_ns - self._waits_ns > _AT_ONCE_NS else 0
        lead_ns = max(round(self._lead_ns * _FORGETS), took_ns + _SPARE_NS)
        self._lead_ns = min(max(lead_ns, LEAST_LEAD_NS), MOST_LEAD_NS)
