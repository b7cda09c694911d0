"""The last six seconds: ten windows from tick to tick, each with what was done in it and what was seen at its end."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.clock import MILLISECOND_NS
from bridge.events import Author, InputEvent
from bridge.frame import Frame
from bridge.held import HeldInput, events_to
from bridge.state import TICK_NS, GameState

HISTORY_WINDOWS = 10


@dataclass(frozen=True, slots=True)
class Observation:
    """What was known at a tick.

    Args:
        at_ns: when the tick was received.
        state: the game state, None where there is none (imported logs).
        held: pointer, buttons and keys after every event before `at_ns`.
        frame: what the game showed of it, None where nothing is seen.
    """

    at_ns: int
    state: GameState | None
    held: HeldInput
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class HistoryWindow:
    """A window [start_ns, observation.at_ns): the events in it, in order, and the observation at its end."""

    start_ns: int
    events: tuple[InputEvent, ...]
    observation: Observation

    def __post_init__(self) -> None:
        if self.start_ns > self.observation.at_ns:
            raise ValueError(f"a window ends before it starts: {self.start_ns} > {self.observation.at_ns}")
        if self.events and not self.start_ns <= self.events[0].at_ns <= self.events[-1].at_ns < self.observation.at_ns:
            raise ValueError("a window's events lie inside it, in order of time")


@dataclass(frozen=True, slots=True)
class History:
    """Everything before `now_ns`: up to ten windows, oldest first, fewer at a session's start.

    Args:
        windows: at least one; the last one ends now, each starts where the one before ends.
        last_event_ns: time of the last event before now, also when it is older than the windows; None: none yet.
        committed: what is going to be sent in the first `committed_ms` whatever is decided now, in order of time.
        committed_ms: whole milliseconds after now that are decided already.
    """

    windows: tuple[HistoryWindow, ...]
    last_event_ns: int | None
    committed: tuple[InputEvent, ...] = ()
    committed_ms: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.windows) <= HISTORY_WINDOWS:
            raise ValueError(f"a history has 1 to {HISTORY_WINDOWS} windows, found {len(self.windows)}")
        for before, after in zip(self.windows, self.windows[1:], strict=False):
            if before.observation.at_ns != after.start_ns:
                raise ValueError("each window starts where the one before ends")
        if self.last_event_ns is not None and self.last_event_ns >= self.now_ns:
            raise ValueError("a history holds only what happened before now")
        ends_ns = self.now_ns + self.committed_ms * MILLISECOND_NS
        if self.committed and not self.now_ns <= self.committed[0].at_ns <= self.committed[-1].at_ns < ends_ns:
            raise ValueError("what is committed lies between now and the end of what is decided")

    @property
    def now(self) -> Observation:
        """What is known at the moment of deciding."""
        return self.windows[-1].observation

    @property
    def now_ns(self) -> int:
        """The moment of deciding; the predicted window starts exactly here."""
        return self.now.at_ns


def done_before(held: HeldInput, first_tick_ns: int, author: Author) -> tuple[InputEvent, ...]:
    """Events that lead to what was held where a part begins, before all that a model looks back to."""
    return events_to(held, first_tick_ns - (HISTORY_WINDOWS + 1) * TICK_NS, author)


def foreseen(history: History, events: tuple[InputEvent, ...]) -> History:
    """The history a tick later, had just these events happened by then and the game not changed.

    Args:
        history: up to now.
        events: of the 600 ms after now, in order of time.
    """
    held, seen, at_ns = history.now.held, history.now, history.now_ns + TICK_NS
    for event in events:
        held = held.after(event)
    window = HistoryWindow(history.now_ns, events, Observation(at_ns, seen.state, held, seen.frame))
    last_ns = events[-1].at_ns if events else history.last_event_ns
    return History((*history.windows, window)[-HISTORY_WINDOWS:], last_ns)
