"""Predicted actions: a mark with the wait before it, and a sequence of them on a window with a horizon."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from bridge.clock import SECOND_NS
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

HORIZON_MS = 600
MAX_ACTIONS = 100
MOST_COMMITTED_MS = 300
"""Of a window, decided before it is known; who needs longer to decide is too slow to play."""


class ActionKind(IntEnum):
    """What an action does; the number is its class in every tensor."""

    MOVE = 0
    PRESS = 1
    RELEASE = 2
    SCROLL = 3
    KEY_PRESS = 4
    KEY_RELEASE = 5


_, _PRESS, _RELEASE, _SCROLL, _KEY_PRESS, _KEY_RELEASE = ActionKind
# compared by identity: a hundred actions a tick are made, and hashing a kind takes longer than all other checks


@dataclass(frozen=True, slots=True)
class TimedAction:
    """An action and the wait before it.

    Args:
        wait_s: seconds since the previous action, or since the window's start; at least 0.
        kind: what it does.
        x, y: canvas pixels; for keys, where the pointer rests.
        button: the button of a press or release, otherwise None.
        key: the key of a key press or release (`bridge.events.KEYS`), otherwise None.
        scroll: signed notches of a scroll, otherwise 0.
    """

    wait_s: float
    kind: ActionKind
    x: int
    y: int
    button: MouseButton | None = None
    key: str | None = None
    scroll: int = 0

    def __post_init__(self) -> None:
        if not self.wait_s >= 0.0:
            raise ValueError(f"a wait is at least 0 s, found {self.wait_s}")
        kind = self.kind
        if (self.button is not None) != (kind is _PRESS or kind is _RELEASE):
            raise ValueError(f"{kind.name} with button {self.button}")
        if (self.key is not None) != (kind is _KEY_PRESS or kind is _KEY_RELEASE):
            raise ValueError(f"{kind.name} with key {self.key}")
        if (self.scroll != 0) != (kind is _SCROLL):
            raise ValueError(f"{kind.name} with {self.scroll} notches")


@dataclass(frozen=True, slots=True)
class ActionSequence:
    """The actions of one window; after the last one nothing happens until the horizon (survival)."""

    actions: tuple[TimedAction, ...]
    horizon_s: float = HORIZON_MS / 1000

    def __post_init__(self) -> None:
        total_s = sum(action.wait_s for action in self.actions)
        if total_s > self.horizon_s:
            raise ValueError(f"the waits sum to {total_s} s, past the horizon of {self.horizon_s} s")

    def events(self, start_ns: int, author: Author) -> tuple[InputEvent, ...]:
        """The sequence as input events due at their cumulative offsets from `start_ns`."""
        events: list[InputEvent] = []
        offset_s = 0.0
        for action in self.actions:
            offset_s += action.wait_s
            events.append(_event_of(action, start_ns + round(offset_s * SECOND_NS), author))
        return tuple(events)


def _event_of(action: TimedAction, at_ns: int, author: Author) -> InputEvent:
    x, y = action.x, action.y
    match action.kind:
        case ActionKind.MOVE:
            return PointerMove(at_ns, x, y, author)
        case ActionKind.PRESS:
            assert action.button is not None
            return ButtonPress(at_ns, x, y, action.button, author)
        case ActionKind.RELEASE:
            assert action.button is not None
            return ButtonRelease(at_ns, x, y, action.button, author)
        case ActionKind.SCROLL:
            return WheelScroll(at_ns, x, y, action.scroll, author)
        case ActionKind.KEY_PRESS:
            assert action.key is not None
            return KeyPress(at_ns, action.key, author)
        case ActionKind.KEY_RELEASE:
            assert action.key is not None
            return KeyRelease(at_ns, action.key, author)
        case _:
            assert_never(action.kind)
