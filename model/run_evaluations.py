"""What a run scored by playing, each time that it was measured: a line of JSON each, kept in the run directory."""

from __future__ import annotations

from pathlib import Path

import msgspec

from model.errors import CheckpointError
from model.whole_files import replace_file

EVALUATIONS = "evaluations.jsonl"
"""A file of a run directory."""


class ScoreInterval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mean with its 95 % interval (lower end, upper end)."""

    mean: float
    ci95: tuple[float, float]


class RunEvaluation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Games of a run's best checkpoint beside those of the expert and of a random player on the same seeds.

    Args:
        at: wall time (UTC, ISO 8601).
        revision: of the source, None where it is not a checkout.
        step: training steps behind the weights that played.
        task, task_version: what was played.
        episodes: games, one a seed ...
        first_seed: ... from this one on ...
        minutes: ... of so many game minutes each.
        agent, expert, random: score per game minute.
        ratio: agent over expert, None where the expert scored nothing.
    """

    at: str
    revision: str | None
    step: int
    task: str
    task_version: int
    episodes: int
    first_seed: int
    minutes: float
    agent: ScoreInterval
    expert: ScoreInterval
    random: ScoreInterval
    ratio: ScoreInterval | None


def read_evaluations(run: Path) -> tuple[RunEvaluation, ...]:
    """The evaluations of a run in the order in which they were made.

    Raises:
        CheckpointError: a line is damaged.
    """
    path = run / EVALUATIONS
    if not path.exists():
        return ()
    try:
        return tuple(msgspec.json.decode(line, type=RunEvaluation) for line in path.read_bytes().splitlines())
    except ValueError as error:  # DecodeError, and bytes that are no text
        raise CheckpointError(f"{path}: a line is no evaluation: {error}; remove that line") from error


def note_evaluation(run: Path, evaluation: RunEvaluation) -> None:
    """Add an evaluation to a run."""
    lines = [msgspec.json.encode(one) + b"\n" for one in (*read_evaluations(run), evaluation)]
    replace_file(run / EVALUATIONS, b"".join(lines))


def latest_by_task(evaluations: tuple[RunEvaluation, ...]) -> dict[str, RunEvaluation]:
    """The last evaluation of each task."""
    return {one.task: one for one in evaluations}
