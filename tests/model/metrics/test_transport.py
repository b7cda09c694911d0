from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linear_sum_assignment

from model.metrics.transport import transport_distances, transport_energy
from tests.model.metrics.plain_windows import LEFT, PRESS, Act, Window, arrays, at, plain_windows, window


def by_assignment(one: Window, other: Window, deletion_ms: float = 100.0) -> float:
    """The assignment problem: each action is paired with one of the other side or with a blank of its own."""
    left, right = one.acts, other.acts
    cost = np.full((len(left) + len(right),) * 2, deletion_ms)
    cost[len(left) :, len(right) :] = 0.0
    for row, a in enumerate(left):
        for column, b in enumerate(right):
            cost[row, column] = abs(a.at_ms - b.at_ms) if a.kind == b.kind else 1e9
    return float(cost[linear_sum_assignment(cost)].sum())


@settings(max_examples=60)
@given(plain_windows(3, most=9), plain_windows(3, most=9))
def test_the_recursion_solves_the_assignment_problem(one: tuple[Window, ...], other: tuple[Window, ...]) -> None:
    slow = [by_assignment(left, right) for left, right in zip(one, other, strict=True)]
    assert transport_distances(arrays(*one), arrays(*other)).tolist() == pytest.approx(slow)


def test_an_action_alone_costs_its_deletion() -> None:
    assert transport_distances(arrays(at(10.0, 20.0)), arrays(at())).tolist() == [200.0]
    assert transport_distances(arrays(at()), arrays(at(10.0, 20.0)), 30.0).tolist() == [60.0]


def test_a_pair_costs_the_difference_of_its_times_unless_deleting_both_is_cheaper() -> None:
    assert transport_distances(arrays(at(10.0), at(10.0)), arrays(at(160.0), at(410.0))).tolist() == [150.0, 200.0]


def test_actions_of_different_kinds_are_never_paired() -> None:
    assert transport_distances(arrays(at(10.0)), arrays(window(Act(10.0, PRESS, thing=LEFT)))).tolist() == [200.0]


@settings(max_examples=30)
@given(plain_windows(2), plain_windows(2), plain_windows(2))
def test_the_distance_is_a_metric(a: tuple[Window, ...], b: tuple[Window, ...], c: tuple[Window, ...]) -> None:
    one, two, three = arrays(*a), arrays(*b), arrays(*c)
    there = transport_distances(one, two)
    assert transport_distances(one, one).tolist() == [0.0, 0.0]
    assert np.allclose(there, transport_distances(two, one))
    assert np.all(there <= transport_distances(one, three) + transport_distances(three, two) + 1e-9)


def test_a_hundred_actions_on_each_side_are_no_special_case() -> None:
    full = at(*np.linspace(0, 599, 100).round().tolist())
    assert transport_distances(arrays(full), arrays(full)).tolist() == [0.0]


def test_the_energy_of_draws_is_their_miss_less_half_their_spread() -> None:
    draws = [arrays(at()), arrays(at(50.0))]
    assert transport_energy(draws, arrays(at(60.0))) == pytest.approx((100.0 + 10.0) / 2 - 100.0 / 2)


def test_windows_are_compared_one_with_one() -> None:
    with pytest.raises(ValueError, match="2 windows against 1"):
        transport_distances(arrays(at(), at()), arrays(at()))
