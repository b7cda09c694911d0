"""When the actions of a window happen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.actions import HORIZON_MS
from model.metrics.distributions import wasserstein
from model.metrics.sequences import ActionWindows, Bools, Floats


def timing_figures(draws: Sequence[ActionWindows], true: ActionWindows) -> dict[str, float]:
    """Figures of the waits; see docs/model.md, "Metrics"."""
    return {
        "gap_w1_ms": wasserstein(_pooled(draws, False), gaps_ms(true)),
        "wait_w1_ms": wasserstein(_pooled(draws, True), waits_ms(true)),
        "past_horizon_share": float(np.mean([is_past_horizon(draw) for draw in draws])),
        "backwards_share": float(np.mean([is_backwards(draw) for draw in draws])),
    }


def waits_ms(windows: ActionWindows) -> Floats:
    """The wait before each action, (M,): the first of a window counts from the window's start."""
    before = np.concatenate(([0.0], windows.at_ms[:-1]))
    waits: Floats = windows.at_ms - np.where(windows.is_first, 0.0, before[: len(windows.at_ms)])
    return waits


def gaps_ms(windows: ActionWindows) -> Floats:
    """The waits between the actions of a window: those before a window's first action left out."""
    return waits_ms(windows)[~windows.is_first]


def is_past_horizon(windows: ActionWindows) -> Bools:
    """Which windows hold an action at the horizon or later, bool (W,)."""
    return _any(windows, windows.at_ms >= HORIZON_MS)


def is_backwards(windows: ActionWindows) -> Bools:
    """Which windows hold an action before the one before it, or before the window's start, bool (W,)."""
    return _any(windows, waits_ms(windows) < 0.0)


def _any(windows: ActionWindows, wrong: Bools) -> Bools:
    found = np.zeros(windows.size, np.bool_)
    found[windows.window[wrong]] = True
    return found


def _pooled(draws: Sequence[ActionWindows], is_with_first: bool) -> Floats:
    return np.concatenate([waits_ms(draw) if is_with_first else gaps_ms(draw) for draw in draws])
