from __future__ import annotations

import pytest
import torch

from model.distributions import (
    bounded_log_scale,
    draw_class,
    log_logistic_mass,
    log_probability_of,
    masked_log_probabilities,
    scored_rows,
    signed_exp,
    signed_log,
    spread_rows,
)


def test_masked_probabilities_sum_to_one_and_give_nothing_to_the_rest() -> None:
    allowed = torch.tensor([[True, False, True], [False, False, True]])
    logs = masked_log_probabilities(torch.randn(2, 3, generator=torch.Generator().manual_seed(0)), allowed)
    torch.testing.assert_close(logs.exp().sum(dim=-1), torch.ones(2))
    assert (logs[~allowed] == -torch.inf).all()


def test_the_probability_of_a_class_is_its_entry() -> None:
    logs = torch.tensor([[-1.0, -2.0], [-3.0, -4.0]])
    assert log_probability_of(logs, torch.tensor([1, 0])).tolist() == [-2.0, -3.0]


def test_rows_that_are_not_chosen_have_no_part_and_what_is_not_allowed_has_none() -> None:
    logits = torch.tensor([[0.5, 0.25, 0.25], [0.5, 0.25, 0.25], [0.5, 0.25, 0.25]]).log()
    chosen, classes = torch.tensor([True, False, True]), torch.tensor([1, 0, 2])
    torch.testing.assert_close(scored_rows(chosen, classes, logits, None).exp(), torch.tensor([0.25, 1.0, 0.25]))
    allowed = torch.tensor([[True, True, True], [False, False, False], [False, True, True]])
    torch.testing.assert_close(scored_rows(chosen, classes, logits, allowed).exp(), torch.tensor([0.25, 1.0, 0.5]))


def test_values_are_spread_over_their_places() -> None:
    assert spread_rows(torch.tensor([3.0, 5.0]), torch.tensor([2, 0]), 4).tolist() == [5.0, 0.0, 3.0, 0.0]


@pytest.mark.parametrize("uniform", [0.0, 0.2499999, 0.5, 1.0 - 2**-53])
def test_a_class_of_probability_zero_is_never_drawn(uniform: float) -> None:
    logs = torch.tensor([[0.0, 0.25, 0.0, 0.75, 0.0]]).log()
    assert draw_class(logs, torch.tensor([uniform], dtype=torch.float64)).item() in (1, 3)


def test_classes_are_drawn_as_often_as_they_are_probable() -> None:
    logs = torch.tensor([0.1, 0.6, 0.3]).log().expand(1000, 3)
    drawn = draw_class(logs, (torch.arange(1000, dtype=torch.float64) + 0.5) / 1000)
    assert torch.bincount(drawn).tolist() == [100, 600, 300]


@pytest.mark.parametrize("log_scale", [-2.0, 0.0, 2.0])
def test_a_discretised_logistic_sums_to_one_over_the_integers(log_scale: float) -> None:
    values = torch.arange(-400, 401, dtype=torch.float64)
    logs = log_logistic_mass(values, torch.tensor(0.3, dtype=torch.float64), torch.tensor(log_scale).double())
    assert logs.exp().sum().item() == pytest.approx(1.0, abs=1e-9)


def test_the_logistic_mass_is_the_difference_of_the_distribution_function() -> None:
    values = torch.arange(-5, 6, dtype=torch.float64)
    mean, scale = 0.7, 1.9
    upper, lower = torch.sigmoid((values + 0.5 - mean) / scale), torch.sigmoid((values - 0.5 - mean) / scale)
    logs = log_logistic_mass(values, torch.tensor(mean).double(), torch.tensor(scale).double().log())
    torch.testing.assert_close(logs.exp(), upper - lower, atol=1e-7, rtol=0)


@pytest.mark.parametrize("log_scale", [-3.0, 6.5])
@pytest.mark.parametrize("value", [0.0, 700.0, -900.0])
def test_the_logistic_mass_and_its_gradient_are_finite_far_out(value: float, log_scale: float) -> None:
    mean, scale = torch.zeros(1, requires_grad=True), torch.full((1,), log_scale, requires_grad=True)
    mass = log_logistic_mass(torch.tensor([value]), mean, scale)
    mass.sum().backward()
    assert all(bool(tensor.isfinite().all()) for tensor in (mass, mean.grad, scale.grad))  # type: ignore[union-attr]


def test_signed_exp_undoes_signed_log() -> None:
    values = torch.tensor([-300.0, -1.5, 0.0, 0.2, 700.0])
    torch.testing.assert_close(signed_exp(signed_log(values)), values)


def test_log_scales_stay_in_their_bounds() -> None:
    scales = bounded_log_scale(torch.tensor([-1e6, 0.0, 1e6]))
    assert -3.001 <= scales.min().item() < scales.max().item() <= 6.501
