"""Agent, expert and random player are measured on the same seeds."""

import multiprocessing

import pytest

from agent.closed_loop import measure_task, measure_tasks, scores_of, times_life
from model.errors import CheckpointError
from model.workers import ProcessWorkers


def test_three_players_play_the_same_seeds(tiny_run):
    heard = []
    scores = measure_task(
        tiny_run, "woodcutting", (900_000, 900_001), 0.5, "cpu", lambda _, name, __: heard.append(name)
    )
    report = scores.as_json()
    assert heard == ["agent"] * 2 + ["expert"] * 2 + ["random"] * 2
    assert report["seeds"] == [900_000, 900_001]
    assert [game.seed for game in scores.expert] == [game.seed for game in scores.agent] == [900_000, 900_001]
    assert report["expert"]["mean"] > report["random"]["mean"]
    assert scores_of(scores.expert) == [game.score_per_minute for game in scores.expert]
    assert times_life(scores.expert) > 1.0


def test_every_task_is_played_on_the_same_seeds(tiny_run):
    heard = []
    tasks = ("combat", "jewellery")
    with ProcessWorkers(1) as workers:
        scores = measure_tasks(
            tiny_run, tasks, (900_000,), 0.1, "cpu", workers, lambda task, name, _: heard.append((task, name))
        )
    assert [each.task for each in scores] == list(tasks)
    assert heard == [(task, name) for task in tasks for name in ("agent", "expert", "random")]
    assert all(each.as_json()["seeds"] == [900_000] for each in scores)


def test_a_run_that_cannot_be_loaded_is_told_before_anybody_plays(tmp_path):
    heard = []
    with pytest.raises(CheckpointError, match="no-run"):
        measure_task(tmp_path / "no-run", "woodcutting", (1, 2), 10.0, "cpu", lambda _, name, __: heard.append(name))
    assert heard == []


def test_an_ending_takes_the_workers_along(tiny_run):
    def stop(task, name, episode):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_task(tiny_run, "woodcutting", (1, 2, 3), 0.1, "cpu", stop)
    for worker in multiprocessing.active_children():
        worker.join(5.0)
    assert multiprocessing.active_children() == []


def test_the_agent_can_be_given_the_latency_of_a_live_play(tiny_run):
    with ProcessWorkers(1) as workers:
        (scores,) = measure_tasks(tiny_run, ("woodcutting",), (900_000,), 0.1, "cpu", workers, latency_ms=40)
    assert scores.agent[0].statistics.as_json()["decision_ms"]["max"] == 40.0
    assert scores.agent[0].statistics.as_json()["committed_ms"]["p50"] == 45.0
    assert scores.expert[0].statistics.as_json()["committed_ms"]["max"] == 0.0
    assert scores.expert[0].statistics.as_json()["decision_ms"]["max"] == 0.0
