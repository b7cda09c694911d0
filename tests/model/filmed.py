"""Sessions of the sandbox's expert that were filmed, for what looks at pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from agent.history_buffer import HistoryBuffer
from bridge.clock import VirtualClock
from bridge.events import InputEvent
from bridge.sandbox.demonstrations import FOR_MODELS, PlayerKind, play_scripted, player_of, write_demonstrations
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import task_named
from bridge.scaling import Pixels, thumbnail_of
from bridge.state import GameState
from model.history import History

FILMED_MINUTES, FILMED_TICKS = 0.3, 30


def film(folder: Path, *seeds: int) -> Path:
    """A folder with a filmed session a seed."""
    write_demonstrations(task_named("woodcutting"), seeds, FILMED_MINUTES, folder, pictures=FOR_MODELS)
    return folder


def watched(seed: int) -> tuple[list[History], Pixels]:
    """The same game again in lockstep: the live history at each tick, and the thumbnail of what was on the screen."""
    task = task_named("woodcutting")
    game, buffer = SandboxGame("woodcutting", seed, VirtualClock()), HistoryBuffer()
    histories: list[History] = []
    shown: list[Pixels] = []

    def on_tick(state: GameState, events: tuple[InputEvent, ...]) -> None:
        nonlocal buffer
        buffer = buffer.ticked(state.tick.received_ns, state, game.grab())
        histories.append(buffer.snapshot())
        shown.append(thumbnail_of(game.grab().pixels))
        buffer = buffer.heard(events)

    play_scripted(game, player_of(task, PlayerKind.EXPERT, seed), FILMED_TICKS, on_tick)
    return histories, np.stack(shown)
