"""Distances between samples: Wasserstein, total variation, and the scores of draws against what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_Draw = TypeVar("_Draw")


def wasserstein(produced: npt.ArrayLike, true: npt.ArrayLike) -> float:
    """W1 of two samples on the line: the area between their distribution functions (Vallender, 1974).

    NaN where one of them is empty.
    """
    left, right = np.sort(np.asarray(produced, np.float64)), np.sort(np.asarray(true, np.float64))
    if len(left) == 0 or len(right) == 0:
        return float("nan")
    both = np.sort(np.concatenate([left, right]))
    below_left = np.searchsorted(left, both[:-1], side="right") / len(left)
    below_right = np.searchsorted(right, both[:-1], side="right") / len(right)
    return float(np.sum(np.abs(below_left - below_right) * np.diff(both)))


def total_variation(produced: npt.ArrayLike, true: npt.ArrayLike) -> float:
    """Half the summed difference of two tables of counts, each taken as shares; NaN where one of them is empty."""
    left, right = np.asarray(produced, np.float64), np.asarray(true, np.float64)
    if left.sum() == 0 or right.sum() == 0:
        return float("nan")
    return float(0.5 * np.abs(left / left.sum() - right / right.sum()).sum())


def energy_scores(draws: Sequence[_Draw], true: _Draw, distance: Callable[[_Draw, _Draw], Floats]) -> Floats:
    """The energy score E d(X, y) - E d(X, X') / 2 of each of W windows, (W,) (Gneiting and Raftery, 2007).

    X' is another draw than X, so that few draws do not favour a model that always says the same (the fair score of
    Ferro, 2014). One draw alone scores d(X, y), as a forecast that is a point does.

    Args:
        draws: of all windows, at least one.
        true: what came.
        distance: of two sets of windows, window by window (W,).
    """
    scores = np.mean([distance(draw, true) for draw in draws], axis=0)
    apart = [distance(one, other) for index, one in enumerate(draws) for other in draws[:index]]
    return np.asarray(scores - np.mean(apart, axis=0) / 2 if apart else scores, np.float64)


def crps(draws: Sequence[npt.ArrayLike], true: npt.ArrayLike) -> float:
    """The mean continuous ranked probability score of draws (W,) each: the energy score of |x - y| on the line."""
    values = [np.asarray(draw, np.float64) for draw in draws]
    return float(energy_scores(values, np.asarray(true, np.float64), lambda one, other: np.abs(one - other)).mean())
