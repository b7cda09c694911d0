"""Hears mice and keyboards through XInput2 raw events: no event is missed, each knows its device."""

from __future__ import annotations

from collections import deque

from agent.desktop.canvas import GameWindow
from agent.desktop.event_pump import EventPump
from agent.desktop.failures import desktop_errors
from agent.desktop.hearing import Hearing
from agent.desktop.raw_stream import RawStream, injecting_devices, select_raw_input
from agent.desktop.x11 import Connection, open_connection
from bridge.clock import Clock
from bridge.events import Author, InputEvent


class XInputListener:
    """An `InputSource`: the pump's thread stamps and appends, `drain` hands over.

    Args:
        connection: used by the thread only.
        stream: the raw events of the connection.
        hearing: makes input events of them.
        pause_ms: how long events may wait to be read together; their times are the server's then.
    """

    def __init__(self, connection: Connection, stream: RawStream, hearing: Hearing, pause_ms: int = 0) -> None:
        self._stream = stream
        self._hearing = hearing
        self._events: deque[InputEvent] = deque()
        self._pump = EventPump(connection, self._take_in, "listening to the mouse and keyboard", pause_ms=pause_ms)

    def start(self) -> None:
        """Listen from now on."""
        self._pump.start()

    @property
    def due_ns(self) -> int:
        """See `agent.desktop.listener.Listener`."""
        return self._pump.due_ns

    def drain(self) -> tuple[InputEvent, ...]:
        """See `InputSource.drain`.

        Raises:
            WindowGone: the window was closed and all its events are handed over.
            DesktopError: the display is gone: nothing more can be heard.
        """
        failure = self._pump.failure  # looked at first: what was heard before it is handed over before it
        events = tuple(self._events.popleft() for _ in range(len(self._events)))
        if failure is not None and not events:
            raise failure
        return events

    def close(self) -> None:
        """See `InputSource.close`."""
        self._pump.close()

    def _take_in(self) -> None:
        while (burst := self._stream.next_burst()) is not None:
            self._events.extend(self._hearing.events(burst))


def open_xinput_listener(window: GameWindow, clock: Clock, injected_by: Author, pause_ms: int = 0) -> XInputListener:
    """Listen to every device from now on.

    Args:
        window: the game's window; only its input is kept.
        clock: stamps the events.
        injected_by: the author of what XTest injects; every other device is a person's.
        pause_ms: see `XInputListener`.

    Raises:
        WindowGone: the window was closed.
        DesktopError: the display has no XInput 2.1, or is gone.
    """
    connection = open_connection()
    try:
        with desktop_errors("listening to the mouse and keyboard"):
            hearing = Hearing(connection, window, injecting_devices(connection), injected_by)
            hearing.begin()
            listener = XInputListener(connection, select_raw_input(connection, clock), hearing, pause_ms)
    except BaseException:
        connection.disconnect()
        raise
    listener.start()
    return listener
