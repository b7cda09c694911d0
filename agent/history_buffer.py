"""The last six seconds as they grow: events and ticks in, a `History` out. A pure value, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter

from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.held import HeldInput
from bridge.state import TICK_NS, GameState
from model.history import HISTORY_WINDOWS, History, HistoryWindow, Observation

_by_time = attrgetter("at_ns")


@dataclass(frozen=True, slots=True)
class HistoryBuffer:
    """What was seen and done lately.

    Args:
        windows: the finished windows, oldest first, at most ten.
        pending: events since the last tick, in order of time; ties keep their order of arrival.
        held: pointer, buttons and keys after every event before the last tick.
        last_event_ns: time of the last event before the last tick; None: none yet.
    """

    windows: tuple[HistoryWindow, ...] = ()
    pending: tuple[InputEvent, ...] = ()
    held: HeldInput = field(default_factory=HeldInput)
    last_event_ns: int | None = None

    def heard(self, events: Iterable[InputEvent]) -> HistoryBuffer:
        """The buffer with observed events added, a person's and the agent's own alike.

        An event that is older than the last tick came too late to be decided upon: it still counts for what is held,
        but belongs to no window any more.
        """
        return replace(self, pending=tuple(sorted((*self.pending, *events), key=_by_time)))

    def ticked(self, at_ns: int, state: GameState | None, frame: Frame | None = None) -> HistoryBuffer:
        """The buffer after a tick at `at_ns`: the window up to it is finished.

        Raises:
            ValueError: the tick is not later than the one before.
        """
        start_ns = self.windows[-1].observation.at_ns if self.windows else at_ns - TICK_NS
        if self.windows and at_ns <= start_ns:
            raise ValueError(f"a tick at {at_ns} ns follows one at {start_ns} ns; ticks grow")
        done = tuple(event for event in self.pending if event.at_ns < at_ns)
        held = self.held
        for event in done:
            held = held.after(event)
        window = HistoryWindow(
            start_ns, tuple(event for event in done if event.at_ns >= start_ns), Observation(at_ns, state, held, frame)
        )
        return HistoryBuffer(
            (*self.windows, window)[-HISTORY_WINDOWS:],
            self.pending[len(done) :],
            held,
            done[-1].at_ns if done else self.last_event_ns,
        )

    def snapshot(self) -> History:
        """Everything before the last tick.

        Raises:
            ValueError: no tick has come yet.
        """
        return History(self.windows, self.last_event_ns)
