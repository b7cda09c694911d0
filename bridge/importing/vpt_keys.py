"""The key names of Minecraft's input logs (GLFW's, as "key.keyboard.left.shift") and ours."""

from __future__ import annotations

from bridge.events import KEYS

_PREFIX = "key.keyboard."
_OTHERS = {
    **dict.fromkeys(("left.shift", "right.shift"), "shift"),
    **dict.fromkeys(("left.control", "right.control"), "ctrl"),
    **dict.fromkeys(("left.alt", "right.alt"), "alt"),
    "page.up": "page_up",
    "page.down": "page_down",
    "caps.lock": "caps_lock",
    "left.bracket": "left_bracket",
    "right.bracket": "right_bracket",
    "apostrophe": "quote",
    "grave.accent": "grave",
}
_KEY_SET = frozenset(KEYS)


def key_of(name: str) -> str | None:
    """Our name of a key, None where we have none."""
    short = name.removeprefix(_PREFIX)
    key = _OTHERS.get(short, short)
    return key if key in _KEY_SET else None
