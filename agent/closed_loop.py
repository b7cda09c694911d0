"""A model measured by playing: score per game minute of agent, expert and random player on the same unseen seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from agent.episodes import Episode, play_episode
from agent.model_player import agent_planner, looks_at_pictures
from agent.planner import Planner
from agent.players import scripted_planner
from agent.scores import Interval, mean_interval, ratio_interval
from bridge.clock import MILLISECOND_NS
from bridge.sandbox.tasks import task_named
from model.workers import ProcessWorkers, Workers

OnGame = Callable[[str, str, Episode], None]
"""Told of a task, a player and the game that it has finished."""


@dataclass(frozen=True, slots=True)
class TaskScores:
    """The games of three players on the same seeds, in the same order."""

    task: str
    version: int
    minutes: float
    agent: tuple[Episode, ...]
    expert: tuple[Episode, ...]
    random: tuple[Episode, ...]

    @property
    def ratio(self) -> Interval | None:
        """Agent over expert, paired by seed; None where the expert scored nothing."""
        return ratio_interval(scores_of(self.agent), scores_of(self.expert))

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract."""
        ratio = self.ratio
        return {
            "version": self.version,
            "agent": mean_interval(scores_of(self.agent)).as_json(),
            "expert": mean_interval(scores_of(self.expert)).as_json(),
            "random": mean_interval(scores_of(self.random)).as_json(),
            "ratio": ratio.as_json() if ratio is not None else None,
            "episodes": len(self.agent),
            "minutes": self.minutes,
            "seeds": [episode.seed for episode in self.agent],
            "scores": {name: scores_of(getattr(self, name)) for name in ("agent", "expert", "random")},
            "times_life": round(times_life(self.agent), 1),
            "times_life_expert": round(times_life(self.expert), 1),
        }


def scores_of(episodes: Sequence[Episode]) -> list[float]:
    """Score per game minute of each game."""
    return [episode.score_per_minute for episode in episodes]


def times_life(episodes: Sequence[Episode]) -> float:
    """Game time over the processor time of one worker."""
    return sum(episode.minutes for episode in episodes) * 60.0 / sum(episode.seconds for episode in episodes)


def measure_task(
    run: Path,
    task_name: str,
    seeds: Sequence[int],
    minutes: float,
    device: str,
    on_game: OnGame | None = None,
) -> TaskScores:
    """Play one task on processes of this machine; see `measure_tasks`."""
    with ProcessWorkers(len(seeds)) as workers:
        (scores,) = measure_tasks(run, (task_name,), seeds, minutes, device, workers, on_game)
    return scores


def measure_tasks(
    run: Path,
    task_names: Sequence[str],
    seeds: Sequence[int],
    minutes: float,
    device: str,
    workers: Workers,
    on_game: OnGame | None = None,
    latency_ms: int = 0,
    abstain_above: float | None = None,
) -> tuple[TaskScores, ...]:
    """Play every seed of each task with agent, expert and random player, each game on its own.

    Args:
        run: a run directory; its best checkpoint plays.
        task_names: tasks of the sandbox.
        seeds: of the worlds; the same for the three players.
        minutes: game minutes each.
        device: where the model runs.
        workers: play the games.
        on_game: called with the task's and the player's name after each game, in order.
        latency_ms: virtual time between a tick and the agent's plan.
        abstain_above: see `agent.model_player.agent_planner`.

    Raises:
        CheckpointError: the run cannot be loaded.
        WorkerLost: workers are lost again and again.
    """
    run = run.resolve()  # a worker elsewhere has another folder to start from
    return tuple(
        _measured(
            workers, partial(play_agent, run, device, latency_ms, abstain_above), task_name, seeds, minutes, on_game
        )
        for task_name in task_names
    )


def _measured(
    workers: Workers,
    play_one: Callable[[str, float, int], Episode],
    task_name: str,
    seeds: Sequence[int],
    minutes: float,
    on_game: OnGame | None,
) -> TaskScores:
    jobs = {
        "agent": partial(play_one, task_name, minutes),  # first: a run that is no good says so now
        "expert": partial(play_expert, task_name, minutes),
        "random": partial(_play_random, task_name, minutes),
    }
    games: dict[str, tuple[Episode, ...]] = {}
    for name, job in jobs.items():
        played = []
        for episode in workers.map(job, seeds):
            if on_game is not None:
                on_game(task_name, name, episode)
            played.append(episode)
        games[name] = tuple(played)
    return TaskScores(
        task_name, task_named(task_name).version, minutes, games["agent"], games["expert"], games["random"]
    )


def play_agent(
    run: Path, device: str, latency_ms: int, abstain_above: float | None, task_name: str, minutes: float, seed: int
) -> Episode:
    """A game of a run's best checkpoint; see `measure_tasks`."""
    torch.set_num_threads(1)

    def planner(own: int) -> Planner:
        return agent_planner(run, device, own, abstain_above)

    return play_episode(
        task_name,
        seed,
        minutes,
        planner,
        latency_ns=latency_ms * MILLISECOND_NS,
        pictures=looks_at_pictures(run),
    )


def play_expert(task_name: str, minutes: float, seed: int) -> Episode:
    """A game of the task's expert."""
    return play_episode(task_name, seed, minutes, lambda own: scripted_planner(task_named(task_name).expert(own)))


def _play_random(task_name: str, minutes: float, seed: int) -> Episode:
    return play_episode(
        task_name, seed, minutes, lambda own: scripted_planner(task_named(task_name).random_player(own))
    )
