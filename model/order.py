"""The order in which windows are trained on: runs of neighbours, shuffled, some kinds of play more often."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.config import TrainingConfig
from model.windows import Floats, Ints

_ORDER = 2
"""Stream of randomness under the configured seed."""


class WindowOrder:
    """The windows of each step: a function of the seed and the step alone, so that a resumed run goes on exactly.

    An epoch cuts the windows into runs of neighbours, anew each time, and shuffles the runs. Neighbours share most of
    their history, which is encoded once (`model.encoders.shared_windows`). Where all windows count alike an epoch takes
    each of them once; otherwise a run comes as often as its window's frequency asks, rounded up or down.

    Args:
        frequencies: float (W,), how often each window is drawn beside the others; above 0.
        training: its batch, its neighbours and its seed.
    """

    def __init__(self, frequencies: Floats, training: TrainingConfig) -> None:
        self._frequencies, self._training = frequencies, training
        self._run = min(training.neighbours, len(frequencies), training.batch)
        self._epoch_order: tuple[int, Ints] | None = None

    def of_step(self, step: int) -> Ints:
        """The windows of a step counted from 0: int64 (B,), or all windows where there are fewer."""
        batch = self._training.batch
        epoch, place = divmod(step, max(1, len(self._frequencies) // batch))
        known = self._epoch_order
        if known is None or known[0] != epoch:
            self._epoch_order = known = epoch, self._order_of(epoch)
        return known[1][place * batch : (place + 1) * batch]

    def _order_of(self, epoch: int) -> Ints:
        run, windows = self._run, len(self._frequencies)
        generator = np.random.default_rng((self._training.seed, _ORDER, epoch))
        first = generator.integers(run)
        starts = np.arange(first - run, windows, run)
        weights = self._frequencies[np.clip(starts, 0, windows - 1)].astype(np.float64)
        if not (weights == weights[0]).all():
            starts = np.repeat(starts, _counts(weights, generator.random()))
        starts = generator.permutation(starts)
        order = (starts[:, None] + np.arange(run)).ravel()
        return order[(order >= 0) & (order < windows)]


def _counts(weights: npt.NDArray[np.float64], shift: float) -> Ints:
    """How often each of R runs comes among R draws: systematic sampling, each within one of its expected number."""
    ends = np.cumsum(weights) * (len(weights) / weights.sum())
    drawn: Ints = np.floor(ends + shift).astype(np.int64)
    return drawn - np.concatenate(([0], drawn[:-1]))
