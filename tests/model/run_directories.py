"""A run directory as training leaves it, with weights that have learned nothing."""

from __future__ import annotations

from pathlib import Path

from model.checkpoint import Checkpoint, save_checkpoint
from model.checkpoint_label import BEST, LAST
from model.config import ModelConfig, load_config
from model.run_curves import CurveWriter
from model.run_evaluations import RunEvaluation, ScoreInterval
from model.run_record import UsedSession, new_start, note_start
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary

SESSIONS = (
    UsedSession("one", "one.mcap", "a" * 64, "woodcutting", "expert", 1000, is_held_out=False),
    UsedSession("two", "two.mcap", "b" * 64, "woodcutting", "expert", 200, is_held_out=True),
    UsedSession("three", "three.mcap", "c" * 64, "combat", "person", 100, is_held_out=False),
)


def tiny(*overrides: str) -> ModelConfig:
    return load_config(None, ["encoder.hidden=16", *overrides])


def write_run(run: Path, config: ModelConfig) -> None:
    note_start(run, config, new_start(0, "cpu", 1, SESSIONS))
    checkpoint = Checkpoint(TimedActionModel(config), Vocabulary(("Tree",)), 40, {"total": 1.5})
    for folder in (BEST, LAST):
        save_checkpoint(run / folder, checkpoint)
    curves = CurveWriter(run)
    for step, loss in ((20, 2.5), (40, 1.5)):
        curves.trained({"total": loss + 0.1})
        curves.judged(step, 2.0 * step, {"total": loss})


def evaluation(ratio: float | None, step: int = 40) -> RunEvaluation:
    agent, expert, random = (ScoreInterval(mean, (mean - 1.0, mean + 1.0)) for mean in (9.0, 18.0, 0.1))
    return RunEvaluation(
        at="2026-01-02T03:04:05+00:00",
        revision=None,
        step=step,
        task="woodcutting",
        task_version=1,
        episodes=8,
        first_seed=900_000,
        minutes=10.0,
        agent=agent,
        expert=expert,
        random=random,
        ratio=None if ratio is None else ScoreInterval(ratio, (ratio - 0.1, ratio + 0.1)),
    )
