"""Which events may leave for the desktop."""

from __future__ import annotations

from agent.desktop.holders import Down
from agent.errors import InputRefused
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, PointerMove, WheelScroll
from bridge.geometry import CanvasGeometry, Point
from bridge.held import HeldInput

NAMELESS_KEYS = frozenset({"letter", "other"})
"""Names that stand for many keys: they can be observed, not pressed."""


def place_of(event: InputEvent) -> Point | None:
    """The canvas place of a pointer event; None for keys."""
    match event:
        case PointerMove() | ButtonPress() | ButtonRelease() | WheelScroll():
            return Point(event.x, event.y)
        case KeyPress() | KeyRelease():
            return None


def check_sendable(event: InputEvent, held: HeldInput, geometry: CanvasGeometry) -> None:
    """Refuse what no hand could do to this canvas now.

    Args:
        event: what is to be sent.
        held: what the sender holds.
        geometry: the canvas.

    Raises:
        InputRefused: the place lies outside the canvas ("outside"), the event presses what is held or releases what
            is not ("impossible"), or the key is a class of keys ("unknown_key").
    """
    place = place_of(event)
    if place is not None and not geometry.is_inside(place):
        size = f"{geometry.canvas_width_px}x{geometry.canvas_height_px}"
        raise InputRefused("outside", f"({place.x}, {place.y}) lies outside the canvas of {size}")
    if not held.allows(event):
        raise InputRefused("impossible", f"{event} cannot happen now: it presses what is held, or releases what is not")
    if isinstance(event, KeyPress) and event.key in NAMELESS_KEYS:
        raise InputRefused("unknown_key", f"{event.key!r} stands for many keys; only a named key can be pressed")


def covered(event: InputEvent) -> InputRefused:
    """The refusal of what would hit another window."""
    place = place_of(event)
    where = "the pointer" if place is None else f"({place.x}, {place.y})"
    return InputRefused("covered", f"another window lies over {where}; move it away")


def leave_to_person(key: str, code: int, people: Down) -> None:
    """Refuse to touch a key that a person has down: the server would lift it for both.

    Raises:
        InputRefused: a person holds it ("held_by_person").
    """
    if code in people.keys:
        raise InputRefused("held_by_person", f"a person holds {key!r}; it is theirs until they let go of it")
