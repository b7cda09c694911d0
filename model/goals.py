"""What a window is on its way to: the place of the next button press, a label that training learns to foresee.

A decision moves the pointer by a few pixels at first, which hardly shows in the likelihood of a window; where the
button goes down in the end shows it plainly.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.actions import ActionKind
from model.authorship import Role
from model.dataset import WindowDataset
from model.tokens.token import TokenField
from model.windows import Floats, Ints

GOAL_WINDOWS = 3
"""A press comes soon in the window it lies in and in those up to two before."""
INTENT_WINDOWS = 10
"""What it falls on is wanted in so many: who waits or walks knows already what for."""
_PLACE = [TokenField.X, TokenField.Y]
_SIZE = [TokenField.WIDTH, TokenField.HEIGHT]
_NO_KEY = -1
UNTOLD = np.inf
"""The way to a press that somebody else came before: what it would have been, nobody knows."""


def next_presses(data: WindowDataset) -> Floats:
    """The next press after each tick.

    Args:
        data: N ticks of all its sessions, whichever of them are chosen as windows.

    Returns:
        float32 (N, 4): the way from the pointer at the tick in pixels, and the number of the tick's token for the thing
        that is pressed; NaN where no press follows soon, or the pointer was not seen yet, or the thing has no token.
        `UNTOLD` where an agent's own window, or the session's end, comes before the press. At last the number of the
        token for what is pressed within `INTENT_WINDOWS`, NaN where that is not known.
    """
    place = _first_presses(data)  # (N, 2), on the canvas
    place[data.roles == Role.OWN] = UNTOLD
    keys = _pressed_keys(data, place)  # (N,)
    follows, pressed = _following(data, place, keys, GOAL_WINDOWS)
    way = (follows - data.now.held.pointer).astype(np.float32)
    pressed[np.isnan(way[:, 0])] = _NO_KEY
    wanted = _following(data, place, keys, INTENT_WINDOWS)[1]
    return np.concatenate([way, *(_token_numbers(data, which)[:, None] for which in (pressed, wanted))], axis=1)


def _following(data: WindowDataset, place: Floats, keys: Ints, windows: int) -> tuple[Floats, Ints]:
    """The first press of each tick's own window and the next few, where (N, 2) and what (N,) it falls on."""
    follows, pressed = place.copy(), keys.copy()
    for ahead in range(1, windows):
        is_later = np.zeros(len(place), np.bool_)
        is_later[:-ahead] = data.first_tick[ahead:] == data.first_tick[:-ahead]
        takes = np.flatnonzero(is_later & np.isnan(follows[:, 0]))
        follows[takes], pressed[takes] = place[takes + ahead], keys[takes + ahead]
    return follows, pressed


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


def _pressed_keys(data: WindowDataset, place: Floats) -> Ints:
    """The key of the smallest token that a press float (N, 2) falls into, int64 (N,); -1 where it falls into none."""
    pressed = np.flatnonzero(~np.isnan(place[:, 0]))  # (P,)
    found = np.full(len(place), _NO_KEY, np.int64)
    tick, rows = _rows_of(data, pressed)  # (R,), (R,)
    tokens = data.tokens.rows.take(rows)  # (R, 18)
    inside = place[tick] - tokens[:, _PLACE]  # (R, 2), from the corner; NaN without a place
    size = tokens[:, _SIZE]  # (R, 2)
    holds = np.flatnonzero(((inside >= 0) & (inside < size)).all(axis=1))
    smallest_last = holds[np.argsort(-size[holds].prod(axis=1), kind="stable")]
    found[tick[smallest_last]] = data.token_keys.take(rows[smallest_last])
    return found


def _token_numbers(data: WindowDataset, keys: Ints) -> npt.NDArray[np.float32]:
    """The number of the token with a key int64 (N,) among those of its tick that have a place, float32 (N,)."""
    numbers = np.full(len(keys), np.nan, np.float32)
    tick, rows = _rows_of(data, np.flatnonzero(keys != _NO_KEY))
    is_it = data.token_keys.take(rows) == keys[tick]
    tick, rows = tick[is_it], rows[is_it]
    has_place = ~np.isnan(data.tokens.rows.take(rows)[:, TokenField.X])
    numbers[tick[has_place]] = (rows - data.tokens.offsets[tick])[has_place]
    return numbers


def _rows_of(data: WindowDataset, ticks: Ints) -> tuple[Ints, Ints]:
    """Of every token of some ticks: its tick and its row, int64 (R,) each."""
    counts = data.tokens.counts[ticks]
    before = np.cumsum(counts) - counts
    tick = np.repeat(ticks, counts)
    return tick, np.arange(len(tick)) - np.repeat(before, counts) + data.tokens.offsets[tick]
