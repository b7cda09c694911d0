"""Whether a clock's probabilities are true: the probability integral transform of its waits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def randomised_pit(low: npt.ArrayLike, high: npt.ArrayLike, generator: np.random.Generator) -> Floats:
    """The transform of N waits on whole milliseconds, (N,): uniform on [0, 1] exactly where the clock is right.

    A wait of w ms falls anywhere in [F(w - 1), F(w)] alike (Brockwell, 2007; Czado, Gneiting and Held, 2009), and a
    wait that was only seen to reach c ms anywhere in [F(c - 1), 1].

    Args:
        low: where each wait's interval begins, (N,), at least 0.
        high: where it ends, (N,), at most 1.
        generator: where in its interval each one falls.

    Raises:
        ValueError: the intervals are none.
    """
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    if low.shape != high.shape or not np.all((low >= 0.0) & (low <= high) & (high <= 1.0)):
        raise ValueError("expected 0 <= low <= high <= 1 for each wait")
    values: Floats = low + generator.random(low.shape) * (high - low)
    return values


def ks_statistic(values: npt.ArrayLike) -> float:
    """Kolmogorov-Smirnov: the largest distance of a sample's distribution function from the uniform one on [0, 1].

    NaN for an empty sample.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    if len(ordered) == 0:
        return float("nan")
    steps = np.arange(len(ordered) + 1) / len(ordered)
    return float(max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1])))
