"""What is due when: absolute deadlines, latest plan wins, late events are dropped and never rushed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.plan import Plan
from bridge.clock import MILLISECOND_NS
from bridge.events import (
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    PointerMove,
    WheelScroll,
)
from bridge.held import HeldInput

LATE_TOLERANCE_NS = 15 * MILLISECOND_NS
Act = ButtonPress | ButtonRelease | WheelScroll | KeyPress | KeyRelease
"""An event that is more than a move."""


@dataclass(frozen=True, slots=True)
class Due:
    """What one look gave: events to send now, and events that came too late, or belong to a press that did."""

    send: tuple[InputEvent, ...]
    late: tuple[InputEvent, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The unsent events of the newest plan.

    Args:
        made_from_ns: the tick of the newest plan; None: no plan yet.
        unsent: in order of time.
    """

    made_from_ns: int | None = None
    unsent: tuple[InputEvent, ...] = ()

    def superseded_by(self, plan: Plan) -> Schedule:
        """The schedule after a new plan: what was committed before it stays, the rest of the old one goes.

        An older plan than the present one changes nothing.
        """
        if self.made_from_ns is not None and plan.made_from_ns <= self.made_from_ns:
            return self
        committed = tuple(event for event in self.unsent if plan.keeps(event))
        return Schedule(plan.made_from_ns, committed + plan.events)

    def cleared(self) -> Schedule:
        """The schedule with nothing left to send."""
        return replace(self, unsent=())

    def without(self, events: Sequence[InputEvent]) -> Schedule:
        """The schedule without some of its events."""
        return replace(self, unsent=tuple(event for event in self.unsent if event not in events))

    @property
    def next_ns(self) -> int | None:
        """The next deadline; None where nothing is left."""
        return self.unsent[0].at_ns if self.unsent else None

    @property
    def next_act(self) -> Act | None:
        """The next event that is more than a move; None where none is left."""
        return next((event for event in self.unsent if not isinstance(event, PointerMove)), None)

    def due(self, now_ns: int, held: HeldInput, ahead_ns: int = 0) -> tuple[Schedule, Due]:
        """Split off what is due at `now_ns`, or soon.

        Args:
            now_ns: the time now.
            held: what we hold down; the release of something held is sent however late it is. A press that is dropped
                takes its release with it.
            ahead_ns: what is due within this time is begun now.
        """
        unsent = self.unsent
        send: list[InputEvent] = []
        late: list[InputEvent] = []
        while unsent and unsent[0].at_ns <= now_ns + ahead_ns:
            event, unsent = unsent[0], unsent[1:]
            is_release = isinstance(event, ButtonRelease | KeyRelease)
            if now_ns - event.at_ns <= LATE_TOLERANCE_NS or (is_release and held.allows(event)):
                send.append(event)
                held = held.after(event)
            else:
                left = (event, *release_of(event, unsent))
                late.extend(left)
                unsent = tuple(each for each in unsent if each not in left)
        return replace(self, unsent=unsent), Due(tuple(send), tuple(late))


def release_of(dropped: InputEvent, rest: tuple[InputEvent, ...]) -> tuple[InputEvent, ...]:
    """The release, where there is one among the events that follow a dropped press, that belongs to it."""
    for event in rest:
        match (dropped, event):
            case (ButtonPress(), ButtonRelease()) if dropped.button == event.button:
                return (event,)
            case (KeyPress(), KeyRelease()) if dropped.key == event.key:
                return (event,)
            case (ButtonPress(), ButtonPress()) if dropped.button == event.button:
                return ()  # the next release is that one's
            case (KeyPress(), KeyPress()) if dropped.key == event.key:
                return ()
            case _:
                continue
    return ()
