"""Scores of many games as a mean with its interval, and the ratio of two players."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

_RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its 95 % interval."""

    mean: float
    low: float
    high: float

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract."""
        return {"mean": round(self.mean, 4), "ci95": [round(self.low, 4), round(self.high, 4)]}


def mean_interval(values: Sequence[float]) -> Interval:
    """Mean and Student's t interval over independent games; of zero width for a single one.

    Raises:
        ValueError: no values.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    mean = float(np.mean(values))
    if len(values) < 2 or float(np.std(values)) == 0.0:
        return Interval(mean, mean, mean)
    half = float(stats.t.ppf(0.975, len(values) - 1) * stats.sem(values))
    return Interval(mean, mean - half, mean + half)


def ratio_interval(numerators: Sequence[float], denominators: Sequence[float], *, seed: int = 0) -> Interval | None:
    """Ratio of the two means over the same seeds, with a paired bootstrap percentile interval.

    Args:
        numerators: one score a game.
        denominators: one score a game, on the same seeds in the same order.
        seed: of the resampling.

    Returns:
        None where the denominators' mean is not positive, so that no ratio exists.
    """
    over: npt.NDArray[np.float64] = np.asarray(numerators, dtype=np.float64)
    under: npt.NDArray[np.float64] = np.asarray(denominators, dtype=np.float64)
    if over.shape != under.shape or not over.size:
        raise ValueError(f"a paired ratio needs as many games on both sides, found {over.size} and {under.size}")
    if under.mean() <= 0:
        return None
    picks = np.random.default_rng(seed).integers(0, over.size, size=(_RESAMPLES, over.size))
    under_means = under[picks].mean(axis=1)
    ratios = over[picks].mean(axis=1)[under_means > 0] / under_means[under_means > 0]
    low, high = np.quantile(ratios, [0.025, 0.975])
    return Interval(float(over.mean() / under.mean()), float(low), float(high))
