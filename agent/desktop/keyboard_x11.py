"""The X server's key and button numbers, and the names that the project has for them."""

from __future__ import annotations

from dataclasses import dataclass

from agent.desktop.x11 import Connection
from bridge.events import MouseButton

WHEEL_UP = 4
WHEEL_DOWN = 5
_BUTTONS = {1: MouseButton.LEFT, 2: MouseButton.MIDDLE, 3: MouseButton.RIGHT}

KEYSYMS: dict[int, str] = {
    0x0020: "space",
    0xFF0D: "enter",
    0xFF8D: "enter",
    0xFF1B: "escape",
    0xFF08: "backspace",
    0xFF09: "tab",
    0xFFE1: "shift",
    0xFFE2: "shift",
    0xFFE3: "ctrl",
    0xFFE4: "ctrl",
    0xFFE9: "alt",
    0xFFEA: "alt",
    0xFE03: "alt",
    0xFF51: "left",
    0xFF53: "right",
    0xFF52: "up",
    0xFF54: "down",
    0xFF50: "home",
    0xFF57: "end",
    0xFF55: "page_up",
    0xFF56: "page_down",
    0xFF63: "insert",
    0xFFFF: "delete",
    **{0xFFBE + number: f"f{number + 1}" for number in range(12)},
    **{ord(character): character for character in "0123456789abcdefghijklmnopqrstuvwxyz"},
    0x2D: "minus",
    0x3D: "equal",
    0x2C: "comma",
    0x2E: "period",
    0x2F: "slash",
    0x3B: "semicolon",
    0x27: "quote",
    0x5B: "left_bracket",
    0x5D: "right_bracket",
    0x5C: "backslash",
    0x60: "grave",
    0xFFE5: "caps_lock",
}
"""Unshifted key symbols (X11/keysymdef.h) and the name of the key in `bridge.events.KEYS`."""


@dataclass(frozen=True, slots=True)
class KeyboardMap:
    """What the numbers mean while the keyboard's and the pointer's maps stay as they are.

    Args:
        names: the key name of each keycode that has one.
        keycodes: the first keycode of each key name.
        buttons: what the physical button `index + 1` does; 0: nothing.
    """

    names: dict[int, str]
    keycodes: dict[str, int]
    buttons: tuple[int, ...]

    def key_name(self, keycode: int) -> str:
        """The name of a key, "other" where it has none."""
        return self.names.get(keycode, "other")

    def logical_button(self, physical: int) -> int:
        """What a physical button does, as the person's settings have it."""
        return self.buttons[physical - 1] if 1 <= physical <= len(self.buttons) else physical

    def physical_button(self, logical: int) -> int:
        """The button to press so that `logical` is what happens."""
        return self.buttons.index(logical) + 1 if logical in self.buttons else logical


def button_named(logical: int) -> MouseButton | None:
    """The button of a logical number; None for the wheel and for buttons that the game does not know."""
    return _BUTTONS.get(logical)


def button_number(button: MouseButton) -> int:
    """The logical number of a button."""
    return next(number for number, named in _BUTTONS.items() if named is button)


def read_keyboard_map(connection: Connection) -> KeyboardMap:
    """Ask the server for its maps."""
    first, last = connection.setup.min_keycode, connection.setup.max_keycode
    keyboard = connection.core.GetKeyboardMapping(first, last - first + 1)
    pointer = connection.core.GetPointerMapping().reply()
    reply = keyboard.reply()
    width = reply.keysyms_per_keycode
    unshifted = list(reply.keysyms)[::width]
    names = {first + index: KEYSYMS[keysym] for index, keysym in enumerate(unshifted) if keysym in KEYSYMS}
    keycodes: dict[str, int] = {}
    for keycode, name in names.items():
        keycodes.setdefault(name, keycode)
    return KeyboardMap(names, keycodes, tuple(int(button) for button in pointer.map))
