"""A plan: the input events of the next 600 ms at absolute times, and the moment it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from bridge.clock import MILLISECOND_NS
from bridge.events import InputEvent, KeyPress, KeyRelease, PointerMove, WheelScroll
from bridge.geometry import Point
from bridge.state import TICK_NS
from model.actions import MOST_COMMITTED_MS


class Plan(msgspec.Struct, frozen=True, tag="plan"):
    """Events due from `committed_ns` after a tick until 600 ms after it, in order of time.

    A plan of somebody who takes time to decide reaches further, by as much as can be committed: what is due when the
    next plan is not there yet.

    Args:
        made_from_ns: the tick whose history it was made from; a newer one supersedes it.
        events: what to do; `at_ns` is the absolute deadline.
        committed_ns: so long after the tick the plan before holds.
        abstains: whether it does nothing but release what is held, because whoever plans does not know such a moment.
    """

    made_from_ns: int
    events: tuple[InputEvent, ...]
    committed_ns: int = 0
    abstains: bool = False

    def __post_init__(self) -> None:
        if any(type(event.at_ns) is not int for event in self.events):
            raise ValueError("a plan's times are whole nanoseconds")
        if any(before.at_ns > after.at_ns for before, after in pairwise(self.events)):
            raise ValueError("a plan's events are in order of time")
        if self.events and not self.from_ns <= self.events[0].at_ns <= self.events[-1].at_ns < self._until_ns:
            raise ValueError(
                "a plan's events lie within 600 ms of the tick that it was made from, after what is committed"
            )

    @property
    def from_ns(self) -> int:
        """From here on this plan holds."""
        return self.made_from_ns + self.committed_ns

    def keeps(self, event: InputEvent) -> bool:
        """Whether an unsent event of the plan before is committed: it is sent although this plan is there."""
        return self.made_from_ns <= event.at_ns < self.from_ns

    @property
    def _until_ns(self) -> int:
        reach_ns = MOST_COMMITTED_MS * MILLISECOND_NS if self.committed_ns else 0
        return self.made_from_ns + TICK_NS + reach_ns


def as_hands_do(events: Sequence[InputEvent], pointer: Point | None) -> tuple[InputEvent, ...]:
    """The events as a desktop knows them: it presses only where the pointer is, and turns a wheel notch by notch.

    Whatever happens elsewhere than at the pointer is preceded by a move there, and a scroll of n notches is n scrolls.
    So a game in lockstep and a listener on a real desktop hear the same.

    Args:
        events: in order of time.
        pointer: where the pointer rests before them; None: not known.
    """
    done: list[InputEvent] = []
    for event in events:
        if isinstance(event, KeyPress | KeyRelease):
            done.append(event)
            continue
        place = Point(event.x, event.y)
        if place != pointer and not isinstance(event, PointerMove):
            done.append(PointerMove(event.at_ns, event.x, event.y, event.author))
        pointer = place
        if isinstance(event, WheelScroll):
            notch = msgspec.structs.replace(event, notches=1 if event.notches > 0 else -1)
            done += [notch] * abs(event.notches)
        else:
            done.append(event)
    return tuple(done)
