"""The stop key: heard whichever window has the focus, on a connection of its own."""

from __future__ import annotations

from agent.desktop.event_pump import EventPump
from agent.desktop.failures import desktop_errors
from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.raw_input import RawKind
from agent.desktop.raw_stream import RawStream, select_raw_input
from agent.desktop.x11 import open_connection
from agent.errors import DesktopError
from bridge.clock import Clock

DEFAULT_STOP_KEY = "f12"


class StopKey:
    """Remembers that the stop key went down. Made by `open_stop_key`.

    Args:
        stream: the raw events of every keyboard.
        keycode: the server's number of the key.
    """

    def __init__(self, stream: RawStream, keycode: int) -> None:
        self._stream = stream
        self._keycode = keycode
        self._was_pressed = False
        self._pump: EventPump | None = None

    @property
    def was_pressed(self) -> bool:
        """Whether it went down since this was opened.

        Raises:
            DesktopError: the display is gone, so that a press could not be heard.
        """
        if self._pump is not None and self._pump.failure is not None:
            raise self._pump.failure
        return self._was_pressed

    def listen(self, pump: EventPump) -> None:
        """Listen through `pump`, whose reader is `take_in`, from now on."""
        self._pump = pump
        pump.start()

    def take_in(self) -> None:
        """Look at everything that waits; called by the pump."""
        while (burst := self._stream.next_burst()) is not None:
            for heard in burst.heard:
                raw = heard.raw
                if raw is not None and raw.kind is RawKind.KEY_PRESS and raw.detail == self._keycode:
                    self._was_pressed = True

    def close(self) -> None:
        """Stop listening; a second call does nothing."""
        if self._pump is not None:
            self._pump.close()


def open_stop_key(key: str, clock: Clock) -> StopKey:
    """Listen for a key from now on, on this X display.

    Args:
        key: one of `bridge.events.KEYS`.
        clock: stamps events.

    Raises:
        DesktopError: the display is gone or the keyboard has no such key.
    """
    connection = open_connection()
    try:
        with desktop_errors("listening for the stop key"):
            keycode = read_keyboard_map(connection).keycodes.get(key)
            if keycode is None:
                raise DesktopError(f"this keyboard has no key {key!r}; choose another one with --stop-key")
            stop_key = StopKey(select_raw_input(connection, clock), keycode)
    except BaseException:
        connection.disconnect()
        raise
    stop_key.listen(EventPump(connection, stop_key.take_in, "listening for the stop key"))
    return stop_key
