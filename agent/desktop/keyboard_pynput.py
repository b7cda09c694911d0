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


def is_x11(keyboard: Any) -> bool:
    """Whether pynput talks to an X server here.

    Args:
        keyboard: the module `pynput.keyboard`.
    """
    return str(keyboard.KeyCode.__module__).endswith("_xorg")
