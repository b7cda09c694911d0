"""The ports of one game, together, as the drivers take them; a sink that sends nothing, and hands that do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from agent.plan import Plan
from agent.reports import Report
from bridge.events import InputEvent
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.ports import FrameSource, GameLink, InputSink, InputSource


class Hands(Protocol):
    """What carries out plans by itself, at their deadlines, and reports."""

    def arm(self) -> None:
        """Act on plans from now on."""
        ...

    def forbid(self, places: tuple[Rect, ...]) -> None:
        """Press nothing there from now on, beside where the limits forbid it anyway."""
        ...

    def plan(self, plan: Plan) -> None:
        """Carry out a plan; a newer one supersedes what is unsent."""
        ...

    def reports(self) -> tuple[Report, ...]:
        """What became of the plans' events since the last call. To be asked often: it also shows that the agent lives.

        Raises:
            DesktopError: the hands cannot be understood.
        """
        ...

    def rest(self) -> tuple[Report, ...]:
        """Forget what is unsent, release what is held, and wait until that is done; gives the last reports."""
        ...

    def close(self) -> None:
        """Release everything and end; a second call does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class PlayPorts:
    """One game in lockstep: where states, input and pictures come from (None: no pictures), and where input goes."""

    link: GameLink
    inputs: InputSource
    sink: InputSink
    frames: FrameSource | None


@dataclass(frozen=True, slots=True)
class LivePorts:
    """One game in real time: where states and input come from, and the hands, which keep time themselves.

    Args:
        frames: where a picture is taken at each tick, for who decides by it; None: nobody does.
    """

    link: GameLink
    inputs: InputSource
    hands: Hands
    frames: FrameSource | None = None


class NoHands:
    """Hands that do nothing: those of a dry run, and of a person who plays."""

    def arm(self) -> None:
        """See `Hands.arm`."""

    def forbid(self, places: tuple[Rect, ...]) -> None:
        """See `Hands.forbid`; nothing is pressed anywhere."""

    def plan(self, plan: Plan) -> None:
        """See `Hands.plan`; nothing is sent."""

    def reports(self) -> tuple[Report, ...]:
        """Nothing."""
        return ()

    def rest(self) -> tuple[Report, ...]:
        """Nothing; there is nothing to release."""
        return ()

    def close(self) -> None:
        """See `Hands.close`; there is nothing to end."""


class NullSink:
    """Sends nothing and holds nothing: what a replay acts on."""

    def send(self, event: InputEvent) -> None:
        """See `bridge.ports.InputSink`; nothing is sent."""

    def held(self) -> HeldInput:
        """Nothing."""
        return HeldInput()

    def release_all(self) -> None:
        """See `bridge.ports.InputSink`; there is nothing to release."""

    def close(self) -> None:
        """See `bridge.ports.InputSink`; there is nothing to close."""
