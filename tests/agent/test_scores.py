"""Intervals of scores agree with a slow, obvious referee."""

import math

import numpy as np
import pytest

from agent.scores import Interval, mean_interval, ratio_interval


def test_the_interval_of_two_values_follows_the_t_distribution():
    interval = mean_interval([1.0, 3.0])
    assert interval.mean == 2.0
    assert math.isclose(interval.high - 2.0, 12.7062, rel_tol=1e-4)


def test_equal_values_have_no_width():
    assert mean_interval([2.0, 2.0, 2.0]) == Interval(2.0, 2.0, 2.0)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    generator = np.random.default_rng(1)
    hits = 0
    for _ in range(1_000):
        interval = mean_interval(list(generator.normal(5.0, 2.0, size=8)))
        hits += interval.low <= 5.0 <= interval.high
    assert 930 <= hits <= 970


def test_a_ratio_is_that_of_the_means():
    ratio = ratio_interval([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    assert ratio == Interval(0.5, 0.5, 0.5)


def test_a_ratio_over_nothing_does_not_exist():
    assert ratio_interval([1.0], [0.0]) is None


def test_unpaired_games_are_refused():
    with pytest.raises(ValueError, match="paired"):
        ratio_interval([1.0], [1.0, 2.0])
