"""A thread that reads an X connection as its events come, until it is closed."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from threading import Thread

from agent.desktop.failures import desktop_errors
from agent.desktop.x11 import Connection
from agent.errors import DesktopError
from bridge.clock import SECOND_NS, Clock, SystemClock

_SYSTEM_CLOCK = SystemClock()
_PROBE_MS = 1000
_PATIENCE_NS = 4 * SECOND_NS
_JOIN_S = 2.0


class EventPump:
    """Calls a reader on a thread of its own, once at the start and whenever the connection has something to read.

    A quiet server is asked once a second whether it is still there, so that silence is no sign of health.

    Args:
        connection: used by the thread only, once started; closed with the pump.
        read: takes in everything that waits.
        doing: what the reader does, for the message where the display is gone.
        pause_ms: how long to wait after each reading, so that what comes thick is read in fewer pieces.
        clock: for `due_ns`.
    """

    def __init__(
        self,
        connection: Connection,
        read: Callable[[], None],
        doing: str,
        *,
        pause_ms: int = 0,
        clock: Clock = _SYSTEM_CLOCK,
    ) -> None:
        self._connection = connection
        self._read = read
        self._doing = doing
        self._pause_ms = pause_ms
        self._clock = clock
        self._failure: DesktopError | None = None
        self._due_ns = 0
        self._wakes, self._wake = -1, -1
        self._thread = Thread(target=self._run, name="x11 events", daemon=True)

    @property
    def failure(self) -> DesktopError | None:
        """What ended the reading; None while all is well."""
        return self._failure

    @property
    def due_ns(self) -> int:
        """By when it shows life again; later than that it hangs."""
        return self._due_ns

    def start(self) -> None:
        """Read from now on."""
        self._wakes, self._wake = os.pipe()
        self._due_ns = self._clock.now_ns() + _PATIENCE_NS
        self._thread.start()

    def close(self) -> None:
        """Stop reading and disconnect; a second call does nothing. A thread that hangs is left behind."""
        if self._wake < 0:
            return
        os.close(self._wake)
        self._wake = -1
        self._thread.join(_JOIN_S)
        if self._thread.is_alive():
            return
        os.close(self._wakes)
        self._connection.disconnect()

    def _run(self) -> None:
        try:
            with desktop_errors(self._doing):
                self._pump()
        except DesktopError as error:
            self._failure = error

    def _pump(self) -> None:
        ready, stop = select.poll(), select.poll()
        ready.register(self._connection.get_file_descriptor(), select.POLLIN)
        for waiting in (ready, stop):
            waiting.register(self._wakes, select.POLLIN)
        self._read()
        while self._wakes not in (found := dict(ready.poll(_PROBE_MS))):
            if not found:
                self._connection.core.GetInputFocus().reply()
            self._read()
            self._due_ns = self._clock.now_ns() + _PATIENCE_NS
            if self._pause_ms and stop.poll(self._pause_ms):
                return
