"""Notices what hangs: a part that did not show life in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bridge.clock import SECOND_NS, Clock

_BLIND_NS = SECOND_NS
_GRACE_NS = 5 * SECOND_NS


class Watchdog:
    """To be asked several times a second.

    Args:
        clock: the one that the parts' times are on.
        due_ns: for each part, under the name that people know, by when it shows life again.
    """

    def __init__(self, clock: Clock, due_ns: Mapping[str, Callable[[], int]]) -> None:
        self._clock = clock
        self._due_ns = due_ns
        self._asked_ns = clock.now_ns()
        self._lenient_until_ns = 0

    def complaint(self) -> str:
        """What hangs, in words; empty while all is well.

        A process that was itself stopped for a while (Ctrl-Z, a debugger) gives its parts time to come back.
        """
        now_ns = self._clock.now_ns()
        if now_ns - self._asked_ns > _BLIND_NS:
            self._lenient_until_ns = now_ns + _GRACE_NS
        self._asked_ns = now_ns
        if now_ns < self._lenient_until_ns:
            return ""
        hanging = [name for name, due_ns in self._due_ns.items() if now_ns > due_ns()]
        verb = "does" if len(hanging) == 1 else "do"
        return f"{' and '.join(hanging)} {verb} not answer any more" if hanging else ""
