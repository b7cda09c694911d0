"""What is logged about refused connections: a program that dials without end must not fill the log."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bridge.clock import SECOND_NS, Clock

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Said:
    """When a kind of complaint was last logged, and how many were not logged since."""

    at_ns: int
    unsaid: int = 0


class Complaints:
    """Logs at most one complaint of a kind within a second; the next one tells how many were left out.

    Args:
        clock: says when a second is over.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said: dict[str, _Said] = {}

    def refused(self, kind: str, reason: str) -> None:
        """A connection was refused.

        Args:
            kind: what goes together, such as the code of the refusal; one of a few.
            reason: printable text.
        """
        now_ns = self._clock.now_ns()
        said = self._said.get(kind)
        if said is not None and now_ns - said.at_ns < SECOND_NS:
            said.unsaid += 1
            return
        more = f" ({said.unsaid} more like it before)" if said is not None and said.unsaid else ""
        self._said[kind] = _Said(now_ns)
        _log.warning("a connection was refused: %s%s", reason, more)
