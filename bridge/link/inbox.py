"""What came from a game and waits for the agent: bounded, between the listener's thread and the agent's."""

from __future__ import annotations

import threading
from collections import Counter, deque
from dataclasses import dataclass

from bridge.errors import LinkClosed
from bridge.events import InputEvent
from bridge.state import GameState

MAX_STATES = 8
"""States that wait at most; the oldest is dropped for the ninth."""

MAX_EVENTS = 4_096
"""Input events that wait at most; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class LinkStatistics:
    """Counts since the link opened.

    Args:
        states: game states that came.
        events: input events that came.
        dropped_states: states that the agent did not take in time, or that a re-synchronisation made stale.
        dropped_events: input events that the agent did not take in time.
        dropped_by_game: messages that the game says it threw away.
        missing: messages that the sequence numbers say are missing.
        resyncs: gaps so long that the states before them were dropped.
    """

    states: int = 0
    events: int = 0
    dropped_states: int = 0
    dropped_events: int = 0
    dropped_by_game: int = 0
    missing: int = 0
    resyncs: int = 0


class Inbox:
    """States and input events in order of arrival, and whether more can come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._states: deque[GameState] = deque()
        self._events: deque[InputEvent] = deque()
        self._closed_because: str | None = None
        self._counts: Counter[str] = Counter()

    @property
    def statistics(self) -> LinkStatistics:
        """The counts so far."""
        with self._changed:
            return LinkStatistics(**self._counts)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will come in."""
        with self._changed:
            return self._closed_because is not None

    def put_state(self, state: GameState) -> None:
        """Add a state; the oldest makes room."""
        with self._changed:
            if len(self._states) == MAX_STATES:
                self._drop_states(1)
            self._states.append(state)
            self._counts["states"] += 1
            self._changed.notify()

    def put_events(self, events: tuple[InputEvent, ...]) -> None:
        """Add input events; the oldest make room."""
        with self._changed:
            self._events.extend(events)
            overflow = max(0, len(self._events) - MAX_EVENTS)
            for _ in range(overflow):
                self._events.popleft()
            self._counts.update(events=len(events), dropped_events=overflow)

    def put_gap(self, missing: int, dropped_by_game: int, *, is_resync: bool) -> None:
        """Count what never came; a re-synchronisation drops the states that wait."""
        with self._changed:
            self._counts.update(missing=missing, dropped_by_game=dropped_by_game, resyncs=int(is_resync))
            if is_resync:
                self._drop_states(len(self._states))

    def take_state(self, timeout_s: float) -> GameState | None:
        """The oldest state that waits, or None where none came in time.

        Raises:
            LinkClosed: none waits and none will come.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._states or self._closed_because is not None, timeout_s)
            if self._states:
                return self._states.popleft()
            if self._closed_because is not None:
                raise LinkClosed(self._closed_because)
            return None

    def take_events(self) -> tuple[InputEvent, ...]:
        """Every input event that waits."""
        with self._changed:
            events = tuple(self._events)
            self._events.clear()
            return events

    def close(self, because: str) -> None:
        """Say that nothing more will come; the first reason stays."""
        with self._changed:
            if self._closed_because is None:
                self._closed_because = because
            self._changed.notify_all()

    def discard(self) -> None:
        """Throw away what waits."""
        with self._changed:
            self._states.clear()
            self._events.clear()

    def _drop_states(self, count: int) -> None:
        for _ in range(count):
            self._states.popleft()
        self._counts["dropped_states"] += count
