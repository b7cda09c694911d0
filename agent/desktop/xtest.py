"""Injecting single facts into an X server through XTest, in sight of an onlooker."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.desktop.keyboard_x11 import WHEEL_DOWN, WHEEL_UP, KeyboardMap, button_number, read_keyboard_map
from agent.desktop.packed import Packed
from agent.desktop.raw_input import RawKind
from agent.desktop.x11 import Connection, extension, extension_key, root_window
from agent.errors import InputRefused
from bridge.events import ButtonPress, KeyPress, WheelScroll
from bridge.geometry import Point

_CORE = {
    RawKind.KEY_PRESS: 2,
    RawKind.KEY_RELEASE: 3,
    RawKind.BUTTON_PRESS: 4,
    RawKind.BUTTON_RELEASE: 5,
    RawKind.MOTION: 6,
}
"""The core protocol's event numbers, which XTest takes."""
_FAKE_INPUT = 2
_UNGRAB_SERVER = 37
_FACT = struct.Struct("=BB2xII8xhh7xB")  # which, detail, when (0: now), root, x, y, device (0: XTest's own)


@dataclass(frozen=True, slots=True)
class Faked:
    """One injected fact: what XTest was told; `place` is the desktop pixel of a motion, otherwise None."""

    kind: RawKind
    detail: int
    place: Point | None


@dataclass(frozen=True, slots=True)
class Shot:
    """A fact that is ready to leave."""

    fact: Faked
    request: Packed


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks over the hands' shoulder, as functions.

    Args:
        saw: gets every event of the connection.
        await_due: returns at an event's `at_ns`, once all that takes time has been asked; gives whether it is not too
            late for it, as it is where the server took its time. Meanwhile it calls a function that takes in what the
            server tells.
        may_act: asked last before anything moves or goes down; before a press, while the server is held.
        faked: gets each injected fact, just after it left and before anything that came since is taken in.
    """

    saw: Callable[[bytes], None]
    await_due: Callable[[int, Callable[[], None]], bool]
    may_act: Callable[[], bool]
    faked: Callable[[Faked], None]


def nobody() -> Onlooker:
    """An onlooker who sees nothing and allows everything."""
    return Onlooker(lambda _: None, lambda *_: True, lambda: True, lambda _: None)


class XTest:
    """XTest on one connection.

    Args:
        connection: used on one thread.
        faked: gets each fact, just after it left.

    Raises:
        Exception: the server has no XTest.
    """

    def __init__(self, connection: Connection, faked: Callable[[Faked], None]) -> None:
        self._connection = connection
        requests = extension(connection, "xtest")
        requests.GetVersion(2, 2).reply()
        self._key = extension_key("xtest")
        self._free = Packed(connection, _UNGRAB_SERVER)
        self._root = root_window(connection)
        self._faked = faked
        self._maps: KeyboardMap | None = None

    def motion(self, desktop: Point) -> Shot:
        """The pointer goes to a desktop pixel."""
        return self._shot(Faked(RawKind.MOTION, 0, desktop), desktop.x, desktop.y)

    def fake(self, kind: RawKind, detail: int) -> Shot:
        """A key or a physical button goes down or comes up."""
        return self._shot(Faked(kind, detail, None))

    def down(self, event: ButtonPress | WheelScroll | KeyPress, code: int) -> tuple[Shot, ...]:
        """What a press, or a turn of the wheel, does; the pointer is there already. `code` as `code` gave it."""
        if isinstance(event, KeyPress):
            return (self.fake(RawKind.KEY_PRESS, code),)
        down = self.fake(RawKind.BUTTON_PRESS, code)
        if isinstance(event, ButtonPress):
            return (down,)
        return (down, self.fake(RawKind.BUTTON_RELEASE, code)) * abs(event.notches)

    def shoot(self, *shots: Shot) -> None:
        """These leave now, in order and together."""
        for shot in shots:
            shot.request.queue()
        self.flush()
        for shot in shots:
            self._faked(shot.fact)

    def learn_maps(self) -> None:
        """Read the maps now, so that no press has to wait for them."""
        self._maps = read_keyboard_map(self._connection)

    def forget_maps(self) -> None:
        """The keyboard's or the pointer's map changed."""
        self._maps = None

    def code(self, event: ButtonPress | WheelScroll | KeyPress) -> int:
        """The keycode or physical button that does what the event says.

        Raises:
            InputRefused: the keyboard has no such key.
        """
        if self._maps is None:
            self._maps = read_keyboard_map(self._connection)
        match event:
            case ButtonPress():
                return self._maps.physical_button(button_number(event.button))
            case WheelScroll():
                return self._maps.physical_button(WHEEL_UP if event.notches > 0 else WHEEL_DOWN)
            case KeyPress():
                keycode = self._maps.keycodes.get(event.key)
                if keycode is None:
                    raise InputRefused("unknown_key", f"this keyboard has no key {event.key!r}; choose another layout")
                return keycode

    def hold_server(self) -> None:
        """From now on the server does nothing for anybody else."""
        self._connection.core.GrabServer()

    def free_server(self) -> None:
        """The server goes on, once it did what was asked before; all that waits leaves."""
        self._free.queue()
        self.flush()

    def ping(self) -> Any:
        """Ask for nothing but an answer; gives what waits for it."""
        asked = self._connection.core.GetInputFocus()
        self.flush()
        return asked

    def flush(self) -> None:
        """All that waits leaves."""
        self._connection.flush()

    def _shot(self, fact: Faked, x: int = 0, y: int = 0) -> Shot:
        body = _FACT.pack(_CORE[fact.kind], fact.detail, 0, self._root, x, y, 0)
        return Shot(fact, Packed(self._connection, _FAKE_INPUT, body, self._key))
