"""The hands' decisions in virtual time, over many ticks whose inference takes 20 ms, with a tail of seconds."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from agent.dispatch import Dispatch
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import NotSent
from agent.schedule import LATE_TOLERANCE_NS
from bridge.clock import MILLISECOND_NS
from bridge.events import (
    KEYS,
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
)
from bridge.held import HeldInput
from bridge.state import TICK_NS

AGENT = Author.AGENT
RELEASES = ButtonRelease | KeyRelease
KEYS_THAT_MAY = tuple(sorted(set(KEYS) - {"f12", "letter", "other"}))
LIMITS = Limits(765, 503, allowed_keys=frozenset(KEYS_THAT_MAY))


@dataclass(slots=True)
class HeavyTail:
    """What became of the plans of many ticks."""

    ticks: int = 0
    plans: int = 0
    planned: int = 0
    sent: int = 0
    late: int = 0
    early: int = 0
    bursts: int = 0
    doubled: int = 0
    unaccounted: int = 0
    not_sent: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.ticks} ticks, {self.plans} plans, {self.planned} events planned, {self.sent} sent, "
            f"{self.late} late, {self.early} early, {self.bursts} bursts, {self.doubled} doubled, "
            f"{self.unaccounted} unaccounted for, not sent: {dict(self.not_sent)}"
        )


def heavy_tailed_ticks(ticks: int, seed: int) -> HeavyTail:
    """Ticks of about 600 ms, inference of 20 ms with a tail of seconds, hands that are woken late at times.

    Args:
        ticks: how many.
        seed: of everything.
    """
    rng, found = random.Random(seed), HeavyTail(ticks)
    dispatch, held, now_ns, free_ns = Dispatch(LIMITS), HeldInput(), 0, 0
    left: Counter[int] = Counter()  # each planned event is told apart by its time, a nanosecond of its own
    for _ in range(ticks):
        tick_ns, now_ns = now_ns, now_ns + TICK_NS + round(rng.gauss(0, 20) * MILLISECOND_NS)
        if free_ns > now_ns:  # the planner still works on an older tick: this one is passed over
            held = _send_until(now_ns, tick_ns, dispatch, held, rng, found, left)
            continue
        ready_ns = max(free_ns, tick_ns) + round(min(8_000, 20 * rng.paretovariate(1.2)) * MILLISECOND_NS)
        plan = Plan(tick_ns, tuple(_sane_events(rng, tick_ns, held)))
        free_ns, found.plans, found.planned = ready_ns, found.plans + 1, found.planned + len(plan.events)
        held = _send_until(min(ready_ns, now_ns), tick_ns, dispatch, held, rng, found, left)
        _note(dispatch.planned(plan), found, left)
        if ready_ns < now_ns:
            held = _send_until(now_ns, ready_ns, dispatch, held, rng, found, left)
    _note(dispatch.clear(), found, left)
    found.doubled = sum(count - 1 for count in left.values())
    found.unaccounted = found.planned - len(left)
    return found


def _send_until(
    end_ns: int,
    now_ns: int,
    dispatch: Dispatch,
    held: HeldInput,
    rng: random.Random,
    found: HeavyTail,
    left: Counter[int],
) -> HeldInput:
    """What the injector's loop does: wake for the next deadline, late at times; gives what is held then."""
    while (due_ns := dispatch.next_ns) is not None and due_ns < end_ns:
        now_ns = max(now_ns, due_ns)
        if rng.random() < 0.02:
            now_ns += round(min(400, rng.paretovariate(0.8)) * MILLISECOND_NS)
        turn = dispatch.due(now_ns, held)
        _note(turn.not_sent, found, left)
        lateness = [now_ns - event.at_ns for event in turn.send if not isinstance(event, RELEASES)]
        found.late += sum(late_ns > LATE_TOLERANCE_NS for late_ns in lateness)
        found.early += sum(now_ns < event.at_ns for event in turn.send)
        found.bursts += any(later.at_ns - sooner.at_ns > LATE_TOLERANCE_NS for sooner, later in _apart(turn.send))
        for event in turn.send:
            held = held.after(event)
            left[event.at_ns] += 1
        found.sent += len(turn.send)
    return held


def _apart(sent: tuple[InputEvent, ...]) -> list[tuple[InputEvent, InputEvent]]:
    """The first and the last of what leaves at one moment; a release may wait as long as it likes."""
    acts = [event for event in sent if not isinstance(event, RELEASES)]
    return [(acts[0], acts[-1])] if acts else []


def _note(not_sent: tuple[NotSent, ...], found: HeavyTail, left: Counter[int]) -> None:
    for each in not_sent:
        found.not_sent[each.reason] += 1
        left[each.event.at_ns] += 1


def _sane_events(rng: random.Random, tick_ns: int, held: HeldInput) -> list[InputEvent]:
    """A plan as models make it: mostly moves, clicks and keys between them; what is held is let go first."""
    times = sorted(rng.sample(range(TICK_NS), rng.randrange(30)))
    events: list[InputEvent] = []
    for at_ns in (tick_ns + offset for offset in times):
        x, y = rng.randrange(765), rng.randrange(503)
        made = _let_go(at_ns, held) if rng.random() < 0.3 else _act(rng, at_ns, held)
        event = made or PointerMove(at_ns, x, y, AGENT)
        held = held.after(event)
        events.append(event)
    return events


def _let_go(at_ns: int, held: HeldInput) -> InputEvent | None:
    if held.buttons:
        return ButtonRelease(at_ns, 5, 5, min(held.buttons), AGENT)
    return KeyRelease(at_ns, min(held.keys), AGENT) if held.keys else None


def _act(rng: random.Random, at_ns: int, held: HeldInput) -> InputEvent | None:
    if rng.random() < 0.8 or held.buttons or held.keys:
        return None
    if rng.random() < 0.5:
        return ButtonPress(at_ns, rng.randrange(765), rng.randrange(503), rng.choice(list(MouseButton)), AGENT)
    return KeyPress(at_ns, rng.choice(KEYS_THAT_MAY), AGENT)
