"""What the pictures of a comparison are drawn from: distributions and a few windows, kept with the figures."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind
from model.metrics.sequences import ActionWindows, Floats, Ints
from model.metrics.timing import gaps_ms

PIT_BINS = 20
_EXAMPLES = 6
_DRAWS_SHOWN = 3
_LEAST_MOVES = 8

Path = list[list[float]]
"""Places of the pointer one after another, canvas pixels."""


class PathExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pointer's way through a window, and what a model made of the same window.

    Args:
        true: what a person did.
        draws: of the model, at most three.
    """

    true: Path
    draws: list[Path]


class Curves(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares that sum to one, of what was produced and of what was done.

    Args:
        counts, counts_true: of windows with 0..100 actions.
        gaps, gaps_true: of waits of 0..599 whole milliseconds between the actions of a window.
        pit: of the clock's PIT in 20 bins; None: the model has no clock.
        paths: windows in which the pointer moves much, the same for every model.
    """

    counts: list[float]
    counts_true: list[float]
    gaps: list[float]
    gaps_true: list[float]
    pit: list[float] | None
    paths: list[PathExample]


def curves_of(draws: Sequence[ActionWindows], true: ActionWindows, pit: Floats | None) -> Curves:
    """The curves of draws of the same windows; `pit` from `randomised_pit`."""
    return Curves(
        counts=_shares(np.concatenate([draw.counts for draw in draws]), MAX_ACTIONS + 1),
        counts_true=_shares(true.counts, MAX_ACTIONS + 1),
        gaps=_shares(np.concatenate([gaps_ms(draw) for draw in draws]), HORIZON_MS),
        gaps_true=_shares(gaps_ms(true), HORIZON_MS),
        pit=None if pit is None else _shares(np.minimum(pit * PIT_BINS, PIT_BINS - 1), PIT_BINS),
        paths=[
            PathExample(_path(true, window), [_path(draw, window) for draw in draws[:_DRAWS_SHOWN]])
            for window in _examples(true).tolist()
        ],
    )


def _shares(values: Floats | Ints, classes: int) -> list[float]:
    """Of whole numbers 0..classes - 1; what lies beyond counts in the last one."""
    counted = np.bincount(np.clip(values, 0, classes - 1).astype(np.int64), minlength=classes)
    return [round(float(share), 6) for share in counted / max(len(values), 1)]


def _examples(true: ActionWindows) -> Ints:
    """Windows with many moves, evenly over the data; chosen by the truth alone."""
    moves = np.bincount(true.window[true.kind == ActionKind.MOVE], minlength=true.size)
    lively = np.flatnonzero(moves >= _LEAST_MOVES)
    if len(lively) <= _EXAMPLES:
        return lively
    return lively[np.linspace(0, len(lively) - 1, _EXAMPLES).astype(np.int64)]


def _path(windows: ActionWindows, window: int) -> Path:
    actions = slice(int(windows.offsets[window]), int(windows.offsets[window + 1]))
    places: Path = np.vstack([windows.start[window], windows.place[actions]]).tolist()
    return places
