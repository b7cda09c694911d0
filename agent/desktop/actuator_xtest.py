"""Hands on an X server: each event is injected through XTest by keycode, with one flush.

Whatever presses is checked and injected while this connection holds the server, so that no other window can come
between the look and the click.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import assert_never

from agent.desktop.canvas import GameWindow
from agent.desktop.canvas_x11 import FollowedWindow, Look
from agent.desktop.failures import desktop_errors
from agent.desktop.holders import Holders
from agent.desktop.ledger import LEDGER_BYTES, HeldLedger
from agent.desktop.raw_input import RawKind
from agent.desktop.sendable import check_sendable, place_of
from agent.desktop.x11 import MAPPING_NOTIFY, Connection, event_kind, looked_at, open_connection
from agent.desktop.xtest import Onlooker, XTest, nobody
from agent.errors import InputRefused
from bridge.events import (
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import CanvasGeometry, Point, Rect
from bridge.held import HeldInput


class XTestActuator:
    """An `InputSink` that injects into an X server; what it pressed it releases at the latest when closed.

    For use on one thread. The ledger says "held" before a press leaves and after a release left, so that an exception
    between the two, from a signal too, never leaves something down.

    Args:
        connection: used by nobody else.
        window: the game's window.
        ledger: what is down, for those who must release it should this process die.
        onlooker: see `Onlooker`.
    """

    def __init__(self, connection: Connection, window: GameWindow, ledger: HeldLedger, onlooker: Onlooker) -> None:
        self._connection = connection
        self._xtest = XTest(connection, onlooker.faked)
        self._holders = Holders(connection)
        self._followed = FollowedWindow(connection, window)
        self._ledger = ledger
        self._onlooker = onlooker
        self._held = HeldInput()
        self._down_buttons: dict[MouseButton, int] = {}
        self._down_keys: dict[str, int] = {}
        self._is_open = True

    def send(self, event: InputEvent) -> None:
        """See `InputSink.send`.

        Raises:
            InputRefused: see `agent.desktop.sendable.check_sendable`; also "closed", "covered" where another window
                lies there, "late" where the server took too long to say so, "unfocused" where keys would go elsewhere,
                "held_by_person" where a person has the key down, and "stopped" by the onlooker.
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
            DesktopError: the display is gone.
        """
        if not self._is_open:
            raise InputRefused("closed", "this actuator was closed")
        with desktop_errors("sending input"):
            self.catch_up()
            geometry = self._followed.geometry()
            check_sendable(event, self._held, geometry)
            match event:
                case PointerMove():
                    self._move(event, geometry)
                case ButtonRelease() | KeyRelease():
                    self._release(event, geometry)
                case ButtonPress() | WheelScroll() | KeyPress():
                    self._press(event, geometry)
                case _:
                    assert_never(event)
            self._connection.flush()
            if isinstance(event, ButtonRelease | KeyRelease):
                self._let_go(event)
            elif not isinstance(event, ButtonPress | KeyPress):
                self._held = self._held.after(event)

    def held(self) -> HeldInput:
        """See `InputSink.held`."""
        return self._held

    def holds_focus(self) -> bool | None:
        """See `FollowedWindow.holds_focus`."""
        with desktop_errors("asking where keys go"):
            return self._followed.holds_focus()

    def check_window(self) -> None:
        """Look whether the window is still there, and learn the keyboard's map where it is not known.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
            DesktopError: the display is gone.
        """
        with desktop_errors("looking for the window"):
            self._followed.geometry()
            self._xtest.learn_maps()

    def release_all(self) -> None:
        """See `InputSink.release_all`; what a person holds too stays in the ledger, for the guardian to release."""
        if self._held.buttons or self._held.keys:
            with desktop_errors("releasing what is held"):
                people = self._holders.people()
                buttons = {self._down_buttons[button] for button in self._held.buttons} - people.buttons
                keys = {self._down_keys[key] for key in self._held.keys} - people.keys
                for button in sorted(buttons):
                    self._xtest.fake(RawKind.BUTTON_RELEASE, button)
                for key in sorted(keys):
                    self._xtest.fake(RawKind.KEY_RELEASE, key)
                self._connection.flush()
                self._held = HeldInput(self._held.pointer)
                self._ledger.forget(keys, buttons)

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

    def catch_up(self) -> None:
        """Take in the server's events that wait.

        Raises:
            DesktopError: the display is gone.
        """
        with desktop_errors("reading the server's events"):
            while (event := self._connection.poll_for_event()) is not None:
                self._followed.saw(event)
                if event_kind(event) == MAPPING_NOTIFY:
                    self._xtest.forget_maps()
                self._onlooker.saw(event)

    def _move(self, event: PointerMove, geometry: CanvasGeometry) -> None:
        desktop = self._on_screen(geometry.to_desktop(Point(event.x, event.y)))
        self._check(event, desktop, self._followed.look_at(desktop))
        self._xtest.motion(desktop)

    def _press(self, event: ButtonPress | WheelScroll | KeyPress, geometry: CanvasGeometry) -> None:
        code = self._xtest.code(event)  # asked before the server is held: it may need an answer of its own
        with self._xtest.server_held():
            place = place_of(event)
            desktop = None if place is None else self._on_screen(geometry.to_desktop(place))
            look = self._followed.look_at(Point(0, 0) if desktop is None else desktop)
            self._check(event, desktop, look)
            if isinstance(event, KeyPress):
                self._leave_to_person(event.key, code)
            if desktop is not None and look.pointer != desktop:
                self._xtest.motion(desktop)
            self._go_down(event, code)

    def _check(self, event: InputEvent, desktop: Point | None, look: Look) -> None:
        """Wait for the event's time, and refuse what would not hit the canvas, or what the onlooker stops."""
        is_timely = self._onlooker.await_due(event.at_ns)
        self.catch_up()
        if not is_timely:
            raise InputRefused("late", "the server took too long to answer; end what keeps it busy")
        if not self._onlooker.may_act():
            raise InputRefused("stopped", "it was told to stop just before this event")
        place = place_of(event)
        if desktop is not None and place is not None:
            if look.geometry.to_desktop(place) != desktop:
                raise InputRefused("moved", "the game's window moved just now")
            if not look.is_canvas_on_top:
                raise InputRefused("covered", f"another window lies over ({place.x}, {place.y}); move it away")
            return
        holds = self._followed.is_focus_ours(look.focus)
        if not (self._followed.look_at(look.pointer).is_canvas_on_top if holds is None else holds):
            raise InputRefused("unfocused", "the game's window does not have the keyboard; click it")

    def _release(self, event: ButtonRelease | KeyRelease, geometry: CanvasGeometry) -> None:
        if isinstance(event, KeyRelease):
            self._onlooker.await_due(event.at_ns)
            with self._xtest.server_held():
                self._leave_to_person(event.key, self._down_keys[event.key])
                self._xtest.fake(RawKind.KEY_RELEASE, self._down_keys[event.key])
            return
        desktop = self._on_screen(geometry.to_desktop(Point(event.x, event.y)))
        is_there = looked_at(self._connection) == desktop
        self._onlooker.await_due(event.at_ns)
        if not is_there:
            self._xtest.motion(desktop)
        self._xtest.fake(RawKind.BUTTON_RELEASE, self._down_buttons[event.button])

    def _leave_to_person(self, key: str, code: int) -> None:
        """Refuse to touch a key that a person has down: the server would lift it for both."""
        if code in self._holders.people().keys:
            raise InputRefused("held_by_person", f"a person holds {key!r}; it is theirs until they let go of it")

    def _go_down(self, event: ButtonPress | WheelScroll | KeyPress, code: int) -> None:
        match event:
            case WheelScroll():
                for _ in range(abs(event.notches)):
                    self._xtest.fake(RawKind.BUTTON_PRESS, code)
                    self._xtest.fake(RawKind.BUTTON_RELEASE, code)
            case ButtonPress():
                self._ledger.press_button(code)
                self._down_buttons[event.button] = code
                self._held = self._held.after(event)
                self._xtest.fake(RawKind.BUTTON_PRESS, code)
            case KeyPress():
                self._ledger.press_key(code)
                self._down_keys[event.key] = code  # released by the same code, whatever the layout then
                self._held = self._held.after(event)
                self._xtest.fake(RawKind.KEY_PRESS, code)

    def _let_go(self, event: ButtonRelease | KeyRelease) -> None:
        self._held = self._held.after(event)
        if isinstance(event, ButtonRelease):
            self._ledger.release_button(self._down_buttons[event.button])
        else:
            self._ledger.release_key(self._down_keys[event.key])

    def _on_screen(self, desktop: Point) -> Point:
        screen = self._connection.setup.roots[0]
        if not Rect(0, 0, screen.width_in_pixels, screen.height_in_pixels).contains(desktop.x, desktop.y):
            raise InputRefused(
                "outside", f"desktop pixel ({desktop.x}, {desktop.y}) lies off the screen; move the window"
            )
        return desktop


@contextmanager
def _closing_on_failure(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.disconnect()
        raise


def open_xtest_actuator(
    window: GameWindow,
    *,
    connection: Connection | None = None,
    ledger: HeldLedger | None = None,
    onlooker: Onlooker | None = None,
) -> XTestActuator:
    """Hands on a window.

    Args:
        window: the game's.
        connection: used by nobody else; None: a new one.
        ledger: None: one that nobody else sees.
        onlooker: None: nobody looks on.

    Raises:
        WindowGone: the window was closed.
        DesktopError: the display has no XTest, or is gone.
    """
    connection = connection or open_connection()
    with _closing_on_failure(connection), desktop_errors("opening XTest"):
        ledger = ledger or HeldLedger(bytearray(LEDGER_BYTES))
        return XTestActuator(connection, window, ledger, onlooker or nobody())
