"""What is due when: absolute deadlines, latest plan wins, late events are dropped and never rushed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from agent.plan import Plan
from bridge.clock import MILLISECOND_NS
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease
from bridge.held import HeldInput

LATE_TOLERANCE_NS = 15 * MILLISECOND_NS


@dataclass(frozen=True, slots=True)
class Due:
    """What one look at the schedule gave: events to send now, and events that came too late."""

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
        """The schedule after a new plan; an older plan than the present one changes nothing."""
        if self.made_from_ns is not None and plan.made_from_ns <= self.made_from_ns:
            return self
        return Schedule(plan.made_from_ns, plan.events)

    def cleared(self) -> Schedule:
        """The schedule with nothing left to send."""
        return replace(self, unsent=())

    @property
    def next_ns(self) -> int | None:
        """The next deadline; None where nothing is left."""
        return self.unsent[0].at_ns if self.unsent else None

    def due(self, now_ns: int, held: HeldInput) -> tuple[Schedule, Due]:
        """Split off what is due at `now_ns`.

        Args:
            now_ns: the time now.
            held: what we hold down; the release of something held is sent however late it is. A press that is dropped
                takes its release with it.
        """
        count = sum(event.at_ns <= now_ns for event in self.unsent)
        send: list[InputEvent] = []
        late: list[InputEvent] = []
        for event in self.unsent[:count]:
            is_release = isinstance(event, ButtonRelease | KeyRelease)
            if now_ns - event.at_ns <= LATE_TOLERANCE_NS or (is_release and held.allows(event)):
                send.append(event)
                held = held.after(event)
            else:
                late.append(event)
        rest = self.unsent[count:]
        for dropped in late:
            rest = _without_release(dropped, rest)
        return replace(self, unsent=rest), Due(tuple(send), tuple(late))


def _without_release(dropped: InputEvent, rest: tuple[InputEvent, ...]) -> tuple[InputEvent, ...]:
    for index, event in enumerate(rest):
        match (dropped, event):
            case (ButtonPress(), ButtonRelease()) if dropped.button == event.button:
                return rest[:index] + rest[index + 1 :]
            case (KeyPress(), KeyRelease()) if dropped.key == event.key:
                return rest[:index] + rest[index + 1 :]
            case _:
                continue
    return rest
