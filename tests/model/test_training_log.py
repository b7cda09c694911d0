from __future__ import annotations

from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from model.training_log import TrainingLog


def test_figures_can_be_read_back_by_group_and_step(tmp_path: Path) -> None:
    with TrainingLog(tmp_path) as log:
        log.write("train", {"total": 2.5}, 1)
        log.write("train", {"total": 1.5}, 2)
    events = EventAccumulator(str(tmp_path))
    events.Reload()
    assert [(scalar.step, scalar.value) for scalar in events.Scalars("train/total")] == [(1, 2.5), (2, 1.5)]
