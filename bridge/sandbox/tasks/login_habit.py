"""How a player comes in: any name and password, typed and sent by keys alone; tried again where it did not work."""

from __future__ import annotations

from bridge.sandbox.tasks.errand import Errand, Rest, TypeKeys
from bridge.state import GameState

LOGIN_KEYS = (*"wood", "tab", *"axe", "enter")
RETRY_TICKS = 20


class LoginHabit:
    """Gives the errand for the login screen; the sandbox takes any name, so that no credentials are needed."""

    def __init__(self) -> None:
        self._next_tick = 0

    def want(self, state: GameState) -> Errand:
        """The typing, then rest until it is time to try again."""
        if state.tick.index < self._next_tick:
            return Rest()
        self._next_tick = state.tick.index + RETRY_TICKS
        return TypeKeys("log in", LOGIN_KEYS)
