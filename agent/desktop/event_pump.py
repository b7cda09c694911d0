"""A thread that reads an X connection as its events come, until it is closed."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from threading import Thread

from agent.desktop.failures import desktop_errors
from agent.desktop.x11 import Connection
from agent.errors import DesktopError


class EventPump:
    """Calls a reader on a thread of its own, once at the start and whenever the connection has something to read.

    Args:
        connection: used by the thread only, once started; closed with the pump.
        read: takes in everything that waits.
        doing: what the reader does, for the message where the display is gone.
    """

    def __init__(self, connection: Connection, read: Callable[[], None], doing: str) -> None:
        self._connection = connection
        self._read = read
        self._doing = doing
        self._failure: DesktopError | None = None
        self._wakes, self._wake = -1, -1
        self._thread = Thread(target=self._run, name="x11 events", daemon=True)

    @property
    def failure(self) -> DesktopError | None:
        """What ended the reading; None while all is well."""
        return self._failure

    def start(self) -> None:
        """Read from now on."""
        self._wakes, self._wake = os.pipe()
        self._thread.start()

    def close(self) -> None:
        """Stop reading and disconnect; a second call does nothing."""
        if self._wake < 0:
            return
        os.close(self._wake)
        self._wake = -1
        self._thread.join()
        os.close(self._wakes)
        self._connection.disconnect()

    def _run(self) -> None:
        try:
            with desktop_errors(self._doing):
                ready = select.poll()
                ready.register(self._connection.get_file_descriptor(), select.POLLIN)
                ready.register(self._wakes, select.POLLIN)
                self._read()
                while not any(descriptor == self._wakes for descriptor, _ in ready.poll()):
                    self._read()
        except DesktopError as error:
            self._failure = error
