"""The live loop as a state machine: what arrives goes in, what is to be done comes out. No clock, no device, no thread.

Both drivers feed it: `agent.lockstep` in virtual time on one thread, `agent.live` in real time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from enum import StrEnum

from agent.history_buffer import HistoryBuffer
from agent.limits import Limits, refusal
from agent.plan import Plan
from agent.schedule import Schedule
from agent.statistics import PlayStatistics
from bridge.clock import SECOND_NS
from bridge.events import Author, InputEvent
from bridge.frame import Frame
from bridge.held import HeldInput
from bridge.state import GameState
from model.history import History


class Mode(StrEnum):
    """What the loop may do: only plan, act, or nothing until a person arms it again."""

    DRY_RUN = "dry_run"
    ARMED = "armed"
    NEUTRAL = "neutral"


class PlayLoop:
    """Keeps the history, the schedule and the mode in step.

    Args:
        limits: what may never be sent.
        mode: the mode at the start.
        yields_to_human: whether a person's input makes the loop neutral.
        objects: asked at each tick; a reason to become neutral, or an empty string. None: nothing is objected to.
    """

    def __init__(
        self,
        limits: Limits,
        mode: Mode,
        *,
        yields_to_human: bool = False,
        objects: Callable[[GameState], str] | None = None,
    ) -> None:
        self.statistics = PlayStatistics()
        self._limits = limits
        self._mode = mode
        self._yields_to_human = yields_to_human
        self._objects = objects
        self._buffer = HistoryBuffer()
        self._schedule = Schedule()
        self._sent: deque[InputEvent] = deque()
        self._neutral_reason = ""
        self._awaits_first_action = False

    @property
    def mode(self) -> Mode:
        """The mode now."""
        return self._mode

    @property
    def neutral_reason(self) -> str:
        """Why the loop is neutral; empty while it is not."""
        return self._neutral_reason

    @property
    def next_ns(self) -> int | None:
        """The next deadline; None where nothing is scheduled."""
        return self._schedule.next_ns

    @property
    def pending(self) -> tuple[InputEvent, ...]:
        """Input since the last tick, not part of a window yet."""
        return self._buffer.pending

    def heard(self, events: Iterable[InputEvent]) -> None:
        """Take in observed input, a person's and the agent's own."""
        events = tuple(events)
        self._buffer = self._buffer.heard(events)
        if self._yields_to_human and any(event.author is Author.HUMAN for event in events):
            self.become_neutral("a person took over")

    def ticked(self, state: GameState, frame: Frame | None = None) -> History:
        """Take in a tick; gives the history to decide upon."""
        self.statistics.ticks += 1
        if self._objects is not None and (reason := self._objects(state)):
            self.become_neutral(reason)
        self._buffer = self._buffer.ticked(state.tick.received_ns, state, frame)
        return self._buffer.snapshot()

    def planned(self, plan: Plan) -> None:
        """Take in a plan; the newest supersedes what is unsent. Ignored while neutral."""
        if self._mode is Mode.NEUTRAL:
            return
        self.statistics.planned += len(plan.events)
        unsent = len(self._schedule.unsent)
        schedule = self._schedule.superseded_by(plan)
        if schedule is not self._schedule:
            self.statistics.superseded += unsent
            self._awaits_first_action = True
        self._schedule = schedule

    def due(self, now_ns: int, held: HeldInput) -> tuple[InputEvent, ...]:
        """What to send now.

        Args:
            now_ns: the time now.
            held: what the sink holds down now.
        """
        self._schedule, due = self._schedule.due(now_ns, held)
        self.statistics.dropped_late += len(due.late)
        if self._mode is not Mode.ARMED:
            return ()
        allowed: list[InputEvent] = []
        while self._sent and self._sent[0].at_ns <= now_ns - 2 * SECOND_NS:
            self._sent.popleft()
        for event in due.send:
            reason = refusal(event, held, tuple(self._sent), self._limits)
            if reason is not None:
                self.statistics.refused[reason.value] += 1
                continue
            held = held.after(event)
            allowed.append(event)
            self._sent.append(event)
        return tuple(allowed)

    def dispatched(self, event: InputEvent, sent_ns: int) -> None:
        """Count an event that left at `sent_ns`."""
        self.statistics.sent += 1
        self.statistics.dispatch_error_ns.append(sent_ns - event.at_ns)
        if self._awaits_first_action and self._schedule.made_from_ns is not None:
            self.statistics.first_action_ns.append(sent_ns - self._schedule.made_from_ns)
            self._awaits_first_action = False

    def become_neutral(self, reason: str) -> None:
        """Send nothing more; the first reason stays."""
        if self._mode is not Mode.NEUTRAL:
            self._mode = Mode.NEUTRAL
            self._neutral_reason = reason
            self._schedule = self._schedule.cleared()
