"""A figure is judged by its goal, on itself or on its ratio to a baseline."""

from __future__ import annotations

import pytest

from tests.benchmarks.measurement import measured


def test_a_ratio_is_taken_to_the_baseline() -> None:
    assert measured("speed", 500.0, "1/s", baseline=2.0).ratio == 250.0


@pytest.mark.parametrize(("goal", "ok"), [("ratio >= 200", True), ("ratio <= 200", False), ("value <= 500", True)])
def test_a_goal_is_held_against_the_figure_it_names(goal: str, ok: bool) -> None:
    assert measured("speed", 500.0, "1/s", baseline=2.0, goal=goal).ok is ok


def test_a_figure_without_a_goal_is_only_watched() -> None:
    assert measured("speed", 0.0, "1/s").ok


def test_a_goal_on_the_ratio_needs_a_baseline() -> None:
    with pytest.raises(ValueError, match="needs a baseline"):
        measured("speed", 500.0, "1/s", goal="ratio >= 200")
