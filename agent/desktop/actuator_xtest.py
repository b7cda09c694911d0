"""Hands on an X server: each event is injected through XTest by keycode, with one flush."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, assert_never

from agent.desktop.canvas import GameWindow
from agent.desktop.canvas_x11 import FollowedWindow
from agent.desktop.failures import desktop_errors
from agent.desktop.keyboard_x11 import WHEEL_DOWN, WHEEL_UP, KeyboardMap, button_number, read_keyboard_map
from agent.desktop.sendable import check_sendable, place_of
from agent.desktop.x11 import (
    MAPPING_NOTIFY,
    Connection,
    event_kind,
    extension,
    looked_at,
    open_connection,
    root_window,
)
from agent.errors import InputRefused
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, PointerMove, WheelScroll
from bridge.geometry import Point, Rect
from bridge.held import HeldInput

_KEY_PRESS = 2
_KEY_RELEASE = 3
_BUTTON_PRESS = 4
_BUTTON_RELEASE = 5
_MOTION = 6
_NOW = 0
_ANY_DEVICE = 0


class XTestActuator:
    """An `InputSink` that injects into an X server; what it pressed it releases at the latest when closed.

    For use on one thread. The ledger says "held" before a press leaves and after a release left, so that an exception
    between the two, from a signal too, never leaves something down.

    Args:
        connection: used by nobody else.
        xtest: the connection's XTest requests.
        window: the game's window.
    """

    def __init__(self, connection: Connection, xtest: Any, window: GameWindow) -> None:
        self._connection = connection
        self._xtest = xtest
        self._root = root_window(connection)
        self._followed = FollowedWindow(connection, window)
        self._maps: KeyboardMap | None = None
        self._held = HeldInput()
        self._down: dict[str, int] = {}
        self._is_open = True

    def send(self, event: InputEvent) -> None:
        """See `InputSink.send`.

        Raises:
            InputRefused: see `agent.desktop.sendable.check_sendable`; also "closed".
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
            DesktopError: the display is gone.
        """
        if not self._is_open:
            raise InputRefused("closed", "this actuator was closed")
        with desktop_errors("sending input"):
            self._catch_up()
            geometry = self._followed.geometry()
            check_sendable(event, self._held, geometry)
            place = place_of(event)
            if place is not None:
                self._point_at(geometry.to_desktop(place), event)
            self._act(event)

    def held(self) -> HeldInput:
        """See `InputSink.held`."""
        return self._held

    def release_all(self) -> None:
        """See `InputSink.release_all`."""
        if self._held.buttons or self._held.keys:
            with desktop_errors("releasing what is held"):
                for button in sorted(self._held.buttons):
                    self._fake(_BUTTON_RELEASE, self._keyboard_map().physical_button(button_number(button)))
                for key in sorted(self._held.keys):
                    self._fake(_KEY_RELEASE, self._down[key])
                self._connection.flush()
                self._held = HeldInput(self._held.pointer)

    def close(self) -> None:
        """See `InputSink.close`."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self.release_all()
            with desktop_errors("closing the actuator"):
                looked_at(self._connection)  # an answer proves that the server did all that came before
        finally:
            self._connection.disconnect()

    def _catch_up(self) -> None:
        while (event := self._connection.poll_for_event()) is not None:
            self._followed.saw(event)
            if event_kind(event) == MAPPING_NOTIFY:
                self._maps = None

    def _point_at(self, desktop: Point, event: InputEvent) -> None:
        """Bring the pointer to the event's place; only a move moves it where it is there already."""
        if not self._is_on_screen(desktop):
            raise InputRefused(
                "outside", f"desktop pixel ({desktop.x}, {desktop.y}) lies off the screen; move the window"
            )
        if isinstance(event, PointerMove) or looked_at(self._connection) != desktop:
            self._xtest.FakeInput(_MOTION, 0, _NOW, self._root, desktop.x, desktop.y, _ANY_DEVICE)

    def _is_on_screen(self, desktop: Point) -> bool:
        screen = self._connection.setup.roots[0]
        return Rect(0, 0, screen.width_in_pixels, screen.height_in_pixels).contains(desktop.x, desktop.y)

    def _act(self, event: InputEvent) -> None:
        match event:
            case PointerMove():
                self._leave(event)
            case WheelScroll():
                button = self._keyboard_map().physical_button(WHEEL_UP if event.notches > 0 else WHEEL_DOWN)
                for _ in range(abs(event.notches)):
                    self._fake(_BUTTON_PRESS, button)
                    self._fake(_BUTTON_RELEASE, button)
                self._leave(event)
            case ButtonPress():
                button = self._keyboard_map().physical_button(button_number(event.button))
                self._press(event, _BUTTON_PRESS, button)
            case ButtonRelease():
                button = self._keyboard_map().physical_button(button_number(event.button))
                self._fake(_BUTTON_RELEASE, button)
                self._leave(event)
            case KeyPress():
                self._down[event.key] = self._keycode(event.key)  # released by the same code, whatever the layout then
                self._press(event, _KEY_PRESS, self._down[event.key])
            case KeyRelease():
                self._fake(_KEY_RELEASE, self._down[event.key])
                self._leave(event)
            case _:
                assert_never(event)

    def _press(self, event: InputEvent, kind: int, detail: int) -> None:
        self._held = self._held.after(event)
        self._fake(kind, detail)
        self._connection.flush()

    def _leave(self, event: InputEvent) -> None:
        self._connection.flush()
        self._held = self._held.after(event)

    def _fake(self, kind: int, detail: int) -> None:
        self._xtest.FakeInput(kind, detail, _NOW, self._root, 0, 0, _ANY_DEVICE)

    def _keycode(self, key: str) -> int:
        keycode = self._keyboard_map().keycodes.get(key)
        if keycode is None:
            raise InputRefused("unknown_key", f"this keyboard has no key {key!r}; choose a layout that has it")
        return keycode

    def _keyboard_map(self) -> KeyboardMap:
        if self._maps is None:
            self._maps = read_keyboard_map(self._connection)
        return self._maps


@contextmanager
def _closing_on_failure(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.disconnect()
        raise


def open_xtest_actuator(window: GameWindow) -> XTestActuator:
    """Hands on a window.

    Raises:
        WindowGone: the window was closed.
        DesktopError: the display has no XTest, or is gone.
    """
    connection = open_connection()
    with _closing_on_failure(connection), desktop_errors("opening XTest"):
        xtest = extension(connection, "xtest")
        xtest.GetVersion(2, 2).reply()
        return XTestActuator(connection, xtest, window)
