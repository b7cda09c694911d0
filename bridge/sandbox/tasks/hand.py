"""A hand on mouse and keyboard: aims, clicks, key holds and wheel turns planned ahead, given out as they fall due."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import msgspec
import numpy as np

from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerEvent,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point, Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.motion import (
    Habits,
    between_ns,
    landing,
    landing_inside,
    reaction_ns,
    stroke,
    stroke_duration_ns,
)

AUTHOR = Author.HUMAN


@dataclass(frozen=True, slots=True)
class Aim:
    """A planned press: when and where the button goes down, and when it comes up again."""

    press_ns: int
    release_ns: int
    place: Point


class Hand:
    """Plans pointer and keys as two timelines, and keeps each possible: no press while down, no move while pressing.

    Args:
        generator: the hand's own randomness.
        canvas: where the pointer can be; strokes that would leave it slide along its edge.
        habits: the numbers of the hand.
    """

    def __init__(self, generator: np.random.Generator, canvas: Rect, habits: Habits) -> None:
        self._generator = generator
        self._canvas = canvas
        self._habits = habits
        self._pointer: deque[PointerEvent] = deque()
        self._keys: deque[KeyPress | KeyRelease] = deque()
        self._place = self._given_place = canvas.centre
        self._pointer_free_ns = 0
        self._keys_free_ns = 0

    @property
    def pointer_free_ns(self) -> int:
        """When the last planned pointer event is done."""
        return self._pointer_free_ns

    @property
    def keys_free_ns(self) -> int:
        """When the last planned key event is done."""
        return self._keys_free_ns

    def react_ns(self, news_ns: int) -> int:
        """When the hand begins to answer what was seen at `news_ns`."""
        return news_ns + reaction_ns(self._habits, self._generator)

    def click(self, target: Rect, start_ns: int, button: MouseButton = MouseButton.LEFT) -> Aim:
        """Aim at a target from `start_ns` on, settle, press and release."""
        landed_ns = self.point(target, start_ns)
        press_ns = landed_ns + between_ns(self._habits.settle_ms, self._generator)
        release_ns = press_ns + between_ns(self._habits.hold_ms, self._generator)
        x, y = self._place.x, self._place.y
        self._pointer.append(ButtonPress(press_ns, x, y, button, AUTHOR))
        self._pointer.append(ButtonRelease(release_ns, x, y, button, AUTHOR))
        self._pointer_free_ns = release_ns
        return Aim(press_ns, release_ns, self._place)

    def point(self, target: Rect, start_ns: int) -> int:
        """Move the pointer to a target from `start_ns` on; a landing outside is mostly seen and corrected.

        Returns:
            when the pointer has landed.
        """
        landed_ns = self._stroke(landing(target, self._habits, self._generator), target, start_ns)
        is_missed = not target.contains(self._place.x, self._place.y)
        if is_missed and self._generator.random() >= self._habits.blind_press_share:
            seen_ns = self.react_ns(landed_ns)
            landed_ns = self._stroke(landing_inside(target, self._habits, self._generator), target, seen_ns)
        return landed_ns

    def scroll(self, area: Rect, notches: int, start_ns: int) -> None:
        """Turn the wheel over an area, notch by notch; positive notches away from the person."""
        at_ns = max(start_ns, self._pointer_free_ns)
        if not area.contains(self._place.x, self._place.y):
            at_ns = self._stroke(landing_inside(area, self._habits, self._generator), area, at_ns)
        for _ in range(abs(notches)):
            at_ns += between_ns(self._habits.notch_ms, self._generator)
            step = 1 if notches > 0 else -1
            self._pointer.append(WheelScroll(at_ns, self._place.x, self._place.y, step, AUTHOR))
        self._pointer_free_ns = at_ns

    def hold_key(self, key: str, start_ns: int, hold_ns: int) -> None:
        """Press a key, and release it `hold_ns` later."""
        press_ns = max(start_ns, self._keys_free_ns)
        self._keys.append(KeyPress(press_ns, key, AUTHOR))
        self._keys.append(KeyRelease(press_ns + hold_ns, key, AUTHOR))
        self._keys_free_ns = press_ns + hold_ns + 1

    def tap_key(self, key: str, start_ns: int) -> None:
        """Press a key and release it as soon as a button would be; the next key follows a moment later."""
        self.hold_key(key, start_ns, between_ns(self._habits.hold_ms, self._generator))
        self._keys_free_ns += between_ns(self._habits.settle_ms, self._generator)

    def stop_pointer(self, at_ns: int) -> None:
        """Drop what the pointer would do after `at_ns`; a button that is down then still comes up."""
        kept = deque(event for event in self._pointer if event.at_ns <= at_ns)
        if len(kept) < len(self._pointer) and isinstance(after := self._pointer[len(kept)], ButtonRelease):
            kept.append(after)
        self._place = Point(kept[-1].x, kept[-1].y) if kept else self._given_place
        self._pointer = kept
        self._pointer_free_ns = max(at_ns, kept[-1].at_ns) if kept else at_ns

    def see(self, held: HeldInput, now_ns: int) -> None:
        """Take over where the pointer really is and what is really down: what was lost on the way is put right."""
        if held.pointer is not None and not self._pointer:
            self._place = self._given_place = held.pointer
        self._see_buttons(held, now_ns)
        self._see_keys(held, now_ns)

    def _see_buttons(self, held: HeldInput, now_ns: int) -> None:
        upcoming = next((event for event in self._pointer if isinstance(event, ButtonPress | ButtonRelease)), None)
        release = upcoming if isinstance(upcoming, ButtonRelease) else None
        if release is not None and release.button not in held.buttons:
            self._pointer.remove(release)
        for button in sorted(held.buttons):
            if release is None or release.button != button:
                place = self._given_place
                self._pointer.appendleft(ButtonRelease(now_ns, place.x, place.y, button, AUTHOR))

    def _see_keys(self, held: HeldInput, now_ns: int) -> None:
        release = next(iter(self._keys), None)
        if isinstance(release, KeyRelease) and release.key not in held.keys:
            self._keys.popleft()
        for key in sorted(held.keys):
            if not isinstance(release, KeyRelease) or release.key != key:
                self._keys.appendleft(KeyRelease(now_ns, key, AUTHOR))

    def due(self, start_ns: int, end_ns: int) -> tuple[InputEvent, ...]:
        """The events of [start_ns, end_ns), in order, each given once; those that are late are due at `start_ns`."""
        events: list[InputEvent] = []
        while self._pointer and self._pointer[0].at_ns < end_ns:
            event = self._pointer.popleft()
            self._given_place = Point(event.x, event.y)
            events.append(event)
        while self._keys and self._keys[0].at_ns < end_ns:
            events.append(self._keys.popleft())
        events.sort(key=_at_ns)
        return tuple(_not_before(event, start_ns) for event in events)

    def _stroke(self, end: Point, target: Rect, start_ns: int) -> int:
        start_ns = max(start_ns, self._pointer_free_ns)
        end = self._clamped(end.x, end.y)
        width_px = min(target.width, target.height)
        duration_ns = stroke_duration_ns(self._place, end, width_px, self._habits, self._generator)
        for at_ns, x, y in stroke(self._place, end, start_ns, duration_ns, self._habits, self._generator):
            place = self._clamped(x, y)
            self._pointer.append(PointerMove(at_ns, place.x, place.y, AUTHOR))
        self._place = end
        self._pointer_free_ns = max(start_ns, self._pointer[-1].at_ns) if self._pointer else start_ns
        return self._pointer_free_ns

    def _clamped(self, x: int, y: int) -> Point:
        canvas = self._canvas
        return Point(
            min(max(x, canvas.x), canvas.x + canvas.width - 1),
            min(max(y, canvas.y), canvas.y + canvas.height - 1),
        )


def _at_ns(event: InputEvent) -> int:
    return event.at_ns


def _not_before(event: InputEvent, start_ns: int) -> InputEvent:
    return event if event.at_ns >= start_ns else msgspec.structs.replace(event, at_ns=start_ns)
