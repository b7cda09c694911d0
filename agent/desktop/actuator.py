"""Hands: input events sent to the game as a mouse and a keyboard would."""

from __future__ import annotations

from agent.desktop.backend import InputBackend
from agent.desktop.canvas import GameWindow
from bridge.ports import InputSink


def open_actuator(window: GameWindow, backend: InputBackend) -> InputSink:
    """Hands on a window. Close it in every ending: see `agent.desktop.endings`.

    Args:
        window: the game's window.
        backend: usually `agent.desktop.backend.default_backend(sys.platform)`.

    Raises:
        WindowGone: the window was closed.
        DesktopError: this desktop cannot be acted on.
    """
    if backend is InputBackend.X11:
        from agent.desktop.actuator_xtest import open_xtest_actuator

        return open_xtest_actuator(window)
    from agent.desktop.actuator_pynput import open_pynput_actuator

    return open_pynput_actuator(window)
