"""Where the player of a real-time game sits: before a window, or, without one, a script or nobody."""

from __future__ import annotations

from typing import Protocol

from bridge.clock import Clock
from bridge.events import InputEvent
from bridge.held import HeldInput
from bridge.sandbox.tasks.task import ScriptedPlayer
from bridge.sandbox.world import World
from bridge.state import GameState


class Seat(Protocol):
    """Shows the game to its player and gives what the player does."""

    @property
    def is_left(self) -> bool:
        """Whether the player ended the game."""
        ...

    def prepare(self, world: World) -> None:
        """The game is about to begin with this world: what takes long the first time is done now."""
        ...

    def show(self, world: World, state: GameState) -> None:
        """A tick began with this world; `state` is what a client would tell of it."""
        ...

    def events(self, until_ns: int) -> tuple[InputEvent, ...]:
        """What the player does, as soon as there is any, at the latest at `until_ns`."""
        ...


class ScriptSeat:
    """A seat without a window, for a scripted player or for nobody.

    Args:
        player: who plays; None: nobody.
        clock: slept on.
    """

    def __init__(self, player: ScriptedPlayer | None, clock: Clock) -> None:
        self._player = player
        self._clock = clock
        self._held = HeldInput()
        self._planned: tuple[InputEvent, ...] = ()

    @property
    def is_left(self) -> bool:
        """Never: a script plays on."""
        return False

    def prepare(self, world: World) -> None:
        """See `Seat.prepare`; a script needs no picture."""

    def show(self, world: World, state: GameState) -> None:  # noqa: ARG002  # a script sees what the wire tells
        """See `Seat.show`; the script decides on the whole tick."""
        if self._player is None:
            return
        self._planned = self._player.act(state, self._held)
        for event in self._planned:
            self._held = self._held.after(event)

    def events(self, until_ns: int) -> tuple[InputEvent, ...]:
        """See `Seat.events`; a plan is given at once, the times in it may still lie ahead."""
        planned, self._planned = self._planned, ()
        if not planned:
            self._clock.sleep_until_ns(until_ns)
        return planned
