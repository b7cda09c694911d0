"""Which buttons and keys are down, and where the pointer is, after a run of input events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

import msgspec

from bridge.events import (
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
from bridge.geometry import Point


class HeldInput(msgspec.Struct, frozen=True):
    """The pointer's place (None: not seen yet) and what is held down."""

    pointer: Point | None = None
    buttons: frozenset[MouseButton] = frozenset()
    keys: frozenset[str] = frozenset()

    def after(self, event: InputEvent) -> HeldInput:
        """The held input once `event` has happened."""
        match event:
            case PointerMove() | WheelScroll():
                return HeldInput(Point(event.x, event.y), self.buttons, self.keys)
            case ButtonPress():
                return HeldInput(Point(event.x, event.y), self.buttons | {event.button}, self.keys)
            case ButtonRelease():
                return HeldInput(Point(event.x, event.y), self.buttons - {event.button}, self.keys)
            case KeyPress():
                return HeldInput(self.pointer, self.buttons, self.keys | {event.key})
            case KeyRelease():
                return HeldInput(self.pointer, self.buttons, self.keys - {event.key})
            case _:
                assert_never(event)

    def allows(self, event: InputEvent) -> bool:
        """Whether `event` is possible now: nothing is pressed twice, nothing is released that is not down."""
        match event:
            case ButtonPress():
                return event.button not in self.buttons
            case ButtonRelease():
                return event.button in self.buttons
            case KeyPress():
                return event.key not in self.keys
            case KeyRelease():
                return event.key in self.keys
            case PointerMove() | WheelScroll():
                return True
            case _:
                assert_never(event)


def held_at(
    moments_ns: Iterable[int], events: Iterable[InputEvent], starts: Sequence[tuple[int, HeldInput]]
) -> Iterator[HeldInput]:
    """What is held at each moment, before anything that happens at it.

    Args:
        moments_ns: in order of time.
        events: in order of time.
        starts: where each part of the session begins, and what is held there; the first begins before everything.
    """
    held, coming = starts[0][1], iter(events)
    event, later = next(coming, None), list(starts[1:])
    for moment_ns in moments_ns:
        while event is not None and event.at_ns < moment_ns:
            while later and later[0][0] <= event.at_ns:
                held = later.pop(0)[1]
            held, event = held.after(event), next(coming, None)
        while later and later[0][0] <= moment_ns:
            held = later.pop(0)[1]
        yield held


def events_to(held: HeldInput, at_ns: int, author: Author) -> tuple[InputEvent, ...]:
    """The events at one moment that lead to `held`."""
    place = held.pointer or Point(0, 0)
    return (
        *(() if held.pointer is None else (PointerMove(at_ns, place.x, place.y, author),)),
        *(ButtonPress(at_ns, place.x, place.y, button, author) for button in sorted(held.buttons)),
        *(KeyPress(at_ns, key, author) for key in sorted(held.keys)),
    )
