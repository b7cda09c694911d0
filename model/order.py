"""The order in which windows are trained on: runs of neighbours, shuffled."""

from __future__ import annotations

import numpy as np

from model.config import TrainingConfig
from model.windows import Ints

_ORDER = 2
"""Stream of randomness under the configured seed."""


def windows_of_step(windows: int, training: TrainingConfig, step: int) -> Ints:
    """The windows of a step: a function of the seed and the step alone, so that a resumed run goes on exactly.

    An epoch cuts the windows into runs of neighbours, anew each time, and shuffles the runs. Neighbours share most of
    their history, which is encoded once (`model.encoders.shared_windows`).

    Args:
        windows: W, how many there are.
        training: its batch, its neighbours and its seed.
        step: counted from 0.

    Returns:
        int64 (B,), or all windows where there are fewer.
    """
    run = min(training.neighbours, windows, training.batch)
    epoch, place = divmod(step, max(1, windows // training.batch))
    generator = np.random.default_rng((training.seed, _ORDER, epoch))
    first = generator.integers(run)
    starts = generator.permutation(np.arange(first - run, windows, run))
    order = (starts[:, None] + np.arange(run)).ravel()
    order = order[(order >= 0) & (order < windows)]
    return order[place * training.batch : (place + 1) * training.batch]
