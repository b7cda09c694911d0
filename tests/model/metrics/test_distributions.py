from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.metrics.distributions import crps, energy_scores, total_variation, wasserstein

samples = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=12)


def slow_wasserstein(one: list[float], other: list[float]) -> float:
    """Both samples repeated to the same length and paired in order."""
    left, right = sorted(one * len(other)), sorted(other * len(one))
    return sum(abs(a - b) for a, b in zip(left, right, strict=True)) / len(left)


def slow_crps(draws: list[float], true: float) -> float:
    """The integral of (F - step)^2, F of the draws, plus what the fair score takes off for knowing few of them."""
    grid = sorted({*draws, true})
    area = 0.0
    for low, high in pairwise(grid):
        share = sum(draw <= low for draw in draws) / len(draws)
        area += (share - (true <= low)) ** 2 * (high - low)
    apart = sum(abs(a - b) for a in draws for b in draws) / len(draws) ** 2
    return area - (apart / 2 / (len(draws) - 1) if len(draws) > 1 else 0.0)


@given(samples, samples)
def test_wasserstein_pairs_both_samples_in_order(one: list[float], other: list[float]) -> None:
    assert wasserstein(one, other) == pytest.approx(slow_wasserstein(one, other))


def test_the_distance_of_two_shifted_samples_is_the_shift() -> None:
    assert wasserstein([1.0, 2.0, 9.0], [4.0, 5.0, 12.0]) == pytest.approx(3.0)


def test_there_is_no_distance_to_nothing() -> None:
    assert np.isnan(wasserstein([], [1.0]))
    assert np.isnan(total_variation([0, 0], [1, 1]))


def test_total_variation_is_the_share_that_would_have_to_change() -> None:
    assert total_variation([8, 2], [1, 1]) == pytest.approx(0.3)
    assert total_variation([3, 0], [0, 5]) == 1.0


@given(samples, st.integers(-20, 20).map(float))
def test_the_crps_is_the_area_between_the_distribution_functions(draws: list[float], true: float) -> None:
    assert crps([[draw] for draw in draws], [true]) == pytest.approx(slow_crps(draws, true), abs=1e-9)


def test_a_point_forecast_scores_its_error() -> None:
    assert crps([[3.0, 5.0]], [1.0, 5.0]) == 1.0
    assert crps([[3.0, 5.0], [3.0, 5.0]], [1.0, 5.0]) == 1.0


def test_the_crps_does_not_depend_on_the_number_of_draws_in_expectation() -> None:
    generator = np.random.default_rng(0)
    true, draws = generator.normal(size=20_000), generator.normal(size=(8, 20_000))
    assert crps(list(draws[:2]), true) == pytest.approx(crps(list(draws), true), abs=0.02)
    assert crps(list(draws), true) == pytest.approx(1 / np.sqrt(np.pi), abs=0.01)


def test_the_energy_score_takes_half_the_spread_off_the_miss() -> None:
    draws = [np.array([0.0]), np.array([4.0]), np.array([5.0])]
    score = energy_scores(draws, np.array([1.0]), lambda one, other: np.abs(one - other))
    assert score.tolist() == [pytest.approx((1 + 3 + 4) / 3 - (4 + 5 + 1) / 3 / 2)]
