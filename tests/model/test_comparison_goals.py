from __future__ import annotations

import pytest

from model.comparison_goals import GOALS, verdict

GOAL = {goal.what: goal for goal in GOALS}
BASELINE = {"count_crps": 4.0}


def test_a_ratio_is_met_or_missed_by_how_much() -> None:
    goal = GOAL["count CRPS / baseline"]
    assert verdict(goal, "seen", {"count_crps": 2.8}, BASELINE) == "0.7 (asked ≤ 0.72): met by 0.02"
    assert verdict(goal, "unseen", {"count_crps": 3.0}, BASELINE) == "0.75 (asked ≤ 0.7): **missed by 0.05**"


def test_nothing_is_asked_of_what_is_not_defined() -> None:
    goal = GOAL["count CRPS / baseline"]
    assert verdict(goal, "seen", {"count_crps": None}, BASELINE) == "not defined (asked ≤ 0.72)"
    assert verdict(goal, "seen", {"count_crps": 1.0}, {}) == "not defined (asked ≤ 0.72)"


def test_a_goal_of_zero_is_met_by_zero_alone() -> None:
    goal = GOAL["share of windows past 600 ms"]
    assert verdict(goal, "seen", {"past_horizon_share": 0.0}, {}) == "0 (asked ≤ 0): met by 0"
    assert "missed" in verdict(goal, "seen", {"past_horizon_share": 1e-6}, {})


def test_the_clock_must_be_better_than_its_floor_by_at_least_so_much() -> None:
    goal = GOAL["nats a window better than Kaplan-Meier"]
    figures = {"clock_nats_per_window": 16.0, "kaplan_meier_nats_per_window": 20.0}
    assert verdict(goal, "seen", figures, {}) == "4 (asked ≥ 3): met by 1"
    assert "missed by 1" in verdict(goal, "seen", figures | {"clock_nats_per_window": 18.0}, {})


@pytest.mark.parametrize(("drawn", "off"), [(11.0, 0.1), (9.0, 0.1), (10.0, 0.0)])
def test_presses_count_as_off_on_either_side(drawn: float, off: float) -> None:
    figures = {"left_presses_per_100": drawn, "left_presses_per_100_true": 10.0}
    found = GOAL["left presses, off the truth by"].found(figures, {})
    assert found == pytest.approx(off)


def test_empty_windows_are_compared_in_points() -> None:
    found = GOAL["empty share, off the truth by"].found({"empty_share": 0.3, "empty_share_true": 0.32}, {})
    assert found == pytest.approx(0.02)
