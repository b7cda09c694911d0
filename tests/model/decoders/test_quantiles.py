from __future__ import annotations

import pytest
import torch

from model.decoders.quantiles import QuantileHead, censored_pinball, pinball, wait_of

QUANTILES = torch.tensor([[10.0, 20.0, 50.0]])


def test_the_quantiles_are_positive_and_in_order() -> None:
    found = QuantileHead(4)(5.0 * torch.randn(50, 4, generator=torch.Generator().manual_seed(0)))
    assert found.shape == (50, 3)
    assert bool((found > 0).all())
    assert bool((found.diff(dim=1) > 0).all())


@pytest.mark.parametrize("wait", [20, 0, 60])
def test_the_pinball_loss_is_the_textbooks(wait: int) -> None:
    below = [0.1 * (wait - 10), 0.5 * (wait - 20), 0.9 * (wait - 50)]
    above = [-0.9 * (wait - 10), -0.5 * (wait - 20), -0.1 * (wait - 50)]
    expected = sum(max(pair) for pair in zip(below, above, strict=True)) / 10.0
    assert pinball(QUANTILES, torch.tensor([wait])).item() == pytest.approx(expected)


def test_the_pinball_loss_is_least_at_the_samples_quantiles() -> None:
    waits = torch.arange(1.0, 101.0)
    losses = [pinball(torch.tensor([[10.5, median, 90.5]]).expand(100, 3), waits).sum() for median in (40, 50.5, 60)]
    assert losses[1] < min(losses[0], losses[2])


def test_quantiles_past_what_was_watched_cost_nothing() -> None:
    assert censored_pinball(QUANTILES, torch.tensor([5])).item() == 0.0
    assert censored_pinball(QUANTILES, torch.tensor([30])).item() == pytest.approx(0.1 * 2.0 + 0.5 * 1.0)


@pytest.mark.parametrize(("uniform", "wait"), [(0.0, 0), (0.05, 5), (0.1, 10), (0.3, 15), (0.5, 20), (0.9, 50)])
def test_a_draw_goes_straight_from_quantile_to_quantile(uniform: float, wait: int) -> None:
    assert wait_of(QUANTILES, torch.tensor([uniform], dtype=torch.float64)).item() == wait


def test_without_a_draw_it_is_the_median() -> None:
    assert wait_of(QUANTILES, None).item() == 20
