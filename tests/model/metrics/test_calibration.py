from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from model.metrics.calibration import ks_statistic, randomised_pit


def intervals(p: float, censored_at: int, size: int, believed: float) -> tuple[np.ndarray, np.ndarray]:
    """Geometric waits, cut off at `censored_at`, as a clock sees them that believes in p = `believed`."""
    waits = np.random.default_rng(1).geometric(p, size) - 1
    seen = np.minimum(waits, censored_at)
    low, high = 1 - (1 - believed) ** seen, 1 - (1 - believed) ** (seen + 1)
    return low, np.where(waits >= censored_at, 1.0, high)


def test_the_true_clock_is_uniform_although_waits_are_whole_and_cut_off() -> None:
    low, high = intervals(0.05, 20, 20_000, believed=0.05)
    assert ks_statistic(randomised_pit(low, high, np.random.default_rng(0))) < 0.012


def test_a_wrong_clock_is_found_out() -> None:
    low, high = intervals(0.05, 20, 20_000, believed=0.08)
    assert ks_statistic(randomised_pit(low, high, np.random.default_rng(0))) > 0.1


def test_a_value_lies_in_its_interval() -> None:
    low, high = np.array([0.0, 0.5, 0.9]), np.array([0.1, 0.5, 1.0])
    values = randomised_pit(low, high, np.random.default_rng(0))
    assert np.all((values >= low) & (values <= high))


@pytest.mark.parametrize(
    "ends", [([0.5], [0.4]), ([-0.1], [0.4]), ([0.5], [1.1]), ([0.1], [0.2, 0.3]), ([np.nan], [1.0])]
)
def test_what_is_no_interval_is_refused(ends: tuple[list[float], list[float]]) -> None:
    with pytest.raises(ValueError, match="low <= high"):
        randomised_pit(*ends, np.random.default_rng(0))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_statistic_is_the_textbooks(values: list[float]) -> None:
    assert ks_statistic(values) == pytest.approx(stats.kstest(values, "uniform").statistic)


def test_an_empty_sample_has_no_statistic() -> None:
    assert np.isnan(ks_statistic([]))
