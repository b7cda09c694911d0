"""One measured figure, its baseline of the same run, and the goal it is held against."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import msgspec


class Measurement(msgspec.Struct, frozen=True):
    """A row of `docs/results/bench.json`.

    Args:
        name: what was measured, such as "play: one decision".
        value: the figure, in `unit`.
        unit: such as "ms", "1/s" or "times life".
        baseline: what it is compared with, in the same unit and from the same run; None where it stands alone.
        ratio: value / baseline; None without a baseline.
        goal: such as "ratio >= 200" or "value <= 1.5"; None where it is only watched.
        ok: whether the goal is met; True without one.
    """

    name: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None
    goal: str | None
    ok: bool


def measured(
    name: str, value: float, unit: str, *, baseline: float | None = None, goal: str | None = None
) -> Measurement:
    """The row for a figure; machines differ, so a goal is best put on the ratio to a baseline of the same run.

    Args:
        goal: "ratio" or "value", then ">=" or "<=", then a number; None for no goal.
    """
    ratio = None if baseline is None else value / baseline
    return Measurement(name, value, unit, baseline, ratio, goal, goal is None or _meets(goal, value, ratio))


def best_seconds(action: Callable[[], object], *, repeats: int = 5) -> float:
    """The shortest of several runs in seconds: what the machine can do where nothing else disturbs it."""
    return min(_seconds(action) for _ in range(repeats))


def _seconds(action: Callable[[], object]) -> float:
    start_s = perf_counter()
    action()
    return perf_counter() - start_s


def _meets(goal: str, value: float, ratio: float | None) -> bool:
    subject, relation, bound = goal.split()
    figure = {"ratio": ratio, "value": value}[subject]
    if figure is None:
        raise ValueError(f"the goal {goal!r} needs a baseline")
    return {">=": figure >= float(bound), "<=": figure <= float(bound)}[relation]
