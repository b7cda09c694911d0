"""pynput's keys, and the names that the project has for them."""

from __future__ import annotations

from typing import Any

from bridge.events import KEYS

_NAMED = {
    "esc": "escape",
    "shift_l": "shift",
    "shift_r": "shift",
    "ctrl_l": "ctrl",
    "ctrl_r": "ctrl",
    "alt_l": "alt",
    "alt_r": "alt",
    "alt_gr": "alt",
}
_CHARACTERS = {
    " ": "space",
    "-": "minus",
    "=": "equal",
    ",": "comma",
    ".": "period",
    "/": "slash",
    ";": "semicolon",
    "'": "quote",
    "[": "left_bracket",
    "]": "right_bracket",
    "\\": "backslash",
    "`": "grave",
}
_SHIFTED = str.maketrans('!@#$%^&*()_+<>?:"{}|~', "1234567890-=,./;'[]\\`")


def key_name(key: Any) -> str:
    """The name of a key that pynput heard; of a shifted character, the key of a US keyboard.

    Args:
        key: a `pynput.keyboard.Key` or `KeyCode`, or None for an unknown key.
    """
    if key is None:
        return "other"
    special = getattr(key, "name", None)
    if special is not None:
        name = _NAMED.get(special, special)
        return name if name in KEYS else "other"
    character = (key.char or "").lower().translate(_SHIFTED)
    name = _CHARACTERS.get(character, character)
    return name if name in KEYS and name not in ("letter", "other") else "other"


def key_for(name: str, keyboard: Any) -> Any:
    """What to give pynput to press the key of that name; None where there is none.

    Args:
        name: one of `bridge.events.KEYS`.
        keyboard: the module `pynput.keyboard`.
    """
    character = next((character for character, named in _CHARACTERS.items() if named == name), name)
    if len(character) == 1 and name != "space":
        # by key symbol where the platform has them: a character would go round XTest and not reach every program
        make = keyboard.KeyCode
        return make.from_vk(ord(character)) if is_x11(keyboard) else make.from_char(character)
    special = "esc" if name == "escape" else name
    return getattr(keyboard.Key, special, None)


def is_x11(keyboard: Any) -> bool:
    """Whether pynput talks to an X server here.

    Args:
        keyboard: the module `pynput.keyboard`.
    """
    return str(keyboard.KeyCode.__module__).endswith("_xorg")
