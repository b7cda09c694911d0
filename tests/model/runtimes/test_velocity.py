from __future__ import annotations

import numpy as np
import pytest
import torch

from model.encoders.context import last_velocity
from model.runtimes.structs import Floats
from model.runtimes.velocity import pointer_velocity
from tests.model.network_batches import random_history


def rows(*actions: tuple[float, int, int]) -> Floats:
    return np.array([(offset_s, 0, x, y, 0, 0, 0) for offset_s, x, y in actions], np.float32).reshape(-1, 7)


def test_it_is_taken_between_the_last_two_actions_of_a_window() -> None:
    window = rows((0.1, 0, 0), (0.2, 10, 10), (0.25, 60, 0))
    assert pointer_velocity([(window, 0.6)]).tolist() == pytest.approx([1.0, -0.2], rel=1e-5)


def test_the_action_before_may_lie_in_an_earlier_window() -> None:
    windows = [(rows((0.5, 0, 0)), 0.6), (rows(), 0.6), (rows((0.1, 80, 0)), 0.6)]
    assert pointer_velocity(windows).tolist() == pytest.approx([80 / 800, 0.0], rel=1e-5)


@pytest.mark.parametrize("window", [rows(), rows((0.1, 5, 5))])
def test_without_two_actions_it_is_nothing(window: Floats) -> None:
    assert pointer_velocity([(window, 0.6)]).tolist() == [0.0, 0.0]


def test_two_actions_at_once_count_as_a_millisecond_apart() -> None:
    assert pointer_velocity([(rows((0.1, 0, 0), (0.1, 3, 4)), 0.6)]).tolist() == [3.0, 4.0]


def test_it_is_what_the_network_is_told() -> None:
    history = random_history(20)
    for row in range(20):
        windows = [
            (history.actions[row, t][history.action_mask[row, t]].numpy(), float(history.window_s[row, t]))
            for t in range(10)
            if history.window_mask[row, t]
        ]
        before = 10 - len(windows)
        padded = [(rows(), 0.0)] * before + windows
        told = last_velocity(history)[row]
        assert torch.equal(torch.from_numpy(pointer_velocity(padded)), told)
