from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from bridge.clock import SECOND_NS, VirtualClock
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, LAST
from model.config import ModelConfig, load_config
from model.dataset import WindowDataset
from model.errors import CheckpointError, DataError, ModelError
from model.familiarity import load_familiarity
from model.train import train
from model.training_report import TrainingProgress

CPU = torch.device("cpu")


def config(**changes: object) -> ModelConfig:
    values = {"steps": 6, "batch": 16, "evaluate_every": 2, "threads": 1, "learning_rate": 0.003} | changes
    return load_config(None, ["encoder.hidden=16", *(f"training.{key}={value}" for key, value in values.items())])


def interrupt_after(step: int) -> Callable[[TrainingProgress], None]:
    def interrupt(progress: TrainingProgress) -> None:
        if progress.step == step:
            raise KeyboardInterrupt

    return interrupt


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_checkpoint(folder, CPU).model.state_dict()


def test_training_writes_the_best_and_the_last_checkpoint_and_a_log(tmp_path: Path, demonstrations: Path) -> None:
    seen: list[TrainingProgress] = []
    result = train([demonstrations], tmp_path / "run", config(), on_progress=seen.append, device="cpu")
    assert [progress.step for progress in seen] == [1, 2, 3, 4, 5, 6]
    assert [progress.held_out is not None for progress in seen] == [False, True] * 3
    assert (result.steps, result.run) == (6, tmp_path / "run")
    best = load_checkpoint(result.run / BEST, CPU)
    assert best.metrics == result.best
    assert best.metrics in [progress.held_out for progress in seen]
    assert "Tree" in best.vocabulary.names
    assert load_checkpoint(result.run / LAST, CPU).step == 6
    assert list((result.run / "logs").glob("events.*"))
    assert len(load_familiarity(result.run, best.step).known) > 50


def test_a_resumed_run_ends_with_the_same_weights_bit_for_bit(tmp_path: Path, demonstrations: Path) -> None:
    drawn = config(committed_ms=200)
    train([demonstrations], tmp_path / "whole", drawn, device="cpu")
    with pytest.raises(KeyboardInterrupt):
        train([demonstrations], tmp_path / "cut", drawn, on_progress=interrupt_after(3), device="cpu")
    train([demonstrations], tmp_path / "cut", drawn, resume=tmp_path / "cut", device="cpu")
    whole, resumed = weights(tmp_path / "whole" / LAST), weights(tmp_path / "cut" / LAST)
    assert all(torch.equal(resumed[name], value) for name, value in whole.items())


def test_the_same_seed_trains_the_same_weights_and_another_seed_others(tmp_path: Path, demonstrations: Path) -> None:
    runs = {
        name: train([demonstrations], tmp_path / name, config(seed=seed), device="cpu").run
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    }
    first, same, other = (weights(run / LAST)["decoder.start.weight"] for run in runs.values())
    assert torch.equal(first, same)
    assert not torch.equal(first, other)


def test_a_resumed_run_keeps_its_own_configuration(tmp_path: Path, demonstrations: Path) -> None:
    train([demonstrations], tmp_path, config(steps=2), device="cpu")
    result = train([demonstrations], tmp_path, config(steps=99), resume=tmp_path, device="cpu")
    assert result.steps == 2


def test_training_ends_when_its_minutes_are_over_and_is_judged_once_more(tmp_path: Path, demonstrations: Path) -> None:
    clock, seen = VirtualClock(), []

    def ten_seconds_a_step(progress: TrainingProgress) -> None:
        seen.append(progress)
        clock.sleep_until_ns(clock.now_ns() + 10 * SECOND_NS)

    result = train(
        [demonstrations],
        tmp_path,
        config(steps=99, evaluate_every=50),
        minutes=0.5,
        device="cpu",
        clock=clock,
        on_progress=ten_seconds_a_step,
    )
    assert (result.steps, [round(progress.share, 3) for progress in seen]) == (3, [0.01, 0.333, 0.667])
    assert result.best


