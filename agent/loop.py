"""The live loop as a state machine: what arrives goes in, histories come out. No clock, no device, no thread.

Both drivers feed it: `agent.lockstep` in virtual time on one thread, `agent.live` in real time. Each hands the plans
that the loop accepts on to an `agent.dispatch.Dispatch`, and tells the loop what became of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from agent.history_buffer import HistoryBuffer
from agent.latency import Latency
from agent.plan import Plan
from agent.reports import LATE, SUPERSEDED, TAKEN_OVER, Halted, NotSent, Report, Sent
from agent.statistics import PlayStatistics
from bridge.clock import MILLISECOND_NS
from bridge.events import Author, InputEvent
from bridge.frame import Frame
from bridge.geometry import Rect
from bridge.state import TICK_NS, GameState
from model.history import History


class Mode(StrEnum):
    """What the loop may do: only plan, act, or nothing until a person arms it again."""

    DRY_RUN = "dry_run"
    ARMED = "armed"
    NEUTRAL = "neutral"


class PlayLoop:
    """Keeps the history, the mode and the counts in step.

    Args:
        mode: the mode at the start.
        yields_to_human: whether a person's input makes the loop neutral.
        objects: asked at each tick; a reason to become neutral, or an empty string. None: nothing is objected to.
        forbids: asked at each tick where nothing may be pressed until the next one. None: nowhere.
    """

    def __init__(
        self,
        mode: Mode,
        *,
        yields_to_human: bool = False,
        objects: Callable[[GameState], str] | None = None,
        forbids: Callable[[GameState], tuple[Rect, ...]] | None = None,
    ) -> None:
        self.statistics = PlayStatistics()
        self._mode = mode
        self._yields_to_human = yields_to_human
        self._objects = objects
        self._forbids = forbids
        self._forbidden: tuple[Rect, ...] = ()
        self._buffer = HistoryBuffer()
        self._neutral_reason = ""
        self._latency = Latency()
        self._plan: Plan | None = None
        self._awaited: Plan | None = None

    @property
    def mode(self) -> Mode:
        """The mode now."""
        return self._mode

    @property
    def neutral_reason(self) -> str:
        """Why the loop is neutral; empty while it is not."""
        return self._neutral_reason

    @property
    def forbidden(self) -> tuple[Rect, ...]:
        """Where nothing may be pressed until the next tick."""
        return self._forbidden

    @property
    def plan(self) -> Plan | None:
        """The newest plan that was acted upon; None before the first one, and in a dry run."""
        return self._plan

    @property
    def pending(self) -> tuple[InputEvent, ...]:
        """Input since the last tick, not part of a window yet."""
        return self._buffer.pending

    def heard(self, events: Iterable[InputEvent]) -> None:
        """Take in observed input, a person's and the agent's own."""
        events = tuple(events)
        self._buffer = self._buffer.heard(events)
        if self._yields_to_human and any(event.author is Author.HUMAN for event in events):
            self.become_neutral(TAKEN_OVER)

    def ticked(self, state: GameState, frame: Frame | None = None) -> History:
        """Take in a tick; gives the history to decide upon, and what is committed before anybody has."""
        self.statistics.ticks += 1
        if self._objects is not None and (reason := self._objects(state)):
            self.become_neutral(reason)
        if self._forbids is not None:
            self._forbidden = self._forbids(state)
        self._buffer = self._buffer.ticked(state.tick.received_ns, state, frame)
        return self._with_committed(self._buffer.snapshot())

    def planned(self, plan: Plan, ready_ns: int) -> bool:
        """Take in a plan that is there at `ready_ns`; gives whether to act upon it, which is only while armed."""
        self._latency = self._latency.measured(ready_ns - plan.made_from_ns)
        if self._mode is Mode.NEUTRAL:
            return False
        self.statistics.planned += len(plan.events)
        self.statistics.abstained += plan.abstains
        self.statistics.decision_ns.append(ready_ns - plan.made_from_ns)
        self.statistics.committed_ns.append(plan.committed_ns)
        self._awaited = plan
        self._plan = plan if self._mode is Mode.ARMED else None
        return self._mode is Mode.ARMED

    def reported(self, reports: Iterable[Report]) -> None:
        """Count what became of the plans' events."""
        for report in reports:
            match report:
                case Sent():
                    self._count_sent(report)
                case NotSent(reason=reason) if reason == LATE:
                    self.statistics.dropped_late += 1
                case NotSent(reason=reason) if reason == SUPERSEDED:
                    self.statistics.superseded += 1
                case NotSent(reason=reason):
                    self.statistics.refused[reason] += 1
                case Halted():
                    self.become_neutral(report.reason)
                case _:
                    assert_never(report)

    def become_neutral(self, reason: str) -> None:
        """Send nothing more; the first reason stays."""
        if self._mode is not Mode.NEUTRAL:
            self._mode = Mode.NEUTRAL
            self._neutral_reason = reason

    def _count_sent(self, sent: Sent) -> None:
        self.statistics.sent += 1
        self.statistics.dispatch_error_ns.append(sent.sent_ns - sent.event.at_ns)
        if sent.seen_ns is not None:
            self.statistics.seen_after_ns.append(sent.seen_ns - sent.sent_ns)
        plan = self._awaited
        if plan is not None and plan.from_ns <= sent.event.at_ns < plan.made_from_ns + TICK_NS:
            self.statistics.first_action_ns.append(sent.sent_ns - plan.made_from_ns)
            self._awaited = None

    def _with_committed(self, history: History) -> History:
        committed_ms = self._latency.committed_ms
        if committed_ms == 0:
            return history
        until_ns = history.now_ns + committed_ms * MILLISECOND_NS
        planned = () if self._plan is None else self._plan.events
        committed = tuple(event for event in planned if history.now_ns <= event.at_ns < until_ns)
        return replace(history, committed=committed, committed_ms=committed_ms)
