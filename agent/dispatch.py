"""What leaves now and what does not, and why: the schedule and the limits together, pure and the same in every driver.

In real time it runs in the injector's process, in lockstep beside the loop.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import msgspec

from agent.limits import SENSELESS, Limits, brought_inside, refusal
from agent.plan import Plan
from agent.reports import LATE, SUPERSEDED, NotSent
from agent.schedule import Act, Schedule, release_of
from bridge.clock import SECOND_NS
from bridge.events import InputEvent
from bridge.geometry import Rect
from bridge.held import HeldInput

MOST_SENSELESS = 5
"""As many senseless events in a row mean that whoever decides is broken."""
SENSELESS_PLANS = f"{MOST_SENSELESS} events in a row that no hand could make"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one look at the schedule gave: events to send now, and events that are not sent, with the reason."""

    send: tuple[InputEvent, ...]
    not_sent: tuple[NotSent, ...]


class Dispatch:
    """Keeps the unsent events, and what left in the last second.

    Args:
        limits: what may never be sent.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._schedule = Schedule()
        self._sent: deque[InputEvent] = deque()
        self._senseless = 0

    @property
    def next_ns(self) -> int | None:
        """The next deadline; None where nothing is scheduled."""
        return self._schedule.next_ns

    @property
    def next_act(self) -> Act | None:
        """The next event that is more than a move; None where none is scheduled."""
        return self._schedule.next_act

    @property
    def forbidden(self) -> tuple[Rect, ...]:
        """Where nothing is pressed."""
        return self._limits.forbidden

    @property
    def is_senseless(self) -> bool:
        """Whether the last `MOST_SENSELESS` events were such as no sane plan holds."""
        return self._senseless >= MOST_SENSELESS

    def planned(self, plan: Plan) -> tuple[NotSent, ...]:
        """Take in a plan; gives the events of the one before that it supersedes."""
        before = self._schedule
        self._schedule = before.superseded_by(plan)
        if self._schedule is before:
            return tuple(NotSent(event, SUPERSEDED) for event in plan.events)
        return tuple(NotSent(event, SUPERSEDED) for event in before.unsent if not plan.keeps(event))

    def forbid(self, places: tuple[Rect, ...]) -> None:
        """From now on nothing is pressed there, and only there."""
        self._limits = msgspec.structs.replace(self._limits, forbidden=places)

    def due(self, now_ns: int, held: HeldInput, ahead_ns: int = 0) -> Turn:
        """What is due now.

        Args:
            now_ns: the time now.
            held: what is held down now.
            ahead_ns: what is due within this time is begun now.
        """
        self._schedule, due = self._schedule.due(now_ns, held, ahead_ns)
        not_sent = [NotSent(event, LATE) for event in due.late]
        send: list[InputEvent] = []
        while self._sent and self._sent[0].at_ns <= now_ns - SECOND_NS:
            self._sent.popleft()
        waiting = due.send
        while waiting:
            event, waiting = brought_inside(waiting[0], self._limits), waiting[1:]
            now = msgspec.structs.replace(event, at_ns=now_ns) if type(event.at_ns) is int else event
            reason = refusal(now, held, self._sent, self._limits)
            self._senseless = self._senseless + 1 if reason in SENSELESS else 0
            if reason is not None:
                left = self._left_with(event, waiting)
                not_sent.extend(NotSent(each, reason.value) for each in left)
                waiting = tuple(each for each in waiting if each not in left)
                continue
            held = held.after(event)
            send.append(event)
            self._sent.append(now)
        return Turn(tuple(send), tuple(not_sent))

    def refused(self, event: InputEvent, reason: str, waiting: tuple[InputEvent, ...] = ()) -> tuple[NotSent, ...]:
        """The desktop refused an event that was due; the release that belongs to it does not leave either.

        Args:
            event: what was refused.
            reason: why.
            waiting: what is due too and has not left yet.
        """
        return tuple(NotSent(each, reason) for each in self._left_with(event, waiting))

    def clear(self) -> tuple[NotSent, ...]:
        """Forget what is unsent; gives it."""
        unsent, self._schedule = self._schedule.unsent, self._schedule.cleared()
        return tuple(NotSent(event, SUPERSEDED) for event in unsent)

    def _left_with(self, event: InputEvent, waiting: tuple[InputEvent, ...]) -> tuple[InputEvent, ...]:
        """An event that does not leave, with the release that belongs to it, which is then unsent no more."""
        left = (event, *(release_of(event, waiting) or release_of(event, self._schedule.unsent)))
        self._schedule = self._schedule.without(left)
        return left
