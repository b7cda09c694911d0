"""Hears mice and keyboards through XInput2 raw events: no event is missed, each knows its device."""

from __future__ import annotations

import os
import select
from collections import deque
from threading import Thread

from agent.desktop.canvas import GameWindow
from agent.desktop.failures import desktop_errors
from agent.desktop.hearing import Hearing
from agent.desktop.raw_stream import RawStream, injecting_devices, select_raw_input
from agent.desktop.x11 import Connection, open_connection
from agent.errors import DesktopError
from bridge.clock import Clock
from bridge.events import Author, InputEvent


class XInputListener:
    """An `InputSource`: the thread stamps and appends, `drain` hands over.

    Args:
        connection: used by the thread only.
        stream: the raw events of the connection.
        hearing: makes input events of them.
        wake: the reading and the writing end of a pipe; the thread ends when the writing end is closed.
    """

    def __init__(self, connection: Connection, stream: RawStream, hearing: Hearing, wake: tuple[int, int]) -> None:
        self._connection = connection
        self._stream = stream
        self._hearing = hearing
        self._events: deque[InputEvent] = deque()
        self._failure: DesktopError | None = None
        self._thread = Thread(target=self._listen, name="listener", daemon=True)
        self._wakes, self._wake = wake

    def start(self) -> None:
        """Listen from now on."""
        self._thread.start()

    def drain(self) -> tuple[InputEvent, ...]:
        """See `InputSource.drain`.

        Raises:
            WindowGone: the window was closed and all its events are handed over.
            DesktopError: the display is gone: nothing more can be heard.
        """
        failure = self._failure  # looked at first: what was heard before it is handed over before it
        events = tuple(self._events.popleft() for _ in range(len(self._events)))
        if failure is not None and not events:
            raise failure
        return events

    def close(self) -> None:
        """See `InputSource.close`."""
        if self._wake < 0:
            return
        os.close(self._wake)
        self._wake = -1
        self._thread.join()
        os.close(self._wakes)
        self._connection.disconnect()

    def _listen(self) -> None:
        try:
            with desktop_errors("listening to the mouse and keyboard"):
                ready = select.poll()
                ready.register(self._connection.get_file_descriptor(), select.POLLIN)
                ready.register(self._wakes, select.POLLIN)
                while not self._is_asked_to_stop(ready):
                    while (burst := self._stream.next_burst()) is not None:
                        self._events.extend(self._hearing.events(burst))
        except DesktopError as error:
            self._failure = error

    def _is_asked_to_stop(self, ready: select.poll) -> bool:
        return any(descriptor == self._wakes for descriptor, _ in ready.poll())


def open_xinput_listener(window: GameWindow, clock: Clock, injected_by: Author) -> XInputListener:
    """Listen to every device from now on.

    Args:
        window: the game's window; only its input is kept.
        clock: stamps the events.
        injected_by: the author of what XTest injects; every other device is a person's.

    Raises:
        WindowGone: the window was closed.
        DesktopError: the display has no XInput 2.1, or is gone.
    """
    connection = open_connection()
    try:
        with desktop_errors("listening to the mouse and keyboard"):
            hearing = Hearing(connection, window, injecting_devices(connection), injected_by)
            hearing.begin()
            listener = XInputListener(connection, select_raw_input(connection, clock), hearing, os.pipe())
    except BaseException:
        connection.disconnect()
        raise
    listener.start()
    return listener
