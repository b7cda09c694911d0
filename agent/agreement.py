"""How far plans agree with what a person did in the same 600 ms, tick by tick."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import fmean, median

from agent.plan import Plan
from bridge.events import ButtonPress, InputEvent, KeyPress, KeyRelease


@dataclass(frozen=True, slots=True)
class Agreement:
    """Plans against deeds, over the ticks that both cover. None where there is nothing to compare.

    Args:
        ticks: how many were compared.
        acting: share of ticks where both act or neither does.
        presses: F1 of "a button is pressed in this tick".
        count_error: mean absolute difference of the number of actions.
        end_px: median distance of the pointer's last place, over ticks where both move it.
    """

    ticks: int
    acting: float | None
    presses: float | None
    count_error: float | None
    end_px: float | None

    def as_json(self) -> dict[str, object]:
        """The keys of `replay --run … --json`."""
        return {
            "ticks": self.ticks,
            "agreement_acting": _rounded(self.acting),
            "agreement_presses_f1": _rounded(self.presses),
            "count_error": _rounded(self.count_error),
            "end_px_median": _rounded(self.end_px),
        }


def agreement_of(plans: Sequence[Plan], events: Sequence[InputEvent], window_ns: int) -> Agreement:
    """Compare each plan with the events of its window.

    Args:
        plans: one a tick.
        events: what was done, in order of time.
        window_ns: length of the window after each plan's tick.
    """
    if not plans:
        return Agreement(0, None, None, None, None)
    key = attrgetter("at_ns")
    pairs = []
    for plan in plans:
        start = bisect_left(events, plan.made_from_ns, key=key)
        end = bisect_left(events, plan.made_from_ns + window_ns, key=key)
        pairs.append((plan.events, events[start:end]))
    pressed = [(_presses(planned), _presses(done)) for planned, done in pairs]
    both = sum(planned and done for planned, done in pressed)
    either = sum(planned + done for planned, done in pressed)
    distances = [distance for planned, done in pairs if (distance := _end_distance(planned, done)) is not None]
    return Agreement(
        ticks=len(pairs),
        acting=fmean(bool(planned) == bool(done) for planned, done in pairs),
        presses=2 * both / either if either else None,
        count_error=fmean(abs(len(planned) - len(done)) for planned, done in pairs),
        end_px=median(distances) if distances else None,
    )


def _presses(events: Sequence[InputEvent]) -> bool:
    return any(isinstance(event, ButtonPress) for event in events)


def _end_distance(planned: Sequence[InputEvent], done: Sequence[InputEvent]) -> float | None:
    ends = []
    for events in (planned, done):
        places = [(event.x, event.y) for event in events if not isinstance(event, KeyPress | KeyRelease)]
        if not places:
            return None
        ends.append(places[-1])
    return float(((ends[0][0] - ends[1][0]) ** 2 + (ends[0][1] - ends[1][1]) ** 2) ** 0.5)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
