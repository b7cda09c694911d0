"""The interface of a task: what it scores and who can play it. What it asks of the world stands in `rules.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.events import InputEvent
from bridge.held import HeldInput
from bridge.sandbox.world import World
from bridge.state import GameState


class ScriptedPlayer(Protocol):
    """A player made of rules. It keeps its own memory and randomness, and sees what the wire tells, nothing else."""

    def act(self, state: GameState, held: HeldInput) -> tuple[InputEvent, ...]:
        """The events of the tick that `state` begins.

        Args:
            state: what the wire told just now.
            held: what is down and where the pointer is, as the input source saw it.

        Returns:
            the events, in order, due in [state.tick.received_ns, state.tick.received_ns + 600 ms).
        """
        ...


class Expert(ScriptedPlayer, Protocol):
    """A scripted player that can look on while another one plays, and take over at any tick."""

    def watch(self, state: GameState) -> None:
        """Take note of a tick in which somebody else acts; the next `act` starts with a hand that has begun nothing."""
        ...

    def take_over(self, *, in_motion: bool) -> None:
        """Act from the next tick on; a hand found in motion is led on at once, where one at rest reacts first."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """A task card as a value.

    Args:
        name: how the command line and the rules' scenario call it.
        version: of the card; scores of different versions cannot be compared.
        score: the points that a world holds so far.
        expert: a player with human delays and misses, from a seed.
        random_player: a player that moves and clicks at the expert's rate anywhere on the canvas, from a seed.
        oracle: the expert's decisions without delays or misses, from a seed.
    """

    name: str
    version: int
    score: Callable[[World], float]
    expert: Callable[[int], Expert]
    random_player: Callable[[int], ScriptedPlayer]
    oracle: Callable[[int], ScriptedPlayer]
