"""What may never be sent: checks on each event, by value, before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bridge.clock import SECOND_NS
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, PointerMove, WheelScroll
from bridge.held import HeldInput


class Refusal(StrEnum):
    """Why an event was not sent."""

    OUTSIDE_CANVAS = "outside_canvas"
    IMPOSSIBLE = "impossible"
    TOO_MANY_HELD = "too_many_held"
    TOO_FAST = "too_fast"
    FORBIDDEN_KEY = "forbidden_key"


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of what the agent may do.

    Args:
        canvas_width_px, canvas_height_px: places outside are refused.
        max_held: buttons and keys down at once.
        max_events_per_s: all events within one second.
        max_presses_per_s: button and key presses within one second.
        allowed_keys: None: every key.
    """

    canvas_width_px: int
    canvas_height_px: int
    max_held: int = 4
    max_events_per_s: int = 400
    max_presses_per_s: int = 20
    allowed_keys: frozenset[str] | None = None


def refusal(event: InputEvent, held: HeldInput, sent: Sequence[InputEvent], limits: Limits) -> Refusal | None:
    """Why `event` must not be sent now, or None where it may.

    Args:
        event: what is about to be sent.
        held: what we hold down now.
        sent: what was sent before, in order; only the last second counts.
        limits: the bounds.
    """
    is_release = isinstance(event, ButtonRelease | KeyRelease)
    if not held.allows(event):
        return Refusal.IMPOSSIBLE
    if is_release:
        return None
    match event:
        case PointerMove() | ButtonPress() | WheelScroll():
            if not (0 <= event.x < limits.canvas_width_px and 0 <= event.y < limits.canvas_height_px):
                return Refusal.OUTSIDE_CANVAS
        case KeyPress():
            if limits.allowed_keys is not None and event.key not in limits.allowed_keys:
                return Refusal.FORBIDDEN_KEY
        case ButtonRelease() | KeyRelease():
            pass
        case _:
            assert_never(event)
    if isinstance(event, ButtonPress | KeyPress) and len(held.buttons) + len(held.keys) >= limits.max_held:
        return Refusal.TOO_MANY_HELD
    recent = [past for past in sent if past.at_ns > event.at_ns - SECOND_NS]
    presses = sum(isinstance(past, ButtonPress | KeyPress) for past in recent)
    if len(recent) >= limits.max_events_per_s:
        return Refusal.TOO_FAST
    if isinstance(event, ButtonPress | KeyPress) and presses >= limits.max_presses_per_s:
        return Refusal.TOO_FAST
    return None
