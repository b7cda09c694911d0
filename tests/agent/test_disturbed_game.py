"""Disturbed demonstrations: the expert is learned from, and what disturbs it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from agent.disturbed_game import write_disturbed
from bridge.events import Author
from bridge.recording.reader import open_recording
from bridge.sandbox.tasks import TASKS, task_named
from bridge.verifying.verify import verify
from model.authorship import Role
from model.recorded_sessions import cut_recording


def test_the_expert_plays_most_of_the_time_and_only_it_is_learned_from(tmp_path: Path) -> None:
    (game,) = write_disturbed(task_named("woodcutting"), [3], 1.0, tmp_path)
    (part,) = cut_recording(game.path)
    roles = part.cut.columns.roles
    assert set(roles.tolist()) == {Role.CORRECTED, Role.OWN}
    assert 0.6 < np.mean(roles == Role.CORRECTED) <= game.corrected_ticks / game.ticks < 0.95
    assert {event.author for event in open_recording(game.path).inputs()} == {Author.HUMAN, Author.AGENT}


def test_the_same_seed_is_disturbed_alike_in_every_task(tmp_path: Path) -> None:
    for task in TASKS:
        once, again = (write_disturbed(task, [7], 0.5, tmp_path / name)[0] for name in ("once", "again"))
        assert (once.digest, once.inputs, once.score) == (again.digest, again.inputs, again.score)
        assert verify(once.path).is_ok


def test_each_seed_is_a_session_of_its_own(tmp_path: Path) -> None:
    told: list[int] = []
    games = write_disturbed(task_named("combat"), [1, 2], 0.5, tmp_path, on_session=lambda game: told.append(game.seed))
    assert told == [1, 2]
    assert [game.path.name for game in games] == ["combat-disturbed-000001.mcap", "combat-disturbed-000002.mcap"]
    assert games[0].digest != games[1].digest
