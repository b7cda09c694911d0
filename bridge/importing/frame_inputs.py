"""Inputs that were written down once a frame, as the events that explain them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class FrameInputs:
    """What a log says of one frame.

    Args:
        at_ns: its time; all its events get it, since nobody knows better.
        pointer: where the pointer was at its end, None where that is unknown.
        buttons: what was down at its end.
        keys: the same of the keys.
        button_presses: how often each went down within it, where the log counts them.
        key_presses: the same of the keys.
        notches: the wheel's turn, positive away from the person.
    """

    at_ns: int
    pointer: Point | None
    buttons: frozenset[MouseButton]
    keys: frozenset[str]
    button_presses: Mapping[MouseButton, int] = field(default_factory=dict)
    key_presses: Mapping[str, int] = field(default_factory=dict)
    notches: int = 0


def events_of_frames(frames: Iterable[FrameInputs], author: Author) -> Iterator[InputEvent]:
    """The fewest events that lead from frame to frame; before the pointer's first place it is at 0, 0."""
    buttons: frozenset[MouseButton] = frozenset()
    keys: frozenset[str] = frozenset()
    place: Point | None = None
    for frame in frames:
        at_ns = frame.at_ns
        if frame.pointer is not None and frame.pointer != place:
            place = frame.pointer
            yield PointerMove(at_ns, place.x, place.y, author)
        x, y = (0, 0) if place is None else (place.x, place.y)
        for button in MouseButton:
            for is_press in _turns(button in buttons, button in frame.buttons, frame.button_presses.get(button, 0)):
                kind = ButtonPress if is_press else ButtonRelease
                yield kind(at_ns, x, y, button, author)
        if frame.notches:
            yield WheelScroll(at_ns, x, y, frame.notches, author)
        for key in sorted({*keys, *frame.keys, *frame.key_presses}):
            for is_press in _turns(key in keys, key in frame.keys, frame.key_presses.get(key, 0)):
                yield KeyPress(at_ns, key, author) if is_press else KeyRelease(at_ns, key, author)
        buttons, keys = frame.buttons, frame.keys


def _turns(was_down: bool, is_down: bool, presses: int) -> Iterator[bool]:
    """The presses (True) and releases between two frames."""
    for _ in range(max(presses, int(is_down and not was_down))):
        if was_down:
            yield False
        yield True
        was_down = True
    if was_down and not is_down:
        yield False
