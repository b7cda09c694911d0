from __future__ import annotations

import math

import pytest
import torch

from model.kaplan_meier import fit_kaplan_meier, kaplan_meier_nats, waits_of
from tests.model.network_batches import moves


def test_the_estimate_sums_to_one() -> None:
    estimate = fit_kaplan_meier([moves([[10, 20], [], [599]])])
    assert estimate.exp().sum().item() == pytest.approx(1.0)


def test_without_censoring_before_the_horizon_the_estimate_is_the_share() -> None:
    # 400 windows with one wait of 100 ms: of the 800 waits half are 100 ms and half go on to the end
    target = moves([[100]] * 400)
    estimate = fit_kaplan_meier([target]).exp()
    assert estimate[100].item() == pytest.approx(0.5, abs=0.01)
    assert estimate[500:].sum().item() == pytest.approx(0.5, abs=0.01)


def test_a_wait_that_was_cut_off_counts_as_long_as_it_was_watched() -> None:
    # after a wait of 500 ms only 100 ms are watched: those windows say nothing about 500 ms
    target = moves([[500]] * 300 + [[]] * 100)
    estimate = fit_kaplan_meier([target]).exp()
    assert estimate[500].item() == pytest.approx(0.75, abs=0.01)


def test_the_nats_are_those_of_a_slow_referee() -> None:
    target = moves([[10, 20], [], [300]])
    logs = fit_kaplan_meier([target])
    waits, survived = waits_of(target)
    slow = -sum(logs[wait].item() for wait in waits.tolist())
    slow -= sum(math.log(logs[left:].exp().sum().item()) for left in survived.tolist())
    assert kaplan_meier_nats(logs, target) == pytest.approx(slow)


def test_the_waits_of_a_target_are_its_real_ones_and_what_was_left() -> None:
    waits, survived = waits_of(moves([[10, 20], [], [300]]))
    assert (waits.tolist(), survived.tolist()) == ([10, 20, 300], [570, 600, 300])


def test_a_wait_that_was_never_seen_keeps_some_probability() -> None:
    assert fit_kaplan_meier([moves([[10]])]).isfinite().all()
    assert fit_kaplan_meier([moves([[]])])[:600].isfinite().all()


def test_weights_count() -> None:
    target = moves([[10], [20]])
    target.weight[0] = 0.0
    logs = torch.full((601,), -2.0, dtype=torch.float64)
    single = kaplan_meier_nats(logs, moves([[20]]))
    assert kaplan_meier_nats(logs, target) == pytest.approx(single)
