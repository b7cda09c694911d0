"""What may never be sent: checks on each event before it leaves. First whether it is a number, then bounds."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import assert_never

import msgspec

from bridge.clock import SECOND_NS
from bridge.events import (
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


class Refusal(StrEnum):
    """Why an event was not sent."""

    NOT_A_NUMBER = "not_a_number"
    OUTSIDE_CANVAS = "outside_canvas"
    FORBIDDEN_PLACE = "forbidden_place"
    IMPOSSIBLE = "impossible"
    TOO_MANY_HELD = "too_many_held"
    TOO_MANY_NOTCHES = "too_many_notches"
    TOO_FAST = "too_fast"
    FORBIDDEN_KEY = "forbidden_key"


SENSELESS = frozenset({Refusal.NOT_A_NUMBER, Refusal.OUTSIDE_CANVAS, Refusal.TOO_MANY_NOTCHES})
"""Refusals that say that whoever decides is out of its mind; several in a row end it."""


_BUTTONS = frozenset(MouseButton)


class Limits(msgspec.Struct, frozen=True):
    """The bounds of what the agent may do.

    Args:
        canvas_width_px, canvas_height_px: places outside are refused.
        max_held: buttons and keys down at once.
        max_notches: of one turn of the wheel.
        max_events_per_s: all events within one second.
        max_presses_per_s: button and key presses within one second.
        allowed_keys: None: every key.
        forbidden: canvas rectangles that are neither pressed nor scrolled.
    """

    canvas_width_px: int
    canvas_height_px: int
    max_held: int = 4
    max_notches: int = 10
    max_events_per_s: int = 400
    max_presses_per_s: int = 20
    allowed_keys: frozenset[str] | None = None
    forbidden: tuple[Rect, ...] = ()


def refusal(event: InputEvent, held: HeldInput, sent: Sequence[InputEvent], limits: Limits) -> Refusal | None:
    """Why `event` must not be sent now, or None where it may.

    Args:
        event: what is about to be sent.
        held: what we hold down now.
        sent: what was sent before, in order; only the last second counts.
        limits: the bounds.
    """
    if not _is_number(event):
        return Refusal.NOT_A_NUMBER
    if not held.allows(event) or not _is_known(event):
        return Refusal.IMPOSSIBLE
    if isinstance(event, ButtonRelease | KeyRelease):
        return None
    if reason := _bound(event, limits):
        return reason
    if isinstance(event, ButtonPress | KeyPress) and len(held.buttons) + len(held.keys) >= limits.max_held:
        return Refusal.TOO_MANY_HELD
    return Refusal.TOO_FAST if _is_too_fast(event, sent, limits) else None


def brought_inside(event: InputEvent, limits: Limits) -> InputEvent:
    """A release beside the canvas, at the canvas's nearest place: what is held comes up whatever a model says."""
    if not (isinstance(event, ButtonRelease) and _is_number(event)):
        return event
    x = min(max(event.x, 0), limits.canvas_width_px - 1)
    y = min(max(event.y, 0), limits.canvas_height_px - 1)
    return event if (x, y) == (event.x, event.y) else msgspec.structs.replace(event, x=x, y=y)


def _is_known(event: InputEvent) -> bool:
    return not isinstance(event, ButtonPress | ButtonRelease) or event.button in _BUTTONS


def _is_number(event: InputEvent) -> bool:
    """Whether its time and place are whole numbers: a NaN of a broken model compares as nothing does."""
    match event:
        case KeyPress() | KeyRelease():
            numbers: tuple[object, ...] = (event.at_ns,)
        case WheelScroll():
            numbers = (event.at_ns, event.x, event.y, event.notches)
        case PointerMove() | ButtonPress() | ButtonRelease():
            numbers = (event.at_ns, event.x, event.y)
        case _:
            assert_never(event)
    return all(type(number) is int for number in numbers)


def _bound(event: PointerMove | ButtonPress | WheelScroll | KeyPress, limits: Limits) -> Refusal | None:
    if isinstance(event, KeyPress):
        is_forbidden = limits.allowed_keys is not None and event.key not in limits.allowed_keys
        return Refusal.FORBIDDEN_KEY if is_forbidden else None
    if not (0 <= event.x < limits.canvas_width_px and 0 <= event.y < limits.canvas_height_px):
        return Refusal.OUTSIDE_CANVAS
    if isinstance(event, WheelScroll) and abs(event.notches) > limits.max_notches:
        return Refusal.TOO_MANY_NOTCHES
    is_move = isinstance(event, PointerMove)
    if not is_move and any(place.contains(event.x, event.y) for place in limits.forbidden):
        return Refusal.FORBIDDEN_PLACE
    return None


def _is_too_fast(event: InputEvent, sent: Sequence[InputEvent], limits: Limits) -> bool:
    recent = [past for past in sent if past.at_ns > event.at_ns - SECOND_NS]
    if len(recent) >= limits.max_events_per_s:
        return True
    presses = sum(isinstance(past, ButtonPress | KeyPress) for past in recent)
    return isinstance(event, ButtonPress | KeyPress) and presses >= limits.max_presses_per_s
