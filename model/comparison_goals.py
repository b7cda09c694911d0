"""What the default model is asked to reach on human pointer input, and by how much each goal is met or missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on one number.

    Args:
        what: the number, for people.
        seen: the bound on unknown sessions of known people.
        unseen: the bound on people that were not trained on.
        found: the number from the model's figures and the baseline's; None: not defined.
        is_least: whether the bound is the least that is asked; otherwise the most.
    """

    what: str
    seen: float
    unseen: float
    found: Callable[[Figures, Figures], float | None]
    is_least: bool = False


def _ratio(name: str) -> Callable[[Figures, Figures], float | None]:
    def found(own: Figures, baseline: Figures) -> float | None:
        value, other = own.get(name), baseline.get(name)
        return None if value is None or not other else value / other

    return found


def _own(name: str) -> Callable[[Figures, Figures], float | None]:
    return lambda own, baseline: own.get(name)  # noqa: ARG005 (the goal is absolute)


def _left_presses_off(own: Figures, _: Figures) -> float | None:
    drawn, true = own.get("left_presses_per_100"), own.get("left_presses_per_100_true")
    return None if drawn is None or not true else abs(drawn / true - 1.0)


def _empty_off(own: Figures, _: Figures) -> float | None:
    drawn, true = own.get("empty_share"), own.get("empty_share_true")
    return None if drawn is None or true is None else abs(drawn - true)


def _clock_gain(own: Figures, _: Figures) -> float | None:
    clock, floor = own.get("clock_nats_per_window"), own.get("kaplan_meier_nats_per_window")
    return None if clock is None or floor is None else floor - clock


GOALS = (
    Goal("count CRPS / baseline", 0.72, 0.70, _ratio("count_crps")),
    Goal("gap W1 / baseline", 0.20, 0.40, _ratio("gap_w1_ms")),
    Goal("path W1 / baseline", 0.32, 0.45, _ratio("path_w1_px")),
    Goal("kind nats / baseline", 0.40, 0.42, _ratio("kind_nats_per_action")),
    Goal("place nats / baseline", 0.36, 0.36, _ratio("place_nats_per_action")),
    Goal("transport energy / baseline (drawn)", 0.82, 0.82, _ratio("otd_energy")),
    Goal("share of windows past 600 ms", 0.0, 0.0, _own("past_horizon_share")),
    Goal("share of impossible button events", 0.0, 0.0, _own("impossible_share")),
    Goal("left presses, off the truth by", 0.10, 0.15, _left_presses_off),
    Goal("empty share, off the truth by", 0.02, 0.03, _empty_off),
    Goal("PIT, Kolmogorov-Smirnov", 0.02, 0.04, _own("pit_ks")),
    Goal("nats a window better than Kaplan-Meier", 3.0, 3.0, _clock_gain, is_least=True),
)


def verdict(goal: Goal, split: Literal["seen", "unseen"], own: Figures, baseline: Figures) -> str:
    """The number, what was asked, and by how much it is met or missed."""
    asked, found = getattr(goal, split), goal.found(own, baseline)
    sign = "≥" if goal.is_least else "≤"
    if found is None:
        return f"not defined (asked {sign} {asked:g})"
    spare = found - asked if goal.is_least else asked - found
    word = f"met by {spare:.3g}" if spare >= 0.0 else f"**missed by {-spare:.3g}**"
    return f"{found:.3g} (asked {sign} {asked:g}): {word}"
