"""Correction rounds: a model plays, its tasks' experts take over at times, and it is trained on with what they did.

As DAgger (Ross, Gordon, Bagnell 2011): the model learns what to do where its own play leads, and its mistakes are no
longer the end of a game. As HG-DAgger (Kelly et al. 2019): only what the expert did while it played is learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from agent.corrected_game import CorrectedGame, Turns, play_corrected_game
from agent.errors import AgentError
from agent.model_player import agent_planner, looks_at_pictures
from bridge.sandbox.demonstrations import FOR_MODELS
from bridge.sandbox.tasks import task_named
from model.checkpoint import load_checkpoint
from model.checkpoint_label import LAST
from model.config import ModelConfig
from model.train import train
from model.training_report import OnProgress, TrainingResult
from model.workers import ProcessWorkers

_CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """What the rounds are made of.

    Args:
        tasks: names; each is played in each round.
        rounds: how many.
        games: of each task in each round.
        game_minutes: game minutes each.
        first_seed: of the first game; each game has its own.
        turns: how long model and expert play.
        training_minutes: after each round.
        device: where the model is trained: "auto", "cpu" or "cuda"; games are never forced onto CUDA.
    """

    tasks: tuple[str, ...]
    rounds: int
    games: int
    game_minutes: float
    first_seed: int
    turns: Turns
    training_minutes: float
    device: str

    @property
    def playing_device(self) -> str:
        """Where the model decides: a GPU that it is trained on is slower at single ticks."""
        return "auto" if self.device == "cuda" else self.device


@dataclass(frozen=True, slots=True)
class CorrectionRound:
    """What one round came to."""

    games: tuple[CorrectedGame, ...]
    trained: TrainingResult

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract."""
        ticks = sum(game.ticks for game in self.games)
        return {
            "run": str(self.trained.run),
            "games": len(self.games),
            "ticks": ticks,
            "corrected_ticks": sum(game.corrected_ticks for game in self.games),
            "score": round(sum(game.score_per_minute for game in self.games) / len(self.games), 3),
            "steps": self.trained.steps,
            "seconds": round(self.trained.seconds, 1),
            "windows_per_s": round(self.trained.windows_per_s, 1),
        }


@dataclass(frozen=True, slots=True)
class RoundsStage:
    """What the rounds tell while they run.

    Args:
        on_game: called after each game with its round, counted from 1.
        on_training: called after each step of training.
    """

    on_game: Callable[[int, CorrectedGame], None]
    on_training: OnProgress


def correct(
    run: Path, data: Sequence[Path], out: Path, config: ModelConfig, plan: CorrectionPlan, stage: RoundsStage
) -> tuple[CorrectionRound, ...]:
    """Do the rounds one after another; each plays with the weights of the one before.

    Args:
        run: a run directory; its last weights are where the first round starts.
        data: what the run was trained on; each round trains on it and on the corrections of all rounds so far.
        out: gets `corrections/round-1/*.mcap` and the run `round-1`, and so on; it must not exist.
        config: of training, with the sizes of the run.
        plan: what the rounds are made of.
        stage: told as they go.

    Raises:
        AgentError: `out` exists.
        CheckpointError: the run cannot be loaded, or is of other sizes.
        DataError: the data cannot be used.
    """
    if out.exists():
        raise AgentError(f"{out} exists; move it away, or name another folder with --out")
    load_checkpoint(run / LAST, _CPU)  # a run that is no good says so before any game is played
    done: list[CorrectionRound] = []
    sources = list(data)
    for number in range(1, plan.rounds + 1):
        folder = out / "corrections" / f"round-{number}"
        games = _play(run, folder, plan, number, partial(stage.on_game, number))
        sources.append(folder)
        trained = train(
            sources,
            out / f"round-{number}",
            config,
            minutes=plan.training_minutes,
            on_progress=stage.on_training,
            device=plan.device,
            start=run,
        )
        run = trained.run
        done.append(CorrectionRound(games, trained))
    return tuple(done)


def _play(
    run: Path, folder: Path, plan: CorrectionPlan, number: int, on_game: Callable[[CorrectedGame], None]
) -> tuple[CorrectedGame, ...]:
    folder.mkdir(parents=True)
    first = plan.first_seed + (number - 1) * plan.games
    games = [(task, seed) for task in plan.tasks for seed in range(first, first + plan.games)]
    played = []
    with ProcessWorkers(len(games)) as workers:
        for game in workers.map(partial(_play_one, run, folder, plan), games):
            played.append(game)
            on_game(game)
    return tuple(played)


def _play_one(run: Path, folder: Path, plan: CorrectionPlan, task_and_seed: tuple[str, int]) -> CorrectedGame:
    task, seed = task_and_seed
    path = folder / f"{task}-corrected-{seed:06d}.mcap"
    model = partial(agent_planner, run, plan.playing_device)
    filmed = FOR_MODELS if looks_at_pictures(run) else None
    return play_corrected_game(task_named(task), seed, plan.game_minutes, path, model, plan.turns, pictures=filmed)
