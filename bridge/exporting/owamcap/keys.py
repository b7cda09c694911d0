"""Our key names and the virtual-key codes of Windows (WinUser.h), which owa files number keys by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_EDITING = {
    "backspace": 0x08,
    "tab": 0x09,
    "enter": 0x0D,
    "escape": 0x1B,
    "space": 0x20,
    "insert": 0x2D,
    "delete": 0x2E,
}
_MODIFIERS = {"shift": 0x10, "ctrl": 0x11, "alt": 0x12, "caps_lock": 0x14}
_MOVING = dict(
    zip(("page_up", "page_down", "end", "home", "left", "up", "right", "down"), range(0x21, 0x29), strict=True)
)
_SIGNS = dict(zip(("semicolon", "equal", "comma", "minus", "period", "slash", "grave"), range(0xBA, 0xC1), strict=True))
_BRACKETS = dict(zip(("left_bracket", "backslash", "right_bracket", "quote"), range(0xDB, 0xDF), strict=True))
_CLASSES = {"letter": 0xE7, "other": 0xFF}
"""VK_PACKET, which stands for "some character", and a code that no key has."""
_CHARACTERS = {character: ord(character.upper()) for character in "0123456789abcdefghijklmnopqrstuvwxyz"}
_FUNCTIONS = {f"f{number}": 0x6F + number for number in range(1, 13)}

CODES: Mapping[str, int] = MappingProxyType(
    _EDITING | _MODIFIERS | _MOVING | _SIGNS | _BRACKETS | _CLASSES | _CHARACTERS | _FUNCTIONS
)
"""The code of each of `bridge.events.KEYS`."""

_SIDES = {0xA0: "shift", 0xA1: "shift", 0xA2: "ctrl", 0xA3: "ctrl", 0xA4: "alt", 0xA5: "alt"}
_NAMES: Mapping[int, str] = MappingProxyType({code: key for key, code in CODES.items()} | _SIDES)


def key_of(code: int) -> str | None:
    """Our name of a key, None where we have none."""
    return _NAMES.get(code)