def test_only_chosen_windows_are_trained_on_and_held_out(tmp_path: Path, demonstrations: Path) -> None:
    sizes: list[int] = []

    def first_five(data: WindowDataset) -> WindowDataset:
        sizes.append(data.size)
        return data.chosen(np.arange(5))

    seen: list[TrainingProgress] = []
    train([demonstrations], tmp_path, config(steps=1, evaluate_every=1), on_progress=seen.append, choose=first_five)
    assert len(sizes) == 2
    assert [progress.held_out is not None and progress.held_out["windows"] for progress in seen] == [5]


def test_a_directory_that_holds_a_run_is_not_overwritten(tmp_path: Path, demonstrations: Path) -> None:
    train([demonstrations], tmp_path, config(steps=1), device="cpu")
    with pytest.raises(ModelError, match="holds a run already; choose another directory, or resume it"):
        train([demonstrations], tmp_path, config(steps=1), device="cpu")


def test_a_run_that_is_not_there_cannot_be_resumed(tmp_path: Path, demonstrations: Path) -> None:
    with pytest.raises(CheckpointError, match="holds no checkpoint"):
        train([demonstrations], tmp_path, config(), resume=tmp_path / "absent", device="cpu")


def test_a_run_that_starts_from_another_goes_on_with_its_last_weights(tmp_path: Path, demonstrations: Path) -> None:
    first = train([demonstrations], tmp_path / "first", config(steps=3), device="cpu").run
    tiny = config(steps=1, learning_rate=1e-9, weight_decay=0.0)
    second = train([demonstrations], tmp_path / "second", tiny, device="cpu", start=first).run
    began, went_on = weights(first / LAST), weights(second / LAST)
    assert all(torch.allclose(went_on[name], value, atol=1e-6) for name, value in began.items())
    assert load_checkpoint(second / LAST, CPU).step == 1


def test_a_run_of_other_sizes_is_no_start(tmp_path: Path, demonstrations: Path) -> None:
    first = train([demonstrations], tmp_path / "first", config(steps=1), device="cpu").run
    wider = load_config(None, ["encoder.hidden=32"])
    with pytest.raises(CheckpointError, match="same encoder and decoder"):
        train([demonstrations], tmp_path / "second", wider, device="cpu", start=first)


def test_one_session_is_too_few(tmp_path: Path, demonstrations: Path) -> None:
    with pytest.raises(DataError, match="record at least 2"):
        train([next(iter(sorted(demonstrations.glob("*.mcap"))))], tmp_path, config(), device="cpu")


def test_a_loss_that_explodes_is_an_error_and_not_a_checkpoint(tmp_path: Path, demonstrations: Path) -> None:
    with pytest.raises(ModelError, match="is not finite"):
        train([demonstrations], tmp_path, config(learning_rate=1e30, steps=50, evaluate_every=100), device="cpu")
    assert not (tmp_path / BEST).exists()


def test_the_checkpoint_is_kept_that_knows_best_where_it_is_going(
    tmp_path: Path, demonstrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = iter([{"total": total, "goal_nats": goal} for total, goal in ((4.0, 1.0), (4.1, 0.5), (4.3, 0.4))])
    monkeypatch.setattr("model.train.evaluate_offline", lambda *_: next(judged))
    train([demonstrations], tmp_path, config(steps=6, goal_weight=0.5), device="cpu")
    assert load_checkpoint(tmp_path / BEST, CPU).step == 4


def test_a_held_out_loss_that_is_no_number_is_an_error_and_not_the_best(
    tmp_path: Path, demonstrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.train.evaluate_offline", lambda *_: {"total": float("nan")})
    with pytest.raises(ModelError, match="step 1: the loss of held-out windows is not finite"):
        train([demonstrations], tmp_path, config(steps=1), device="cpu")
    assert not (tmp_path / BEST).exists()
