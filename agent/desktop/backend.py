"""Which library hears and sends input here."""

from __future__ import annotations

from enum import StrEnum


class InputBackend(StrEnum):
    """The two ways to the mouse and keyboard."""

    X11 = "x11"
    PYNPUT = "pynput"


def default_backend(platform: str) -> InputBackend:
    """XInput2 and XTest where there is X11: they know every event's device and time. pynput elsewhere.

    Args:
        platform: `sys.platform`.
    """
    return InputBackend.X11 if platform.startswith("linux") else InputBackend.PYNPUT
