"""Where the pointer goes in a window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.actions import ActionKind
from model.metrics.distributions import energy_scores, wasserstein
from model.metrics.sequences import ActionWindows, Floats


def path_figures(draws: Sequence[ActionWindows], true: ActionWindows) -> dict[str, float]:
    """Figures of the pointer's way; see docs/model.md, "Metrics"."""
    ends, true_ends = [ends_px(draw) for draw in draws], ends_px(true)
    acting = true.counts > 0
    misses = np.stack([_distance(end, true_ends)[acting] for end in ends])
    return {
        "step_w1_px": wasserstein(np.concatenate([move_steps_px(draw) for draw in draws]), move_steps_px(true)),
        "path_w1_px": wasserstein(np.concatenate([paths_px(draw) for draw in draws]), paths_px(true)),
        "end_px_median": float(np.median(misses)) if misses.size else float("nan"),
        "end_energy_px": float(energy_scores(ends, true_ends, _distance).mean()),
    }


def steps_px(windows: ActionWindows) -> Floats:
    """How far the pointer goes with each action, (M,)."""
    before = np.concatenate((np.zeros((1, 2)), windows.place))[: len(windows.place)]
    before = np.where(windows.is_first[:, None], windows.start[windows.window], before)
    return _distance(windows.place, before)


def move_steps_px(windows: ActionWindows) -> Floats:
    """How far each move goes."""
    is_move = windows.kind == ActionKind.MOVE
    steps: Floats = steps_px(windows)[is_move]
    return steps


def paths_px(windows: ActionWindows) -> Floats:
    """The length of the pointer's way through each window, (W,); 0 for an empty one."""
    return np.bincount(windows.window, weights=steps_px(windows), minlength=windows.size).astype(np.float64)


def ends_px(windows: ActionWindows) -> Floats:
    """Where the pointer is at each window's end, (W, 2)."""
    ends = windows.start.copy()
    filled = windows.counts > 0
    ends[filled] = windows.place[windows.offsets[1:][filled] - 1]
    return ends


def _distance(one: Floats, other: Floats) -> Floats:
    apart: Floats = np.hypot(one[:, 0] - other[:, 0], one[:, 1] - other[:, 1])
    return apart
