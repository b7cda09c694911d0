"""Ears: the person's and the agent's input to the game, as the desktop reports it."""

from __future__ import annotations

from agent.desktop.backend import InputBackend
from agent.desktop.canvas import GameWindow
from bridge.clock import Clock
from bridge.events import Author
from bridge.ports import InputSource


def open_listener(
    window: GameWindow, clock: Clock, backend: InputBackend, *, injected_by: Author = Author.AGENT
) -> InputSource:
    """Listen from now on.

    Args:
        window: the game's window; only input that goes to it is kept.
        clock: stamps the events.
        backend: usually `agent.desktop.backend.default_backend(sys.platform)`.
        injected_by: the author of injected input; a scripted person's hand is injected too.

    Raises:
        WindowGone: the window was closed.
        DesktopError: this desktop cannot be listened to.
    """
    if backend is InputBackend.X11:
        from agent.desktop.listener_xinput import open_xinput_listener

        return open_xinput_listener(window, clock, injected_by)
    from agent.desktop.listener_pynput import open_pynput_listener

    return open_pynput_listener(window, clock, injected_by)
