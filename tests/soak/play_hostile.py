"""A model that is out of its mind: what it says, through all that stands between it and the desktop."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.desktop.wire import order_unpacker, packed
from agent.dispatch import Dispatch
from agent.errors import DesktopError
from agent.limits import Limits
from agent.plan import Plan
from bridge.clock import SECOND_NS
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
    WheelScroll,
)
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.state import TICK_NS

AGENT = Author.AGENT
FORBIDDEN = Rect(600, 400, 100, 80)
LIMITS = Limits(765, 503, allowed_keys=frozenset(KEYS) - {"f12"}, forbidden=(FORBIDDEN,))
_NUMBERS: tuple[Any, ...] = (
    float("nan"), float("inf"), float("-inf"), 1e300, -1e300, 0.5, -0.0, -1, 0, 1, 764, 765, 502, 503, 650, 440,
    2**31, -(2**31), 2**63, -(2**63), 10**30, True, None, "1", b"1", (1,), 1j,
)  # fmt: skip
_NAMES: tuple[Any, ...] = ("", "f12", "letter", "other", "ctrl", "shift", "é", "\x00", "left; rm", None, 3, 1.5)


@dataclass(slots=True)
class Hostile:
    """What became of senseless events."""

    events: int = 0
    plans_refused: int = 0
    orders_refused: int = 0
    not_sent: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    bad: int = 0

    def __str__(self) -> str:
        return (
            f"{self.events} hostile events, {self.plans_refused} plans and {self.orders_refused} orders refused whole, "
            f"{self.sent} harmless ones sent, {self.bad} bad ones sent; not sent: {dict(self.not_sent)}"
        )


def hostile_outputs(events: int, seed: int) -> Hostile:
    """Send plans of hostile events through all that stands between a model and the desktop.

    Args:
        events: how many.
        seed: of everything.
    """
    rng, found = random.Random(seed), Hostile()
    dispatch, held, now_ns, recent = Dispatch(LIMITS), HeldInput(), 0, list[int]()
    while found.events < events:
        now_ns += TICK_NS
        made = [_hostile_event(rng, now_ns) for _ in range(rng.randrange(1, 12))]
        found.events += len(made)
        plan = _accepted(rng, now_ns, made, found)
        if plan is None:
            continue
        dispatch.planned(plan)
        while (due_ns := dispatch.next_ns) is not None:
            turn = dispatch.due(due_ns, held)
            found.not_sent.update(each.reason for each in turn.not_sent)
            for event in turn.send:
                recent = [*recent[bisect_left(recent, due_ns - SECOND_NS + 1) :], due_ns]
                found.bad += _is_bad(event, held) or len(recent) > LIMITS.max_events_per_s
                found.sent += 1
                held = held.after(event)
    return found


def _accepted(rng: random.Random, now_ns: int, made: list[InputEvent], found: Hostile) -> Plan | None:
    """The plan, where one can be made of it; half of them go over the wire to the injector, as in real time."""
    try:
        plan = Plan(now_ns, tuple(sorted(made, key=lambda event: event.at_ns)))
    except (TypeError, ValueError):
        found.plans_refused += 1
        return None
    if rng.random() < 0.5:
        return plan
    try:
        (order,) = order_unpacker().messages(packed(plan))
    except (DesktopError, TypeError, OverflowError, ValueError):
        found.orders_refused += 1
        return None
    assert isinstance(order, Plan), "a plan went in"
    return order


def _hostile_event(rng: random.Random, now_ns: int) -> InputEvent:
    at_ns, x, y = _hostile_time(rng, now_ns), _hostile_number(rng, 765), _hostile_number(rng, 503)
    button: Any = rng.choice((*MouseButton, *MouseButton, "left", "no button", 7))
    match rng.randrange(6):
        case 0:
            return PointerMove(at_ns, x, y, AGENT)
        case 1:
            return ButtonPress(at_ns, x, y, button, AGENT)
        case 2:
            return ButtonRelease(at_ns, x, y, button, AGENT)
        case 3:
            return _or_move(lambda: WheelScroll(at_ns, x, y, _hostile_number(rng, 20), AGENT), at_ns)
        case 4:
            return _or_move(lambda: KeyPress(at_ns, rng.choice((*_NAMES, *KEYS)), AGENT), at_ns)
        case _:
            return _or_move(lambda: KeyRelease(at_ns, rng.choice((*_NAMES, *KEYS)), AGENT), at_ns)


def _or_move(make: Callable[[], InputEvent], at_ns: int) -> InputEvent:
    """An event; where it cannot even be made, as one with an unknown key cannot, a move to nowhere."""
    try:
        return make()
    except (TypeError, ValueError):
        return PointerMove(at_ns, -1, -1, AGENT)


def _hostile_time(rng: random.Random, now_ns: int) -> Any:
    if rng.random() < 0.99:
        return now_ns + rng.randrange(TICK_NS)
    return rng.choice((*_NUMBERS, now_ns - 1, now_ns + TICK_NS, now_ns + 0.5))


def _hostile_number(rng: random.Random, size: int) -> Any:
    return rng.randrange(size) if rng.random() < 0.4 else rng.choice(_NUMBERS)


def _is_bad(event: InputEvent, held: HeldInput) -> bool:
    """Whether no hand could do this, or none may; written apart from the limits, as their referee."""
    if isinstance(event, KeyPress | KeyRelease):
        is_down = event.key in held.keys
        return event.key not in KEYS or event.key == "f12" or is_down == isinstance(event, KeyPress)
    numbers = (event.at_ns, event.x, event.y)
    if any(type(number) is not int for number in numbers) or not (0 <= event.x < 765 and 0 <= event.y < 503):
        return True
    if isinstance(event, ButtonPress | ButtonRelease):
        is_down = event.button in held.buttons
        if event.button not in tuple(MouseButton) or is_down == isinstance(event, ButtonPress):
            return True
    if isinstance(event, WheelScroll) and not (type(event.notches) is int and 0 < abs(event.notches) <= 10):
        return True
    is_inside = 600 <= event.x < 700 and 400 <= event.y < 480
    return is_inside and isinstance(event, ButtonPress | WheelScroll)
