"""What a run scored, kept in its directory and told on its model cards."""

from __future__ import annotations

from pathlib import Path

from agent.closed_loop import TaskScores, scores_of
from agent.scores import Interval, mean_interval
from model.checkpoint_label import BEST, LABEL, LAST, read_label
from model.model_card import write_card
from model.revision import source_revision
from model.run_evaluations import RunEvaluation, ScoreInterval, note_evaluation
from model.run_record import RECORD, wall_time_text


def keep_scores(run: Path, scores: TaskScores) -> None:
    """Note the scores of a run's best checkpoint, and write its model cards anew where it has a record."""
    note_evaluation(run, _evaluation(run, scores))
    for folder in (run / BEST, run / LAST):
        if (run / RECORD).exists() and (folder / LABEL).exists():
            write_card(run, folder)


def _evaluation(run: Path, scores: TaskScores) -> RunEvaluation:
    ratio = scores.ratio
    agent, expert, random = (
        _interval(mean_interval(scores_of(games))) for games in (scores.agent, scores.expert, scores.random)
    )
    return RunEvaluation(
        at=wall_time_text(),
        revision=source_revision(),
        step=read_label(run / BEST).step,
        task=scores.task,
        task_version=scores.version,
        episodes=len(scores.agent),
        first_seed=scores.agent[0].seed,
        minutes=scores.minutes,
        agent=agent,
        expert=expert,
        random=random,
        ratio=None if ratio is None else _interval(ratio),
    )


def _interval(value: Interval) -> ScoreInterval:
    return ScoreInterval(round(value.mean, 4), (round(value.low, 4), round(value.high, 4)))
