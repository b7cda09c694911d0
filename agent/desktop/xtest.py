"""Injecting single facts into an X server through XTest, in sight of an onlooker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.desktop.keyboard_x11 import WHEEL_DOWN, WHEEL_UP, KeyboardMap, button_number, read_keyboard_map
from agent.desktop.raw_input import RawKind
from agent.desktop.x11 import Connection, extension, root_window
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
_NOW = 0
_ANY_DEVICE = 0


@dataclass(frozen=True, slots=True)
class Faked:
    """One injected fact: what XTest was told; `place` is the desktop pixel of a motion, otherwise None."""

    kind: RawKind
    detail: int
    place: Point | None


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks over the hands' shoulder, as functions.

    Args:
        saw: gets every event of the connection.
        await_due: returns at an event's `at_ns`, once all that takes time has been asked; gives whether it is not too
            late for it, as it is where the server took its time.
        may_act: asked last before anything moves or goes down; before a press, while the server is held.
        faked: gets each injected fact, just before it leaves.
    """

    saw: Callable[[bytes], None]
    await_due: Callable[[int], bool]
    may_act: Callable[[], bool]
    faked: Callable[[Faked], None]


def nobody() -> Onlooker:
    """An onlooker who sees nothing and allows everything."""
    return Onlooker(lambda _: None, lambda _: True, lambda: True, lambda _: None)


class XTest:
    """XTest on one connection; nothing is flushed here, but where the server is let go again.

    Args:
        connection: used on one thread.
        faked: gets each fact, just before it leaves.

    Raises:
        Exception: the server has no XTest.
    """

    def __init__(self, connection: Connection, faked: Callable[[Faked], None]) -> None:
        self._connection = connection
        self._requests = extension(connection, "xtest")
        self._requests.GetVersion(2, 2).reply()
        self._root = root_window(connection)
        self._faked = faked
        self._maps: KeyboardMap | None = None

    def motion(self, desktop: Point) -> None:
        """The pointer goes to a desktop pixel."""
        self._faked(Faked(RawKind.MOTION, 0, desktop))
        self._requests.FakeInput(_CORE[RawKind.MOTION], 0, _NOW, self._root, desktop.x, desktop.y, _ANY_DEVICE)

    def fake(self, kind: RawKind, detail: int) -> None:
        """A key or a physical button goes down or comes up."""
        self._faked(Faked(kind, detail, None))
        self._requests.FakeInput(_CORE[kind], detail, _NOW, self._root, 0, 0, _ANY_DEVICE)

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
        self._connection.core.UngrabServer()
        self.flush()

    def ping(self) -> Any:
        """Ask for nothing but an answer; gives what waits for it."""
        asked = self._connection.core.GetInputFocus()
        self.flush()
        return asked

    def flush(self) -> None:
        """All that waits leaves."""
        self._connection.flush()
