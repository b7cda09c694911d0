"""Hands through pynput, where there is no XTest of our own."""

from __future__ import annotations

from typing import Any, assert_never

from agent.desktop.canvas import Canvas, GameWindow, open_canvas
from agent.desktop.failures import desktop_errors
from agent.desktop.keyboard_pynput import key_for
from agent.desktop.sendable import check_sendable, place_of
from agent.errors import DesktopError, InputRefused
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, PointerMove, WheelScroll
from bridge.geometry import Point
from bridge.held import HeldInput


class PynputActuator:
    """An `InputSink`; what it pressed it releases at the latest when closed. For use on one thread.

    As in `XTestActuator`, the ledger says "held" before a press leaves and after a release left.

    Args:
        canvas: used by nobody else.
        mouse: the module `pynput.mouse`.
        keyboard: the module `pynput.keyboard`.
    """

    def __init__(self, canvas: Canvas, mouse: Any, keyboard: Any) -> None:
        self._canvas = canvas
        self._buttons = mouse.Button
        self._keyboard = keyboard
        self._hand = mouse.Controller()
        self._fingers = keyboard.Controller()
        self._held = HeldInput()
        self._is_open = True

    def send(self, event: InputEvent) -> None:
        """See `InputSink.send`; raises as `XTestActuator.send` does."""
        if not self._is_open:
            raise InputRefused("closed", "this actuator was closed")
        geometry = self._canvas.geometry()
        check_sendable(event, self._held, geometry)
        place = place_of(event)
        with desktop_errors("sending input"):
            if place is not None:
                self._point_at(geometry.to_desktop(place), event)
            self._act(event)

    def held(self) -> HeldInput:
        """See `InputSink.held`."""
        return self._held

    def release_all(self) -> None:
        """See `InputSink.release_all`."""
        with desktop_errors("releasing what is held"):
            for button in sorted(self._held.buttons):
                self._hand.release(self._buttons[button.value])
            for key in sorted(self._held.keys):
                self._fingers.release(self._key(key))
        self._held = HeldInput(self._held.pointer)

    def close(self) -> None:
        """See `InputSink.close`."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self.release_all()
        finally:
            self._canvas.close()

    def _point_at(self, desktop: Point, event: InputEvent) -> None:
        if isinstance(event, PointerMove) or tuple(self._hand.position) != (desktop.x, desktop.y):
            self._hand.position = (desktop.x, desktop.y)

    def _act(self, event: InputEvent) -> None:
        match event:
            case PointerMove():
                self._held = self._held.after(event)
            case WheelScroll():
                self._hand.scroll(0, event.notches)
                self._held = self._held.after(event)
            case ButtonPress():
                self._held = self._held.after(event)
                self._hand.press(self._buttons[event.button.value])
            case ButtonRelease():
                self._hand.release(self._buttons[event.button.value])
                self._held = self._held.after(event)
            case KeyPress():
                key = self._key(event.key)
                self._held = self._held.after(event)
                self._fingers.press(key)
            case KeyRelease():
                self._fingers.release(self._key(event.key))
                self._held = self._held.after(event)
            case _:
                assert_never(event)

    def _key(self, name: str) -> Any:
        key = key_for(name, self._keyboard)
        if key is None:
            raise InputRefused("unknown_key", f"pynput has no key {name!r} on this platform")
        return key


def open_pynput_actuator(window: GameWindow) -> PynputActuator:
    """Hands on a window; see `agent.desktop.actuator.open_actuator`."""
    canvas = open_canvas(window)
    try:
        from pynput import keyboard, mouse

        return PynputActuator(canvas, mouse, keyboard)
    except Exception as error:
        canvas.close()
        raise DesktopError(f"pynput cannot act: {type(error).__name__} {error}; is there a desktop?") from error
