"""Xvfb's own mouse and keyboard, moved as hardware would move them."""

from __future__ import annotations

import io
import struct

from agent.desktop.device_state import set_bits
from agent.desktop.x11 import Connection, extension, root_window

_FAKE_INPUT = 2
_DEVICE_VALUATOR, _KEY_PRESS, _KEY_RELEASE, _BUTTON_PRESS, _BUTTON_RELEASE, _MOTION = range(6)
_MORE_EVENTS = 0x80
_RELATIVE = 1


def held_by_xtest(connection: Connection) -> set[tuple[int, int]]:
    """The class (0 keys, 1 buttons) and number of all that the server's own XTEST devices hold, whoever pressed it."""
    xinput = extension(connection, "xinput")
    held = set[tuple[int, int]]()
    for info in xinput.XIQueryDevice(0).reply().infos:
        if "XTEST" in info.name.to_string():
            xinput.OpenDevice(info.deviceid).reply()
            classes = xinput.QueryDeviceState(info.deviceid).reply().classes
            for each in [each for each in classes if each.class_id in (0, 1)]:  # the third class are axes
                bits = bytes(each.buttons if each.class_id else each.keys)
                held |= {(each.class_id, number) for number in set_bits(bits)}
    return held


class Devices:
    """Acts through `XTestFakeDeviceEvent` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._xtest = extension(connection, "xtest")
        self._first_event = connection.core.QueryExtension(15, "XInputExtension").reply().first_event
        infos = extension(connection, "xinput").XIQueryDevice(0).reply().infos
        numbers = {info.name.to_string(): info.deviceid for info in infos}
        self.mouse, self.keyboard = numbers["Xvfb mouse"], numbers["Xvfb keyboard"]

    def button(self, number: int, is_press: bool) -> None:
        self._fake(_BUTTON_PRESS if is_press else _BUTTON_RELEASE, number, self.mouse)

    def key(self, keycode: int, is_press: bool) -> None:
        self._fake(_KEY_PRESS if is_press else _KEY_RELEASE, keycode, self.keyboard)

    def step(self, x: int, y: int) -> None:
        """Move the mouse by so much, as a mouse does."""
        kind, device = self._first_event + _MOTION, self.mouse | _MORE_EVENTS
        event = struct.pack("=BB2xII8xhh7xB", kind, _RELATIVE, 0, 0, 0, 0, device)
        axes = struct.pack("=BBHHBB6i", self._first_event + _DEVICE_VALUATOR, self.mouse, 0, 0, 2, 0, x, y, 0, 0, 0, 0)
        self._xtest.send_request(_FAKE_INPUT, io.BytesIO(b"\0\0\0\0" + event + axes))
        self._connection.core.GetInputFocus().reply()

    def inject_button(self, number: int, is_press: bool) -> None:
        """Not by a device: Xvfb's mouse has no wheel."""
        kind = 4 if is_press else 5
        self._xtest.FakeInput(kind, number, 0, root_window(self._connection), 0, 0, 0)
        self._connection.core.GetInputFocus().reply()

    def _fake(self, kind: int, detail: int, device: int) -> None:
        self._xtest.FakeInput(self._first_event + kind, detail, 0, root_window(self._connection), 0, 0, device)
        self._connection.core.GetInputFocus().reply()
