from __future__ import annotations

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from model.budget import Budget


def test_steps_alone_bound_a_budget_without_minutes() -> None:
    budget = Budget(VirtualClock(), 10, None)
    assert [budget.spent(step).share for step in (0, 5, 10)] == [0.0, 0.5, 1.0]
    assert [budget.spent(step).is_all for step in (9, 10)] == [False, True]


def test_whichever_is_closer_to_its_end_counts() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 10, 1.0)
    clock.sleep_until_ns(45 * SECOND_NS)
    assert (budget.spent(1).share, budget.spent(9).share) == (0.75, 0.9)
    clock.sleep_until_ns(60 * SECOND_NS)
    assert budget.spent(1).is_all


def test_a_resumed_run_counts_what_was_spent_before_in_its_share_but_has_all_its_minutes() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 1000, 1.0, first_step=100, seconds_before=60.0)
    assert budget.spent(100).share == pytest.approx(0.5)
    clock.sleep_until_ns(30 * SECOND_NS)
    spent = budget.spent(130)
    assert (spent.seconds, spent.is_all, spent.steps_per_s) == (90.0, False, 1.0)
