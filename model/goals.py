"""What a window is on its way to: the place of the next button press, a label that training learns to foresee.

A decision moves the pointer by a few pixels at first, which hardly shows in the likelihood of a window; where the
button goes down in the end shows it plainly.
"""

from __future__ import annotations

import numpy as np

from model.actions import ActionKind
from model.dataset import WindowDataset
from model.windows import Floats

GOAL_WINDOWS = 3
"""A press counts as the goal of the window it lies in and of those up to two before."""


def next_presses(data: WindowDataset) -> Floats:
    """The way from the pointer at each tick's window start to the next press.

    Args:
        data: N ticks of all its sessions, whichever of them are chosen as windows.

    Returns:
        float32 (N, 2), pixels; NaN where no press follows soon, or the pointer was not seen yet.
    """
    place = _first_presses(data)  # (N, 2), on the canvas
    follows = place.copy()
    for ahead in range(1, GOAL_WINDOWS):
        later = np.full_like(place, np.nan)
        later[:-ahead] = place[ahead:]
        later[:-ahead][data.first_tick[ahead:] != data.first_tick[:-ahead]] = np.nan
        follows = np.where(np.isnan(follows), later, follows)
    return (follows - data.now.held.pointer).astype(np.float32)


def _first_presses(data: WindowDataset) -> Floats:
    """Where the first press of each tick's own window lies on the canvas, float32 (N, 2); NaN without one."""
    ticks = np.repeat(np.arange(len(data.target_counts)), data.target_counts)  # (M,)
    starts = np.cumsum(data.target_counts) - data.target_counts  # (N,)
    rows = data.targets.take(data.target_offsets[ticks] + np.arange(len(ticks)) - starts[ticks])  # (M, 7)
    way = np.cumsum(rows[:, 2:4], axis=0)  # (M, 2), from the first row of all
    before = np.where(starts[ticks][:, None] > 0, way[starts[ticks] - 1], 0)  # (M, 2)
    place = data.now.held.pointer[ticks] + way - before  # (M, 2)
    presses = np.flatnonzero(rows[:, 1] == ActionKind.PRESS)[::-1]  # the first press of a tick is written last
    found = np.full((len(data.target_counts), 2), np.nan, np.float32)
    found[ticks[presses]] = place[presses]
    return found
