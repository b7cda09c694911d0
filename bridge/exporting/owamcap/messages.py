"""The messages of an owa file that we write and read: the package's own types, with the fields that we know."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from bridge.events import Author

PROFILE = "owa"
VIDEO_TYPE, MOUSE_TYPE, KEYBOARD_TYPE, WINDOW_TYPE = (
    *("desktop/ScreenCaptured", "desktop/MouseEvent"),
    *("desktop/KeyboardEvent", "desktop/WindowInfo"),
)
MOUSE, KEYBOARD, SCREEN, WINDOW = "mouse", "keyboard", "screen", "window"
"""Topics, as the package's own recorder names them; what the agent did lies below `agent/`."""

AUTHORS: Mapping[str, Author] = MappingProxyType(
    {
        topic: author
        for prefix, author in (("", Author.HUMAN), ("agent/", Author.AGENT))
        for topic in (f"{prefix}{MOUSE}", f"{prefix}{KEYBOARD}")
    }
)
"""Who caused the events of a topic."""


class MouseEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A move, a click or a turn of the wheel; `dy` is positive away from the person."""

    event_type: str
    x: int
    y: int
    button: str | None = None
    pressed: bool | None = None
    dx: int | None = None
    dy: int | None = None
    timestamp: int | None = None


class KeyboardEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A press or a release of a key by its Windows virtual-key code."""

    event_type: str
    vk: int
    timestamp: int | None = None


class MediaRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a picture is: a file, and in a video the time in it."""

    uri: str
    pts_ns: int | None = None


class ScreenCaptured(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture of the screen; sizes are width and height."""

    utc_ns: int | None = None
    source_shape: tuple[int, int] | None = None
    shape: tuple[int, int] | None = None
    media_ref: MediaRef | None = None


class WindowInfo(msgspec.Struct, frozen=True):
    """A window and its rectangle: left, top, right, bottom."""

    title: str
    rect: tuple[int, int, int, int]
    hWnd: int  # noqa: N815 -- the package's own word


TYPES: Mapping[str, type[msgspec.Struct]] = MappingProxyType(
    {
        MOUSE_TYPE: MouseEvent,
        KEYBOARD_TYPE: KeyboardEvent,
        VIDEO_TYPE: ScreenCaptured,
        WINDOW_TYPE: WindowInfo,
    }
)
"""What the schemas are called."""
