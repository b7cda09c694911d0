"""The ports between the agent and a world: what a game, a desktop or a replay must offer. One contract suite each."""

from __future__ import annotations

from typing import Protocol

from bridge.clock import Clock
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.held import HeldInput
from bridge.state import GameState

__all__ = ["Clock", "FrameSource", "GameLink", "InputSink", "InputSource"]


class GameLink(Protocol):
    """Where game states come from, one a tick, in order."""

    def receive(self, timeout_s: float) -> GameState | None:
        """The next state, or None where none came in time.

        Raises:
            LinkClosed: no further state will come.
        """
        ...

    def close(self) -> None:
        """End the link; a second call does nothing."""
        ...


class FrameSource(Protocol):
    """Where pictures of the canvas come from."""

    def grab(self) -> Frame:
        """The picture now."""
        ...

    def close(self) -> None:
        """Give back the device; a second call does nothing."""
        ...


class InputSource(Protocol):
    """Where observed input events come from, a person's and the agent's own, in order of `at_ns`."""

    def drain(self) -> tuple[InputEvent, ...]:
        """Every event since the last call, each exactly once."""
        ...

    def close(self) -> None:
        """Stop listening; a second call does nothing."""
        ...


class InputSink(Protocol):
    """Where input events go out. What it pressed it releases: at the latest when it is closed."""

    def send(self, event: InputEvent) -> None:
        """Send one event now; its `at_ns` is the time it was due."""
        ...

    def held(self) -> HeldInput:
        """What this sink holds down now, and where it put the pointer."""
        ...

    def release_all(self) -> None:
        """Release everything that this sink holds."""
        ...

    def close(self) -> None:
        """Release everything and give back the device; a second call does nothing."""
        ...
