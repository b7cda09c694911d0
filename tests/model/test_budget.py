from __future__ import annotations

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from model.budget import Budget


def test_steps_alone_bound_a_budget_without_minutes() -> None:
    budget = Budget(VirtualClock(), 10, None)
    assert [budget.share(step) for step in (0, 5, 10)] == [0.0, 0.5, 1.0]
    assert [budget.is_spent(step) for step in (9, 10)] == [False, True]


def test_whichever_is_closer_to_its_end_counts() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 10, 1.0)
    clock.sleep_until_ns(45 * SECOND_NS)
    assert (budget.share(1), budget.share(9)) == (0.75, 0.9)
    clock.sleep_until_ns(60 * SECOND_NS)
    assert budget.is_spent(1)


def test_a_resumed_run_counts_what_was_spent_before_in_its_share_but_has_all_its_minutes() -> None:
    clock = VirtualClock()
    budget = Budget(clock, 1000, 1.0, first_step=100, seconds_before=60.0)
    assert budget.share(100) == pytest.approx(0.5)
    clock.sleep_until_ns(30 * SECOND_NS)
    assert (budget.seconds, budget.is_spent(100), budget.steps_per_s(130)) == (90.0, False, 1.0)
