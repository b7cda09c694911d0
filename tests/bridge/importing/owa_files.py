"""Owa files as other recorders write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from mcap.writer import Writer

from bridge.exporting.owamcap.messages import KEYBOARD_TYPE, MOUSE_TYPE, TYPES, VIDEO_TYPE, KeyboardEvent, MouseEvent

FIRST_NS = 1_700_000_000_000_000_000
TOPICS = {MOUSE_TYPE: "mouse", KEYBOARD_TYPE: "keyboard", VIDEO_TYPE: "screen"}


def write_owa(path: Path, messages: Sequence[tuple[int, msgspec.Struct]], profile: str = "owa") -> Path:
    """A file of messages, each with its nanoseconds since the first."""
    names = {kind: name for name, kind in TYPES.items()}
    with path.open("wb") as file:
        mcap = Writer(file)
        mcap.start(profile, "mcap-owa-support 0.6.6; mcap 1.6.0")
        channels = {}
        for at_ns, message in messages:
            name = names[type(message)]
            if name not in channels:
                channels[name] = mcap.register_channel(
                    TOPICS[name], "json", mcap.register_schema(name, "jsonschema", b"{}")
                )
            mcap.add_message(channels[name], FIRST_NS + at_ns, msgspec.json.encode(message), FIRST_NS + at_ns)
        mcap.finish()
    return path


def click(pressed: bool, button: str = "left") -> MouseEvent:
    return MouseEvent("click", 10, 20, button, pressed)


def key(verb: str, code: int = 0x41) -> KeyboardEvent:
    return KeyboardEvent(verb, code)
