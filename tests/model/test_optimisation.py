from __future__ import annotations

import pytest
import torch
from torch import nn

from model.config import TrainingConfig
from model.optimisation import learning_rate, make_optimiser, move_average, restore_training, training_tensors


def test_the_learning_rate_rises_straight_and_falls_along_half_a_cosine() -> None:
    config = TrainingConfig(learning_rate=1.0, warmup_share=0.1)
    shares = (0.05, 0.1, 0.55, 1.0)
    assert [learning_rate(config, share) for share in shares] == pytest.approx([0.5, 1.0, 0.51, 0.02])


def test_the_first_step_moves_even_during_warm_up() -> None:
    assert learning_rate(TrainingConfig(), 0.0) > 0.0


def test_only_matrices_decay() -> None:
    groups = make_optimiser(nn.Linear(2, 3), TrainingConfig(weight_decay=0.3)).param_groups
    assert [(group["weight_decay"], [weight.ndim for weight in group["params"]]) for group in groups] == [
        (0.3, [2]),
        (0.0, [1]),
    ]


def test_the_average_follows_quickly_at_first_and_slowly_later() -> None:
    average, model = nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        average.weight.fill_(0.0)
        model.weight.fill_(1.0)
    move_average(average, model, 0.99, 0)
    assert average.weight.item() == pytest.approx(0.9)
    move_average(average, model, 0.99, 100_000)
    assert average.weight.item() == pytest.approx(0.9 + 0.1 * 0.01)


def test_a_weight_without_moments_is_restored_without_them() -> None:
    model = nn.Linear(2, 2)
    optimiser = make_optimiser(model, TrainingConfig())
    tensors = training_tensors(model, optimiser)
    assert sorted(tensors) == ["model.bias", "model.weight"]
    restore_training(model, optimiser, tensors)
    assert not optimiser.state
