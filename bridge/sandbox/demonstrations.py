"""Demonstrations: scripted players in lockstep, and their sessions in the recorder's own file format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import assert_never

import cv2
import numpy as np

from bridge.clock import SECOND_NS, VirtualClock, wall_time_ns
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.manifest import Manifest, new_manifest
from bridge.recording.writer import RecordingWriter
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX
from bridge.sandbox.tasks.task import ScriptedPlayer, Task
from bridge.state import TICK_NS, GameState

OnTick = Callable[[GameState, tuple[InputEvent, ...]], None]


class PlayerKind(StrEnum):
    """Which of a task's players plays."""

    EXPERT = "expert"
    RANDOM = "random"
    ORACLE = "oracle"


@dataclass(frozen=True, slots=True)
class Pictures:
    """How a session is filmed: pictures a second, and their size (width, height) in pixels."""

    per_second: float
    size_px: tuple[int, int]


FOR_PEOPLE = Pictures(10.0, (384, 252))
"""What a person watches: ten pictures a second."""
FOR_MODELS = Pictures(SECOND_NS / TICK_NS, (384, 252))
"""What a model looks at: one picture a tick, of whose thumbnail nothing is lost by its size."""
UNFILMED = Pictures(0.0, (CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX))


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A written session.

    Args:
        path: the file.
        seed: of world and player.
        ticks: played.
        inputs: events written.
        score: points at the end.
        digest: of the last world.
    """

    path: Path
    seed: int
    ticks: int
    inputs: int
    score: float
    digest: str


def player_of(task: Task, kind: PlayerKind, seed: int) -> ScriptedPlayer:
    """One of a task's players."""
    match kind:
        case PlayerKind.EXPERT:
            return task.expert(seed)
        case PlayerKind.RANDOM:
            return task.random_player(seed)
        case PlayerKind.ORACLE:
            return task.oracle(seed)
        case _:
            assert_never(kind)


def play_scripted(game: SandboxGame, player: ScriptedPlayer, ticks: int, on_tick: OnTick | None = None) -> GameState:
    """Let a scripted player play in lockstep.

    Args:
        game: a fresh game, or one that was played to the end of a tick.
        player: decides on each state.
        ticks: how many ticks to play.
        on_tick: called with each state and the events that answered it, before the tick ends.

    Returns:
        the state after the last tick, in which its events have taken effect.
    """
    state = _next_state(game)
    for _ in range(ticks):
        events = player.act(state, game.held())
        for event in events:
            game.send(event)
        if on_tick is not None:
            on_tick(state, events)
        state = _next_state(game)
    return state


def write_demonstrations(
    task: Task,
    seeds: Sequence[int],
    minutes: float,
    out_dir: Path,
    *,
    kind: PlayerKind = PlayerKind.EXPERT,
    pictures: Pictures | None = None,
    on_session: Callable[[Demonstration], None] | None = None,
) -> tuple[Demonstration, ...]:
    """Write one session a seed, named as "woodcutting-000007.mcap", in virtual time.

    Args:
        task: what is played.
        seeds: of worlds and players alike.
        minutes: game minutes a session.
        out_dir: made where it is missing.
        kind: who plays.
        pictures: how the sessions are filmed; None writes inputs and states only.
        on_session: called as each session is finished.

    Raises:
        RecordingExists: a session of that name is there already.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    ticks = round(minutes * 60 * SECOND_NS / TICK_NS)
    written = []
    for seed in seeds:
        path = out_dir / f"{task.name}-{seed:06d}.mcap"
        demonstration = _write_session(task, seed, ticks, path, kind, pictures)
        written.append(demonstration)
        if on_session is not None:
            on_session(demonstration)
    return tuple(written)


def _write_session(
    task: Task, seed: int, ticks: int, path: Path, kind: PlayerKind, pictures: Pictures | None
) -> Demonstration:
    game = SandboxGame(task.name, seed, VirtualClock())
    manifest = _manifest(path.stem, task, seed, kind, pictures)
    with RecordingWriter(path, manifest, video=pictures is not None) as writer:

        def write(state: GameState, events: tuple[InputEvent, ...]) -> None:
            writer.write_state(state)
            for event in events:
                writer.write_input(event)
            if pictures is not None:
                film_tick(writer, game, state, pictures)

        last = play_scripted(game, player_of(task, kind, seed), ticks, write)
        writer.write_state(last)
        inputs = writer.statistics.written["/input"]
    return Demonstration(path, seed, ticks, inputs, task.score(game.world), world_digest(game.world))


def _manifest(session_id: str, task: Task, seed: int, kind: PlayerKind, pictures: Pictures | None) -> Manifest:
    filmed = pictures or UNFILMED
    return new_manifest(
        session_id,
        started_ns=0,
        started_wall_ns=wall_time_ns(),
        game="sandbox",
        task=task.name,
        author=kind.value,
        seed=seed,
        frame_px=filmed.size_px,
        frames_per_second=filmed.per_second,
    )


def film_tick(writer: RecordingWriter, game: SandboxGame, state: GameState, pictures: Pictures) -> None:
    """Write the pictures that are due in a tick; the canvas does not change within it."""
    start_ns = state.tick.received_ns
    spacing_ns = round(SECOND_NS / pictures.per_second)
    pixels = game.grab().pixels
    if pixels.shape[1::-1] != pictures.size_px:
        pixels = np.asarray(cv2.resize(pixels, pictures.size_px, interpolation=cv2.INTER_AREA), np.uint8)
    first = -(-start_ns // spacing_ns) * spacing_ns
    for at_ns in range(first, start_ns + TICK_NS, spacing_ns):
        writer.write_frame(Frame(at_ns, pixels))


def _next_state(game: SandboxGame) -> GameState:
    state = game.receive(timeout_s=0.0)
    assert state is not None, "a lockstep game always has a next state"
    return state
