"""A corrected game: model and expert in turns on one timeline, each with its own author."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from agent.corrected_game import CorrectedGame, Turns, play_corrected_game
from agent.plan import Plan
from agent.planner import Planner
from bridge.clock import MILLISECOND_NS
from bridge.events import Author, PointerMove
from bridge.recording.messages import HANDBACK, TAKEOVER
from bridge.recording.reader import Recording, open_recording
from bridge.sandbox.demonstrations import FOR_MODELS
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS
from bridge.verifying.verify import verify
from model.authorship import Role
from model.history import History
from model.recorded_sessions import cut_recording

TURNS = Turns(model_ticks=(5, 5), expert_ticks=(10, 10))


def waver(seed: int) -> Planner:
    """A model that moves the pointer about at each tick."""

    def plan(history: History) -> Plan:
        at_ns = history.now_ns + 100 * MILLISECOND_NS
        return Plan(
            history.now_ns, (PointerMove(at_ns, 300 + seed % 7, 200 + history.now_ns // TICK_NS % 9, Author.AGENT),)
        )

    return plan


def played(folder: Path, seed: int = 5, turns: Turns = TURNS) -> CorrectedGame:
    return play_corrected_game(task_named("woodcutting"), seed, 0.6, folder / f"game-{seed}.mcap", waver, turns)


def authors_by_tick(recording: Recording) -> list[set[Author]]:
    ticks = [state.tick.received_ns for state in recording.states()]
    return [
        {event.author for event in recording.inputs() if start <= event.at_ns < end} for start, end in pairwise(ticks)
    ]


def test_each_acts_in_its_own_turns_only_and_the_markers_tell_them_apart(tmp_path: Path) -> None:
    recording = open_recording(played(tmp_path).path)
    marks = [(marker.at_ns // TICK_NS, marker.name) for marker in recording.markers()]
    assert marks == [
        (5, TAKEOVER),
        (15, HANDBACK),
        (20, TAKEOVER),
        (30, HANDBACK),
        (35, TAKEOVER),
        (45, HANDBACK),
        (50, TAKEOVER),
    ]
    authors = authors_by_tick(recording)
    is_experts = [5 <= tick < 15 or 20 <= tick < 30 or 35 <= tick < 45 or tick >= 50 for tick in range(60)]
    assert all(
        who <= {Author.HUMAN if experts else Author.AGENT} for who, experts in zip(authors, is_experts, strict=True)
    )
    assert {Author.HUMAN} in authors


def test_training_finds_the_experts_turns_as_corrections(tmp_path: Path) -> None:
    (part,) = cut_recording(played(tmp_path).path)
    cut = part.cut
    roles = cut.columns.roles.tolist()
    assert roles[:5] == [Role.OWN] * 5
    assert roles[5:15] == [Role.CORRECTED] * 10
    assert roles[15:20] == [Role.OWN] * 5


def test_the_recording_is_whole(tmp_path: Path) -> None:
    assert verify(played(tmp_path).path).is_ok


def test_the_same_seed_gives_the_same_game(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    once, again = (list(open_recording(played(folder).path).inputs()) for folder in (tmp_path, tmp_path / "again"))
    assert once == again


def test_turns_keep_to_their_bounds() -> None:
    generator, turns = np.random.default_rng(0), Turns()
    models = [turns.model_turn(generator) for _ in range(400)]
    experts = [turns.expert_turn(generator) for _ in range(400)]
    assert (min(models), max(models)) == turns.model_ticks
    assert (min(experts), max(experts)) == turns.expert_ticks


def test_a_game_for_a_model_that_looks_is_filmed_and_shown_to_it(tmp_path: Path) -> None:
    shown: list[bool] = []

    def looking(seed: int) -> Planner:
        model = waver(seed)

        def plan(history: History) -> Plan:
            shown.append(history.now.frame is not None)
            return model(history)

        return plan

    task = task_named("woodcutting")
    game = play_corrected_game(task, 5, 0.1, tmp_path / "game.mcap", looking, TURNS, pictures=FOR_MODELS)
    recording = open_recording(game.path)
    ticks = [state.tick.received_ns for state in recording.states()]
    assert [frame.at_ns for frame in recording.frames()] == ticks[:-1]
    assert shown
    assert all(shown)
    assert verify(game.path).is_ok
