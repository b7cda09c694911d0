"""A model measured by playing: score per game minute of agent, expert and random player on the same unseen seeds."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from agent.episodes import Episode, play_episode
from agent.model_player import agent_planner
from agent.players import scripted_planner
from agent.scores import Interval, mean_interval, ratio_interval
from bridge.sandbox.tasks import task_named

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
    """Play one task; see `measure_tasks`."""
    (scores,) = measure_tasks(run, (task_name,), seeds, minutes, device, on_game)
    return scores


def measure_tasks(
    run: Path,
    task_names: Sequence[str],
    seeds: Sequence[int],
    minutes: float,
    device: str,
    on_game: OnGame | None = None,
) -> tuple[TaskScores, ...]:
    """Play every seed of each task with agent, expert and random player, spread over the machine's cores.

    Args:
        run: a run directory; its best checkpoint plays.
        task_names: tasks of the sandbox.
        seeds: of the worlds; the same for the three players.
        minutes: game minutes each.
        device: where the model runs.
        on_game: called with the task's and the player's name after each game, in order.
    """
    with worker_pool(len(seeds)) as pool:
        return tuple(_measured(pool, run, task_name, seeds, minutes, device, on_game) for task_name in task_names)


def _measured(
    pool: ProcessPoolExecutor,
    run: Path,
    task_name: str,
    seeds: Sequence[int],
    minutes: float,
    device: str,
    on_game: OnGame | None,
) -> TaskScores:
    jobs = {
        "agent": partial(_play_agent, run, device, task_name, minutes),  # first: a run that is no good says so now
        "expert": partial(_play_expert, task_name, minutes),
        "random": partial(_play_random, task_name, minutes),
    }
    games: dict[str, tuple[Episode, ...]] = {}
    for name, job in jobs.items():
        played = []
        for game in [pool.submit(job, seed) for seed in seeds]:
            episode = game.result()
            if on_game is not None:
                on_game(task_name, name, episode)
            played.append(episode)
        games[name] = tuple(played)
    return TaskScores(
        task_name, task_named(task_name).version, minutes, games["agent"], games["expert"], games["random"]
    )


@contextmanager
def worker_pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that end with us, whatever ends us; as many as there are jobs or processors."""
    workers = min(jobs, os.cpu_count() or 1)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_signals_to_parent) as pool:
        try:
            yield pool
        except BaseException:
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _leave_signals_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers


def _play_agent(run: Path, device: str, task_name: str, minutes: float, seed: int) -> Episode:
    torch.set_num_threads(1)
    return play_episode(task_name, seed, minutes, partial(agent_planner, run, device))


def _play_expert(task_name: str, minutes: float, seed: int) -> Episode:
    return play_episode(task_name, seed, minutes, lambda own: scripted_planner(task_named(task_name).expert(own)))


def _play_random(task_name: str, minutes: float, seed: int) -> Episode:
    return play_episode(
        task_name, seed, minutes, lambda own: scripted_planner(task_named(task_name).random_player(own))
    )
