"""What the server is asked about an event ahead of its time, so that nothing is waited for when it is due."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from agent.desktop.canvas_x11 import FollowedWindow, Look
from agent.desktop.holders import Down, Holders
from agent.desktop.lead import Lead
from agent.desktop.ledger import HeldLedger
from agent.desktop.sendable import covered, place_of
from agent.desktop.xtest import XTest
from agent.errors import InputRefused
from agent.schedule import Act
from bridge.events import ButtonPress, ButtonRelease, KeyPress, KeyRelease, WheelScroll
from bridge.geometry import Point


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server answered.

    Args:
        desktop: the desktop pixel of the event; None for keys.
        looked_at: the one that `look` tells of.
        look: what was there.
        pointer: where the pointer is, after all that we sent.
        people: what people hold; nothing where the event is no key's.
    """

    desktop: Point | None
    looked_at: Point
    look: Look
    pointer: Point
    people: Down


@dataclass(frozen=True, slots=True)
class _Aim:
    event: Act
    desktop: Point | None
    looked_at: Point
    look: Callable[[], Look]
    people: Callable[[], Down]


class Aims:
    """At most one event is aimed at; but for a button's release the server is held until it is let go.

    For use on one thread; each `take` is followed by a `drop`.

    Args:
        followed: the window.
        holders: tell what people hold.
        xtest: holds the server.
        ledger: says so to those who must end this process should it freeze.
        lead: learns how long the server takes.
    """

    def __init__(
        self, followed: FollowedWindow, holders: Holders, xtest: XTest, ledger: HeldLedger, lead: Lead
    ) -> None:
        self._followed = followed
        self._holders = holders
        self._xtest = xtest
        self._ledger = ledger
        self._lead = lead
        self._aim: _Aim | None = None
        self._passed: list[_Aim] = []
        self._answer: tuple[Look, Down] | None = None
        self._ping: Any = None
        self._pinged_for_ns = 0
        self._pointer = Point(0, 0)
        self._moved: Point | None = None

    def take(self, event: Act, desktop: Point | None) -> None:
        """Ask about an event, without waiting; where it was asked about before, nothing happens.

        Args:
            event: more than a move.
            desktop: its pixel; None for keys.

        Raises:
            WindowGone: the window was closed.
        """
        if self._aim is not None and (self._aim.event, self._aim.desktop) == (event, desktop):
            return
        self.drop()
        try:
            if not isinstance(event, ButtonRelease):
                self._ledger.hold_server()
                self._xtest.hold_server()
            place = self._pointer if desktop is None else desktop
            look = self._followed.ask_look(place)
            people = self._holders.ask_people() if isinstance(event, KeyPress | KeyRelease) else Down
            self._aim = _Aim(event, desktop, place, look, people)
            self._moved = self._answer = None
            self._xtest.flush()
        except BaseException:
            self.drop()
            raise
        self._lead.asked()

    def seen(self, event: Act, desktop: Point | None) -> Seen:
        """The answer; asks now where nobody asked before. Args as in `take`.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
        """
        self.take(event, desktop)
        assert self._aim is not None, "it was taken just now"
        look, people = self._answered(self._aim)
        return Seen(desktop, self._aim.looked_at, look, self._moved or look.pointer, people)

    def ping(self, at_ns: int) -> None:
        """Ask the server for a sign of life before an event that is due then, without waiting."""
        if self._ping is not None:
            self._ping.reply()
        self._ping, self._pinged_for_ns = self._xtest.ping(), at_ns

    def hear(self, at_ns: int) -> None:
        """Wait for a server that was not heard just before: what it is sent while it is held happens too late."""
        if self._lead.is_heard(at_ns):
            return
        if self._ping is None or self._pinged_for_ns != at_ns:
            self.ping(at_ns)
        self._ping.reply()
        self._ping = None
        self._lead.heard()

    def miss(self, event: ButtonPress | WheelScroll | KeyPress, seen: Seen) -> InputRefused | None:
        """Why an event would not hit the canvas; None where it would."""
        look, place = seen.look, place_of(event)
        if place is not None:
            if look.geometry.to_desktop(place) != seen.desktop:
                return InputRefused("moved", "the game's window moved just now")
            return None if look.is_canvas_on_top else covered(event)
        holds = self._followed.is_focus_ours(look.focus)
        if holds is None:
            there = look if seen.pointer == seen.looked_at else self._followed.look_at(seen.pointer)
            holds = there.is_canvas_on_top
        return None if holds else InputRefused("unfocused", "the game's window does not have the keyboard; click it")

    def moved(self, desktop: Point) -> None:
        """We moved the pointer."""
        self._pointer = self._moved = desktop

    def drop(self) -> None:
        """Aim at nothing, and let the server go; where nothing is aimed at, nothing happens."""
        if self._aim is not None and self._answer is None:
            self._passed.append(self._aim)
        self._aim = None
        if self._ledger.is_server_held:
            self._xtest.free_server()
            self._ledger.free_server()

    def _answered(self, aim: _Aim) -> tuple[Look, Down]:
        if self._answer is None:
            self._lead.waits()
            self._answer = aim.look(), aim.people()
            self._lead.answered()
            for passed in self._passed:  # whose answers have come, as a later one has
                with suppress(Exception):  # a window that is gone: whoever asks about the next event is told
                    passed.look(), passed.people()
            self._passed.clear()
        return self._answer
