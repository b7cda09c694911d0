"""What the hands hold: by the names of events, by the server's numbers, and in the ledger for others."""

from __future__ import annotations

from agent.desktop.ledger import HeldLedger
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, MouseButton, WheelScroll
from bridge.held import HeldInput


class Grip:
    """Says "held" before a press leaves and after a release left: an exception between the two leaves nothing down.

    Args:
        ledger: what is down, for those who must release it should this process die.
    """

    def __init__(self, ledger: HeldLedger) -> None:
        self._ledger = ledger
        self._held = HeldInput()
        self._down_buttons: dict[MouseButton, int] = {}
        self._down_keys: dict[str, int] = {}

    @property
    def held(self) -> HeldInput:
        """By names."""
        return self._held

    @property
    def buttons(self) -> set[int]:
        """The physical buttons that are down."""
        return {self._down_buttons[button] for button in self._held.buttons}

    @property
    def keys(self) -> set[int]:
        """The keycodes that are down."""
        return {self._down_keys[key] for key in self._held.keys}

    def code_of(self, event: ButtonRelease | KeyRelease) -> int:
        """The number by which it went down, whatever the layout is now."""
        return self._down_buttons[event.button] if isinstance(event, ButtonRelease) else self._down_keys[event.key]

    def takes(self, event: ButtonPress | WheelScroll | KeyPress, code: int) -> None:
        """A press, or a turn of the wheel, is about to leave."""
        if isinstance(event, WheelScroll):
            self._ledger.turn_wheel(code)
            return
        if isinstance(event, ButtonPress):
            self._ledger.press_button(code)
            self._down_buttons[event.button] = code
        else:
            self._ledger.press_key(code)
            self._down_keys[event.key] = code
        self._held = self._held.after(event)

    def left(self, event: InputEvent) -> None:
        """An event left; a press was told before."""
        if isinstance(event, ButtonPress | KeyPress):
            return
        self._held = self._held.after(event)
        if isinstance(event, ButtonRelease):
            self._ledger.release_button(self._down_buttons[event.button])
        elif isinstance(event, KeyRelease):
            self._ledger.release_key(self._down_keys[event.key])

    def released(self, keys: set[int], buttons: set[int]) -> None:
        """All came up; what a person holds too is not named here, and stays in the ledger."""
        self._held = HeldInput(self._held.pointer)
        for key in keys:
            self._ledger.release_key(key)
        for button in buttons:
            self._ledger.release_button(button)

    def settle(self) -> None:
        """The server proved that it did all that left."""
        self._ledger.settle()
