"""A game in lockstep in which a model plays, and its task's expert takes over at times: both on one timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.limits import Limits
from agent.lockstep import run_lockstep
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.planner import Planner
from agent.play_ports import PlayPorts
from bridge.clock import MILLISECOND_NS, SECOND_NS, VirtualClock, wall_time_ns
from bridge.events import InputEvent
from bridge.held import HeldInput
from bridge.recording.manifest import Manifest, new_manifest
from bridge.recording.messages import HANDBACK, TAKEOVER, Marker
from bridge.recording.writer import RecordingWriter
from bridge.sandbox.demonstrations import UNFILMED, Pictures, film_tick
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX
from bridge.sandbox.tasks.task import Expert, Task
from bridge.state import TICK_NS, GameState
from model.history import History

REST_NS = 300 * MILLISECOND_NS
"""A hand that has not moved for so long is at rest."""


@dataclass(frozen=True, slots=True)
class Turns:
    """How long the model plays until it is corrected, and how long it is corrected.

    Args:
        model_ticks: shortest and longest; the logarithm is uniform, so that many mistakes are met young, some old.
        expert_ticks: shortest and longest, uniform.
    """

    model_ticks: tuple[int, int] = (2, 40)
    expert_ticks: tuple[int, int] = (4, 14)

    def model_turn(self, generator: np.random.Generator) -> int:
        """Ticks until the expert takes over."""
        shortest, longest = self.model_ticks
        return round(float(np.exp(generator.uniform(np.log(shortest), np.log(longest)))))

    def expert_turn(self, generator: np.random.Generator) -> int:
        """Ticks until the model plays again."""
        return int(generator.integers(*self.expert_ticks, endpoint=True))


@dataclass(frozen=True, slots=True)
class CorrectedGame:
    """A game that was played and written.

    Args:
        path: the recording.
        seed: of world and players.
        ticks: played.
        corrected_ticks: of these played by the expert.
        inputs: events written, of both players.
        score: points of both players together.
        digest: of the last world.
    """

    path: Path
    seed: int
    ticks: int
    corrected_ticks: int
    inputs: int
    score: float
    digest: str

    @property
    def score_per_minute(self) -> float:
        """Points per game minute."""
        return self.score / (self.ticks * TICK_NS / (60 * SECOND_NS))


class CorrectedPlayer:
    """A planner that lets a model play, and its expert in turns; who plays on is told as it changes.

    Args:
        model: plays first.
        expert: looks on meanwhile, so that it knows the game when it takes over.
        turns: how long each plays.
        generator: draws the turns.
        on_change: called with a time and the marker's name, `TAKEOVER` or `HANDBACK`.
    """

    def __init__(
        self,
        model: Planner,
        expert: Expert,
        turns: Turns,
        generator: np.random.Generator,
        on_change: Callable[[int, str], None],
    ) -> None:
        self._model, self._expert = model, expert
        self._turns, self._generator, self._on_change = turns, generator, on_change
        self._is_expert = False
        self._left = turns.model_turn(generator)
        self.corrected_ticks = 0

    def __call__(self, history: History) -> Plan:
        """The plan of whoever's turn it is."""
        state = history.now.state
        assert state is not None, "a lockstep game is seen at every tick"
        if self._left == 0:
            self._change(history)
        self._left -= 1
        if not self._is_expert:
            self._expert.watch(state)
            return self._model(history)
        self.corrected_ticks += 1
        return Plan(history.now_ns, self._expert.act(state, history.now.held))

    def _change(self, history: History) -> None:
        self._is_expert = not self._is_expert
        if self._is_expert:
            last_ns = history.last_event_ns
            self._expert.take_over(in_motion=last_ns is not None and history.now_ns - last_ns < REST_NS)
        turn = self._turns.expert_turn if self._is_expert else self._turns.model_turn
        self._left = turn(self._generator)
        self._on_change(history.now_ns, TAKEOVER if self._is_expert else HANDBACK)


class _WrittenSink:
    """A sink whose events are recorded as they are sent."""

    def __init__(self, game: SandboxGame, writer: RecordingWriter) -> None:
        self._game, self._writer = game, writer

    def send(self, event: InputEvent) -> None:
        self._game.send(event)
        self._writer.write_input(event)

    def held(self) -> HeldInput:
        return self._game.held()

    def release_all(self) -> None:
        self._game.release_all()

    def close(self) -> None:
        self._game.close()


def play_corrected_game(
    task: Task,
    seed: int,
    minutes: float,
    path: Path,
    make_model: Callable[[int], Planner],
    turns: Turns,
    *,
    pictures: Pictures | None = None,
) -> CorrectedGame:
    """Play one game and write it.

    Args:
        task: what is played.
        seed: of the world, of both players and of the turns.
        minutes: game minutes.
        path: the recording, "<name>.mcap"; its session is called <name>.
        make_model: seed to planner.
        turns: how long each plays.
        pictures: how the game is filmed for a model that looks at pictures, and shown to it; None: it is not.

    Raises:
        RecordingExists: a recording of that name is there already.
    """
    clock = VirtualClock()
    game = SandboxGame(task.name, seed, clock)
    ticks = round(minutes * 60 * SECOND_NS / TICK_NS)
    manifest = _manifest(path.stem, task, seed, pictures)
    with RecordingWriter(path, manifest, video=pictures is not None) as writer:

        def on_change(at_ns: int, name: str) -> None:
            writer.write_marker(Marker(at_ns, name, "the scripted expert as corrector"))

        def on_tick(state: GameState) -> None:
            writer.write_state(state)
            if pictures is not None:
                film_tick(writer, game, state, pictures)

        player = CorrectedPlayer(make_model(seed), task.expert(seed), turns, np.random.default_rng(seed), on_change)
        ports = PlayPorts(game, game, _WrittenSink(game, writer), None if pictures is None else game)
        limits = Limits(CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX)
        run_lockstep(ports, clock, PlayLoop(Mode.ARMED), player, ticks, limits, on_tick=on_tick)
        last = game.receive(timeout_s=0.0)
        assert last is not None, "a lockstep game always has a next state"
        writer.write_state(last)
        inputs = writer.statistics.written["/input"]
    own = player.corrected_ticks
    return CorrectedGame(path, seed, ticks, own, inputs, task.score(game.world), world_digest(game.world))


def _manifest(session_id: str, task: Task, seed: int, pictures: Pictures | None) -> Manifest:
    filmed = pictures or UNFILMED
    return new_manifest(
        session_id,
        started_ns=0,
        started_wall_ns=wall_time_ns(),
        game="sandbox",
        task=task.name,
        author="agent",
        seed=seed,
        frame_px=filmed.size_px,
        frames_per_second=filmed.per_second,
    )
