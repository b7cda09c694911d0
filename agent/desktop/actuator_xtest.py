"""Hands on an X server: each event is injected through XTest by keycode, with one flush.

Whatever presses is checked and injected while this connection holds the server, so that no other window can come
between the look and the click.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import assert_never

from agent.desktop.aims import Aims, Seen
from agent.desktop.canvas import GameWindow
from agent.desktop.canvas_x11 import FollowedWindow
from agent.desktop.covers_x11 import Covers
from agent.desktop.failures import desktop_errors
from agent.desktop.grip import Grip
from agent.desktop.holders import Holders
from agent.desktop.lead import Lead
from agent.desktop.ledger import LEDGER_BYTES, HeldLedger
from agent.desktop.raw_input import RawKind
from agent.desktop.sendable import check_sendable, covered, leave_to_person, place_of
from agent.desktop.x11 import MAPPING_NOTIFY, Connection, event_kind, event_poll, looked_at, open_connection
from agent.desktop.xtest import Onlooker, Shot, XTest, nobody
from agent.errors import InputRefused
from agent.schedule import Act
from bridge.clock import SystemClock
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, PointerMove, WheelScroll
from bridge.geometry import Point, Rect
from bridge.held import HeldInput


class XTestActuator:
    """An `InputSink` that injects into an X server; what it pressed it releases at the latest when closed.

    For use on one thread. An exception, from a signal too, never leaves something down: see `Grip`.

    Args:
        connection: used by nobody else.
        window: the game's window.
        ledger: what is down, for those who must release it should this process die.
        onlooker: see `Onlooker`.
        lead: learns how long the server takes to answer.
    """

    def __init__(
        self, connection: Connection, window: GameWindow, ledger: HeldLedger, onlooker: Onlooker, lead: Lead
    ) -> None:
        self._connection = connection
        self._xtest = XTest(connection, onlooker.faked)
        self._holders = Holders(connection)
        self._followed = FollowedWindow(connection, window)
        self._covers = Covers(connection)
        self._lead = lead
        self._aims = Aims(self._followed, self._holders, self._xtest, ledger, lead)
        self._grip = Grip(ledger)
        self._onlooker = onlooker
        self._next_event = event_poll(connection)
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
            self._take_in()
            check_sendable(event, self._grip.held, self._followed.geometry())
            if isinstance(event, PointerMove):
                self._move(event)
            else:
                self._act(event)
            self._grip.left(event)

    def aim(self, event: Act | None) -> None:
        """Ask the server now about an event that is due soon, so that `send` need not wait for the answer.

        Args:
            event: but for a button's release the server is held from now on, until `send` sent it or another one is
                aimed at; None: nothing is aimed at any more.

        Raises:
            DesktopError: as `send`.
        """
        with desktop_errors("aiming"):
            if event is None:
                self._aims.drop()
                return
            try:
                check_sendable(event, self._grip.held, self._followed.geometry())
                if isinstance(event, ButtonPress | WheelScroll | KeyPress):
                    self._xtest.code(event)  # known before the server is held: it may need an answer of its own
                self._aims.take(event, self._desktop_of(event))
            except InputRefused:  # which `send` says
                self._aims.drop()

    def ping(self, at_ns: int) -> None:
        """Ask the server for a sign of life now, so that `send` need not wait for it before an event due then."""
        with desktop_errors("asking whether the server lives"):
            self._aims.ping(at_ns)

    def held(self) -> HeldInput:
        """See `InputSink.held`."""
        return self._grip.held

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
        with desktop_errors("releasing what is held"):
            self._aims.drop()
            if not (self._grip.buttons or self._grip.keys):
                return
            people = self._holders.people()
            buttons, keys = self._grip.buttons - people.buttons, self._grip.keys - people.keys
            self._xtest.shoot(
                *(self._xtest.fake(RawKind.BUTTON_RELEASE, button) for button in sorted(buttons)),
                *(self._xtest.fake(RawKind.KEY_RELEASE, key) for key in sorted(keys)),
            )
            self._grip.released(keys, buttons)

    def close(self) -> None:
        """See `InputSink.close`."""
        if self._is_open:
            self._is_open = False
            try:
                self.release_all()
                with desktop_errors("closing the actuator"):
                    looked_at(self._connection)  # an answer proves that the server did all that came before
                self._grip.settle()
            finally:
                self._connection.disconnect()

    def catch_up(self) -> None:
        """Take in the server's events that wait.

        Raises:
            DesktopError: the display is gone.
        """
        with desktop_errors("reading the server's events"):
            self._take_in()

    def _take_in(self) -> None:
        while (event := self._next_event()) is not None:
            self._lead.heard()
            if self._covers.saw(event):
                continue
            self._followed.saw(event)
            if event_kind(event) == MAPPING_NOTIFY:
                self._xtest.forget_maps()
            self._onlooker.saw(event)

    def _move(self, event: PointerMove) -> None:
        """Judged by the events that have come: a move is no press, and no answer about it is waited for."""
        desktop = self._free_way(event)
        self._aims.hear(event.at_ns)
        shot, before = self._xtest.motion(desktop), self._covers.changes
        self._await(event)
        if self._covers.changes != before:
            desktop = self._free_way(event)
            shot = self._xtest.motion(desktop)
        self._xtest.shoot(shot)
        self._aims.moved(desktop)

    def _free_way(self, event: PointerMove) -> Point:
        """Its pixel of the desktop, where no other window lies over it."""
        desktop = self._on_screen(self._followed.geometry().to_desktop(Point(event.x, event.y)))
        above = self._covers.above(self._followed.outermost())
        is_below = any(cover.contains(desktop.x, desktop.y) for cover in above)
        if is_below and not self._followed.look_at(desktop).is_canvas_on_top:  # a cover may have holes
            raise covered(event)
        return desktop

    def _act(self, event: Act) -> None:
        """Check and inject in one hold of the server, which lasts from the question until the event left."""
        try:
            match event:
                case ButtonRelease() | KeyRelease():
                    self._release(event)
                case ButtonPress() | WheelScroll() | KeyPress():
                    self._press(event)
                case _:
                    assert_never(event)
        finally:
            self._aims.drop()

    def _press(self, event: ButtonPress | WheelScroll | KeyPress) -> None:
        code = self._xtest.code(event)
        seen = self._aims.seen(event, self._desktop_of(event))
        miss = self._aims.miss(event, seen)
        shots = (*self._way_to(seen), *self._xtest.down(event, code))
        self._await(event)
        if miss is not None:
            raise miss
        if isinstance(event, KeyPress):
            leave_to_person(event.key, code, seen.people)
        self._grip.takes(event, code)
        self._shoot(seen, shots)

    def _await(self, event: InputEvent) -> None:
        """Wait for the event's time; refuses where it is too late then, or the onlooker objects."""
        is_timely = self._onlooker.await_due(event.at_ns, self._take_in)
        self._take_in()
        if not is_timely:
            raise InputRefused("late", "the server took too long to answer; end what keeps it busy")
        if not self._onlooker.may_act():
            raise InputRefused("stopped", "it was told to stop just before this event")

    def _release(self, event: ButtonRelease | KeyRelease) -> None:
        seen, code = self._aims.seen(event, self._desktop_of(event)), self._grip.code_of(event)
        kind = RawKind.BUTTON_RELEASE if isinstance(event, ButtonRelease) else RawKind.KEY_RELEASE
        shots = (*self._way_to(seen), self._xtest.fake(kind, code))
        self._onlooker.await_due(event.at_ns, self._take_in)
        if isinstance(event, KeyRelease):
            self._take_in()
            people = seen.people if self._onlooker.may_act() else self._holders.people()  # who may just have come
            leave_to_person(event.key, code, people)
        self._shoot(seen, shots)

    def _way_to(self, seen: Seen) -> tuple[Shot, ...]:
        """What brings the pointer to an event's place, where it is not there."""
        return () if seen.desktop is None or seen.desktop == seen.pointer else (self._xtest.motion(seen.desktop),)

    def _shoot(self, seen: Seen, shots: tuple[Shot, ...]) -> None:
        self._xtest.shoot(*shots)
        if seen.desktop is not None:
            self._aims.moved(seen.desktop)

    def _desktop_of(self, event: InputEvent) -> Point | None:
        """Its pixel of the desktop; None for keys."""
        place = place_of(event)
        return None if place is None else self._on_screen(self._followed.geometry().to_desktop(place))

    def _on_screen(self, desktop: Point) -> Point:
        screen = self._connection.setup.roots[0]
        if not Rect(0, 0, screen.width_in_pixels, screen.height_in_pixels).contains(desktop.x, desktop.y):
            raise InputRefused(
                "outside", f"desktop pixel ({desktop.x}, {desktop.y}) lies off the screen; move the window"
            )
        return desktop


def open_xtest_actuator(
    window: GameWindow,
    *,
    connection: Connection | None = None,
    ledger: HeldLedger | None = None,
    onlooker: Onlooker | None = None,
    lead: Lead | None = None,
) -> XTestActuator:
    """Hands on a window.

    Args:
        window: the game's.
        connection: used by nobody else; None: a new one.
        ledger: None: one that nobody else sees.
        onlooker: None: nobody looks on.
        lead: None: one that nobody asks.

    Raises:
        WindowGone: the window was closed.
        DesktopError: the display has no XTest, or is gone.
    """
    connection = connection or open_connection()
    with ExitStack() as stack, desktop_errors("opening XTest"):
        stack.callback(connection.disconnect)
        ledger = ledger or HeldLedger(bytearray(LEDGER_BYTES))
        actuator = XTestActuator(connection, window, ledger, onlooker or nobody(), lead or Lead(SystemClock().now_ns))
        stack.pop_all()
        return actuator
