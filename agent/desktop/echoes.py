"""What we sent and what the server says happened: when each event was seen, and whether anybody else acts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from agent.desktop.raw_input import RawInput, RawKind
from agent.desktop.xtest import Faked
from agent.reports import Sent
from bridge.clock import MILLISECOND_NS
from bridge.events import InputEvent

ECHO_NS = 20 * MILLISECOND_NS
"""An event that was not seen back by then will not be."""


@dataclass(slots=True)
class _Waiting:
    event: InputEvent
    facts: int = 0
    sent_ns: int | None = None
    seen_ns: int | None = None


class Echoes:
    """The ledger of what we sent, matched with the raw events of all devices.

    The server reports injected facts in the order in which they were injected, so a fact that it passed over, as a
    motion to where the pointer is, is behind us once a later one is reported.

    Args:
        injecting: the numbers of the XTest devices.
        now_ns: the time.
    """

    def __init__(self, injecting: frozenset[int], now_ns: Callable[[], int]) -> None:
        self._injecting = injecting
        self._now_ns = now_ns
        self._facts: deque[tuple[Faked, _Waiting | None]] = deque()
        self._waiting: deque[_Waiting] = deque()
        self._current: _Waiting | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether an event has not been seen back yet."""
        return bool(self._waiting)

    def begin(self, event: InputEvent) -> None:
        """The facts that are faked from now on belong to this event."""
        self._current = _Waiting(event)

    def faked(self, fact: Faked) -> None:
        """A fact left just now."""
        if self._current is not None:
            self._current.sent_ns = self._now_ns()
            self._current.facts += 1
        self._facts.append((fact, self._current))

    def left(self) -> None:
        """The event that was begun left."""
        assert self._current is not None, "begin comes first"
        self._waiting.append(self._current)
        self._current = None

    def refused(self) -> None:
        """The event that was begun did not leave."""
        self._current = None

    def heard(self, raw: RawInput, at_ns: int) -> bool:
        """Take in what a device did; gives whether it was our doing, and not a person's or another program's."""
        if raw.source not in self._injecting:
            return False
        index = next((index for index, (fact, _) in enumerate(self._facts) if _is_of(raw, fact)), None)
        if index is None:
            return False
        for passed in range(index + 1):
            _, waiting = self._facts.popleft()
            if waiting is not None:
                waiting.facts -= 1
                if passed == index:
                    waiting.seen_ns = at_ns
        return True

    def finished(self, now_ns: int) -> list[Sent]:
        """The events, in order, that were seen back or will not be any more."""
        finished: list[Sent] = []
        while self._waiting:
            first = self._waiting[0]
            assert first.sent_ns is not None, "only what left waits"
            if first.facts > 0 and now_ns - first.sent_ns < ECHO_NS:
                break
            finished.append(Sent(first.event, first.sent_ns, first.seen_ns))
            self._waiting.popleft()
        return finished


def _is_of(raw: RawInput, fact: Faked) -> bool:
    if raw.kind is not fact.kind:
        return False
    if raw.kind is RawKind.MOTION:
        assert fact.place is not None, "a motion has a place"
        return raw.x in (None, fact.place.x) and raw.y in (None, fact.place.y)
    return raw.detail == fact.detail
