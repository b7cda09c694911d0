from __future__ import annotations

from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from model.run_curves import CurvePoint, read_curves
from model.training_log import TrainingLog


def test_figures_can_be_read_back_by_group_and_step(tmp_path: Path) -> None:
    with TrainingLog(tmp_path) as log:
        log.trained({"total": 2.5}, 1)
        log.trained({"total": 1.5}, 2)
    events = EventAccumulator(str(tmp_path / "logs"))
    events.Reload()
    assert [(scalar.step, scalar.value) for scalar in events.Scalars("train/total")] == [(1, 2.5), (2, 1.5)]


def test_an_evaluation_is_a_point_of_the_curves(tmp_path: Path) -> None:
    with TrainingLog(tmp_path) as log:
        log.trained({"total": 2.5}, 1)
        log.judged({"total": 3.0}, 1, 0.5)
    assert read_curves(tmp_path) == (CurvePoint(1, 0.5, {"total": 2.5}, {"total": 3.0}),)
