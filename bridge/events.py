"""Input events: what a person's hand, or the agent's, did to the game and when.

Each variant is complete: no field is optional. Places are canvas pixels, times are nanoseconds on the session's one
monotonic clock. Events that cross a wire or a file are `msgspec.Struct` values with a tag, so that JSON and msgpack
readers know the variant.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bridge.numeric import Int64


class MouseButton(StrEnum):
    """The buttons that the game knows."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


class Author(StrEnum):
    """Who caused an event."""

    HUMAN = "human"
    AGENT = "agent"


KEYS: tuple[str, ...] = (
    *("space", "enter", "escape", "backspace", "tab", "shift", "ctrl", "alt"),
    *("left", "right", "up", "down", "home", "end", "page_up", "page_down", "insert", "delete"),
    *(f"f{number}" for number in range(1, 13)),
    *"0123456789",
    *"abcdefghijklmnopqrstuvwxyz",
    *("minus", "equal", "comma", "period", "slash", "semicolon", "quote"),
    *("left_bracket", "right_bracket", "backslash", "grave", "caps_lock"),
    "letter",
    "other",
)
"""Every key name, in the order that vocabularies number them; "letter" is any letter kept as a class, "other" any key
without a name. New names are appended, never inserted."""


class PointerMove(msgspec.Struct, frozen=True, tag="pointer_move"):
    """The pointer arrived at (x, y)."""

    at_ns: Int64
    x: Int64
    y: Int64
    author: Author


class ButtonPress(msgspec.Struct, frozen=True, tag="button_press"):
    """A button went down at (x, y)."""

    at_ns: Int64
    x: Int64
    y: Int64
    button: MouseButton
    author: Author


class ButtonRelease(msgspec.Struct, frozen=True, tag="button_release"):
    """A button came up at (x, y)."""

    at_ns: Int64
    x: Int64
    y: Int64
    button: MouseButton
    author: Author


class WheelScroll(msgspec.Struct, frozen=True, tag="wheel_scroll"):
    """The wheel turned at (x, y): positive notches away from the person (up), negative towards (down), never 0."""

    at_ns: Int64
    x: Int64
    y: Int64
    notches: Int64
    author: Author

    def __post_init__(self) -> None:
        if self.notches == 0:
            raise ValueError("a wheel event turns by at least one notch, found 0")


class KeyPress(msgspec.Struct, frozen=True, tag="key_press"):
    """A key went down; automatic repeats while it is held are not events. `key` is one of `KEYS`."""

    at_ns: Int64
    key: str
    author: Author

    def __post_init__(self) -> None:
        _check_key(self.key)


class KeyRelease(msgspec.Struct, frozen=True, tag="key_release"):
    """A key came up. `key` is one of `KEYS`."""

    at_ns: Int64
    key: str
    author: Author

    def __post_init__(self) -> None:
        _check_key(self.key)


PointerEvent = PointerMove | ButtonPress | ButtonRelease | WheelScroll
InputEvent = PointerMove | ButtonPress | ButtonRelease | WheelScroll | KeyPress | KeyRelease

_KEY_SET = frozenset(KEYS)


def _check_key(key: str) -> None:
    if key not in _KEY_SET:
        raise ValueError(f"unknown key {key!r}; bridge.events.KEYS lists the known ones")
