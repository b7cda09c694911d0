"""How many actions a window has: the length that nobody told the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.metrics.distributions import crps, wasserstein
from model.metrics.sequences import ActionWindows


def count_figures(draws: Sequence[ActionWindows], true: ActionWindows) -> dict[str, float]:
    """Figures of the number of actions; see docs/model.md, "Metrics".

    Args:
        draws: draws of the same windows.
        true: what was done in them.
    """
    counts = np.stack([draw.counts for draw in draws])
    return {
        "count_mean": float(counts.mean()),
        "count_mean_true": float(true.counts.mean()),
        "count_crps": crps(list(counts), true.counts),
        "count_w1": wasserstein(counts.ravel(), true.counts),
        "empty_share": float(np.mean(counts == 0)),
        "empty_share_true": float(np.mean(true.counts == 0)),
    }
