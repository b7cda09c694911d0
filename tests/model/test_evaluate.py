from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.checkpoint import Checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from model.config import load_config
from model.dataset import WindowDataset, dataset_of, vocabulary_of
from model.evaluate import evaluate_offline, evaluate_run, held_out_nats, spread_windows
from model.goals import next_presses
from model.kaplan_meier import fit_kaplan_meier, kaplan_meier_nats
from model.sources import open_shards
from model.timed_action_model import TimedActionModel

CPU = torch.device("cpu")


@pytest.fixture
def data(demonstrations: Path) -> WindowDataset:
    shards = open_shards([demonstrations])
    return dataset_of(shards, vocabulary_of(shards))


def model() -> TimedActionModel:
    torch.manual_seed(0)
    return TimedActionModel(load_config(None, ["encoder.hidden=8"]))


def test_batches_add_up_to_the_whole(data: WindowDataset) -> None:
    own = model().eval()
    report = evaluate_offline(own, data, CPU)
    whole = own.loss(data.batch(torch.arange(data.size).numpy())).detach().report()
    assert {name: report[name] for name in whole} == pytest.approx(whole, rel=1e-4)
    assert report["windows"] == data.size


def test_goals_are_judged_by_the_windows_they_follow(data: WindowDataset) -> None:
    own, chosen = model().eval(), data.chosen(np.arange(0, data.size, 3))
    with torch.no_grad():
        context = own.encode(chosen.batch(np.arange(chosen.size)).history)
        whole = own.decoder.goal_loss(context, torch.from_numpy(next_presses(data)[chosen.ticks]))
    assert evaluate_offline(own, chosen, CPU)["goal_nats"] == pytest.approx(whole.item(), rel=1e-4)


def test_the_floor_is_the_clock_of_the_models_own_training_data(data: WindowDataset) -> None:
    own, target = model(), data.batch(torch.arange(data.size).numpy()).target
    known = fit_kaplan_meier([target])
    own.decoder.clock.start_from(known)
    floor = evaluate_offline(own, data, CPU)["kaplan_meier_nats_per_window"]
    assert floor == pytest.approx(kaplan_meier_nats(known, target) / data.size)


def test_a_model_in_training_stays_so_but_is_judged_without_dropout(data: WindowDataset) -> None:
    own = model().train()
    assert evaluate_offline(own, data, CPU) == evaluate_offline(own, data, CPU)
    assert own.training


def test_a_run_is_judged_by_its_best_checkpoint(tmp_path: Path, demonstrations: Path, data: WindowDataset) -> None:
    own = model()
    save_checkpoint(tmp_path / BEST, Checkpoint(own, data.vocabulary, 0, {"total": 4.0}))
    assert evaluate_run(tmp_path, [demonstrations], "cpu") == evaluate_offline(own, data, CPU)
    assert held_out_nats(tmp_path) == {"total": 4.0}


def test_windows_are_spread_over_the_data(data: WindowDataset) -> None:
    few = spread_windows(data, 5)
    assert few.size == 5
    assert (few.ticks[0], few.ticks[-1]) == (data.ticks[0], data.ticks[-1])
    assert spread_windows(data, 10**6) is data
