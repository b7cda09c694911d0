from __future__ import annotations

import numpy as np
import pytest

from model.config import TrainingConfig
from model.order import WindowOrder
from model.windows import Ints


def windows_of_step(windows: int, training: TrainingConfig, step: int) -> Ints:
    return WindowOrder(np.ones(windows, np.float32), training).of_step(step)


def order_of_epoch(windows: int, training: TrainingConfig, epoch: int = 0) -> list[int]:
    steps = windows // training.batch
    return [int(w) for step in range(steps) for w in windows_of_step(windows, training, epoch * steps + step)]


@pytest.mark.parametrize("neighbours", [1, 4])
def test_an_epoch_takes_every_window_once(neighbours: int) -> None:
    training = TrainingConfig(batch=8, neighbours=neighbours)
    assert sorted(order_of_epoch(64, training)) == list(range(64))


def test_windows_come_in_runs_of_neighbours() -> None:
    order = np.array(order_of_epoch(640, TrainingConfig(batch=32, neighbours=8)))
    assert (np.diff(order) == 1).mean() > 0.8


def test_runs_are_cut_and_shuffled_anew_each_epoch() -> None:
    training = TrainingConfig(batch=8, neighbours=4)
    assert order_of_epoch(64, training, 0) != order_of_epoch(64, training, 1)


def test_a_step_is_a_function_of_the_seed_and_its_number() -> None:
    first, again, other = (windows_of_step(100, TrainingConfig(batch=10, seed=seed), 3).tolist() for seed in (0, 0, 1))
    assert first == again != other


def test_where_there_are_fewer_windows_than_a_batch_a_step_takes_all() -> None:
    assert sorted(windows_of_step(5, TrainingConfig(batch=8), 7).tolist()) == [0, 1, 2, 3, 4]


def test_windows_come_as_often_as_their_frequency_asks() -> None:
    often = np.repeat(np.array([1.0, 3.0], np.float32), (600, 200))
    order = WindowOrder(often, TrainingConfig(batch=8, neighbours=4))
    drawn = np.concatenate([order.of_step(step) for step in range(100)])
    assert abs((drawn < 600).mean() - 0.5) < 0.02
    counts = np.bincount(drawn, minlength=800)
    assert set(counts[:590]) <= {0, 1}
    assert set(counts[610:]) <= {1, 2}
