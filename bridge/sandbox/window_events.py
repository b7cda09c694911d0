"""pygame's window events as the game's input events. pygame greets when it is imported, so functions import it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from pygame.event import Event


def key_name(key: int) -> str:
    """The name of a pygame key in `bridge.events.KEYS`, "other" where it has none."""
    return _key_names().get(key, "other")


def input_event(event: Event, at_ns: int, pointer: Point) -> InputEvent | None:
    """The input in a window event; None where there is none.

    A window cannot know who moved the mouse; it says that a person did.

    Args:
        event: from `pygame.event`.
        at_ns: when it arrived.
        pointer: where the pointer was before it, on the canvas: a turn of the wheel carries no place.
    """
    import pygame

    if event.type == pygame.MOUSEMOTION:
        x, y = event.pos
        return PointerMove(at_ns, x, y, Author.HUMAN)
    if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP) and event.button in _buttons():
        kind = ButtonPress if event.type == pygame.MOUSEBUTTONDOWN else ButtonRelease
        x, y = event.pos
        return kind(at_ns, x, y, _buttons()[event.button], Author.HUMAN)
    if event.type == pygame.MOUSEWHEEL and event.y:
        return WheelScroll(at_ns, pointer.x, pointer.y, event.y, Author.HUMAN)
    if event.type == pygame.KEYDOWN:
        return KeyPress(at_ns, key_name(event.key), Author.HUMAN)
    if event.type == pygame.KEYUP:
        return KeyRelease(at_ns, key_name(event.key), Author.HUMAN)
    return None


@cache
def _buttons() -> dict[int, MouseButton]:
    import pygame

    return {
        pygame.BUTTON_LEFT: MouseButton.LEFT,
        pygame.BUTTON_MIDDLE: MouseButton.MIDDLE,
        pygame.BUTTON_RIGHT: MouseButton.RIGHT,
    }


@cache
def _key_names() -> dict[int, str]:
    import pygame

    return {
        pygame.K_SPACE: "space",
        pygame.K_RETURN: "enter",
        pygame.K_KP_ENTER: "enter",
        pygame.K_ESCAPE: "escape",
        pygame.K_BACKSPACE: "backspace",
        pygame.K_TAB: "tab",
        pygame.K_LSHIFT: "shift",
        pygame.K_RSHIFT: "shift",
        pygame.K_LCTRL: "ctrl",
        pygame.K_RCTRL: "ctrl",
        pygame.K_LALT: "alt",
        pygame.K_RALT: "alt",
        pygame.K_LEFT: "left",
        pygame.K_RIGHT: "right",
        pygame.K_UP: "up",
        pygame.K_DOWN: "down",
        pygame.K_HOME: "home",
        pygame.K_END: "end",
        pygame.K_PAGEUP: "page_up",
        pygame.K_PAGEDOWN: "page_down",
        pygame.K_INSERT: "insert",
        pygame.K_DELETE: "delete",
        pygame.K_CAPSLOCK: "caps_lock",
        **{pygame.K_F1 + number: f"f{number + 1}" for number in range(12)},
        **{ord(character): character for character in "0123456789abcdefghijklmnopqrstuvwxyz"},
        pygame.K_MINUS: "minus",
        pygame.K_EQUALS: "equal",
        pygame.K_COMMA: "comma",
        pygame.K_PERIOD: "period",
        pygame.K_SLASH: "slash",
        pygame.K_SEMICOLON: "semicolon",
        pygame.K_QUOTE: "quote",
        pygame.K_LEFTBRACKET: "left_bracket",
        pygame.K_RIGHTBRACKET: "right_bracket",
        pygame.K_BACKSLASH: "backslash",
        pygame.K_BACKQUOTE: "grave",
    }
