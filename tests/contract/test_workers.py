"""Whoever does independent jobs: the processes of this machine, and a Ray cluster of two workers on it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from agent.closed_loop import play_agent, play_expert
from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named
from model.checkpoint import Checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from model.cluster import RayWorkers
from model.errors import DataError
from model.seeding import seeded
from model.sources import built_shards
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from model.workers import ProcessWorkers, WorkerLost, Workers
from tests.contract.worker_jobs import always_lost, lost_once, refused, squared
from tests.model.run_directories import tiny


@pytest.fixture(scope="module", params=["processes", "cluster"])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray's own
        with ProcessWorkers(2) if request.param == "processes" else RayWorkers("local", 2) as chosen:
            yield chosen


def test_results_come_in_the_order_of_the_items(workers: Workers) -> None:
    assert list(workers.map(squared, range(20))) == [number * number for number in range(20)]


def test_without_items_nothing_is_done(workers: Workers) -> None:
    assert list(workers.map(squared, [])) == []


def test_what_a_job_raises_comes_back_as_it_is(workers: Workers) -> None:
    results = workers.map(refused, [1, 2, 3])
    assert next(results) == 1
    with pytest.raises(DataError, match="item 2 cannot be used"):
        next(results)


def test_the_job_of_a_lost_worker_is_done_again_and_counted_once(workers: Workers, tmp_path: Path) -> None:
    items = [(str(tmp_path), number) for number in range(6)]
    assert list(workers.map(lost_once, items)) == list(range(6))
    assert (tmp_path / "done-1").read_text() == "x"


def test_a_job_that_loses_its_workers_again_and_again_is_given_up(workers: Workers) -> None:
    with pytest.raises(WorkerLost, match=r"3 workers in a row were lost .*7"):
        list(workers.map(always_lost, [7]))
    assert list(workers.map(squared, [8])) == [64]


def test_games_and_shards_are_the_same_wherever_they_are_made(workers: Workers, tmp_path: Path) -> None:
    write_demonstrations(task_named("woodcutting"), (1, 2), 0.5, tmp_path)
    files = sorted(tmp_path.glob("*.mcap"))
    here = [shard.read_bytes() for (shard,) in map(built_shards, files)]
    for shard in (tmp_path / ".shards").iterdir():
        shard.unlink()
    assert [shard.read_bytes() for (shard,) in workers.map(built_shards, files)] == here
    of_agent = partial(play_agent, saved_run(tmp_path / "run"), "cpu", 0, None, "woodcutting", 0.5)
    for play in (partial(play_expert, "woodcutting", 0.5), of_agent):
        digests = [game.action_digest for game in workers.map(play, (5, 6))]
        assert digests == [play(5).action_digest, play(6).action_digest]
        assert digests[0] != digests[1]


def saved_run(run: Path) -> Path:
    """A run whose model has learned nothing, but acts."""
    with seeded(0, 0):
        model = TimedActionModel(tiny())
    save_checkpoint(run / BEST, Checkpoint(model, Vocabulary(), 1, {}))
    return run
