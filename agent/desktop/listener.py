"""Ears: the person's and the agent's input to the game, as the desktop reports it."""

from __future__ import annotations

from typing import Protocol

from agent.desktop.backend import InputBackend
from agent.desktop.canvas import GameWindow
from bridge.clock import Clock
from bridge.events import Author
from bridge.ports import InputSource


class Listener(InputSource, Protocol):
    """An `InputSource` that shows that it is alive."""

    @property
    def due_ns(self) -> int:
        """By when it shows life again, on the system's monotonic clock; later than that it hangs."""
        ...


def open_listener(
    window: GameWindow,
    clock: Clock,
    backend: InputBackend,
    *,
    injected_by: Author = Author.AGENT,
    pause_ms: int = 0,
) -> Listener:
    """Listen from now on.

    Args:
        window: the game's window; only input that goes to it is kept.
        clock: stamps the events.
        backend: usually `agent.desktop.backend.default_backend(sys.platform)`.
        injected_by: the author of injected input; a scripted person's hand is injected too.
        pause_ms: how long events may wait to be read together, which spares most of the work at 1,000 a second; 0
            where every millisecond of delay matters.

    Raises:
        WindowGone: the window was closed.
        DesktopError: this desktop cannot be listened to.
    """
    if backend is InputBackend.X11:
        from agent.desktop.listener_xinput import open_xinput_listener

        return open_xinput_listener(window, clock, injected_by, pause_ms)
    from agent.desktop.listener_pynput import open_pynput_listener

    return open_pynput_listener(window, clock, injected_by)
