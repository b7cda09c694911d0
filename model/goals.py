"""What a window is on its way to: the place of the next button press, a label that training learns to foresee.

A decision moves the pointer by a few pixels at first, which hardly shows in the likelihood of a window; where the
button goes down in the end shows it plainly. An answer may be given by its key, too: then the button is what is wanted.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bridge.events import MouseButton
from model.actions import ActionKind
from model.authorship import Role
from model.dataset import WindowDataset
from model.event_table import BUTTONS
from model.tokens.token import TokenField
from model.windows import Floats, Ints

GOAL_WINDOWS = 3
"""A press comes soon in the window it lies in and in those up to two before."""
INTENT_WINDOWS = 10
"""What it falls on is wanted in so many: who waits or walks knows already what for."""
_PLACE = [TokenField.X, TokenField.Y]
_SIZE = [TokenField.WIDTH, TokenField.HEIGHT]
_RIGHT = BUTTONS.index(MouseButton.RIGHT)
_NO_THING = -1
_NONE = -1
"""The row and the tick of what is not there: the last element, which is never looked at."""
UNTOLD = np.inf
"""The way to a press that somebody else came before: what it would have been, nobody knows."""


def next_presses(data: WindowDataset) -> Floats:
    """The next press after each tick.

    Args:
        data: N ticks of all its sessions, whichever of them are chosen as windows.

    Returns:
        float32 (N, 5): the way from the pointer at the tick in pixels, and the number of the tick's token for the thing
        that is pressed; NaN where no press follows soon, or the pointer was not seen yet, or the thing has no token.
        `UNTOLD` where an agent's own window, or the session's end, comes before the press. Then the number of the
        token for what is chosen within `INTENT_WINDOWS`, pressed or by its key; NaN where that is not known. At last
        whether it is pressed by the right button, 1 or 0; NaN where that is not known, or by its key.
    """
    ticks, actions = _actions(data)  # (M,), (M, 7)
    is_own = data.roles == Role.OWN
    presses = _first_rows(data, ticks, np.flatnonzero(actions[:, 1] == ActionKind.PRESS))  # (N,)
    place = _places(data, actions, presses)  # (N, 2), on the canvas
    place[is_own] = UNTOLD
    things = _pressed_things(data, place)  # (N,)
    answers, answered = _answers(data, ticks, actions)  # (N,), (N,)
    soon = _next_ticks(data, (presses != _NONE) | is_own, GOAL_WINDOWS)  # (N,)
    later = _next_ticks(data, (presses != _NONE) | (answers != _NONE) | is_own, INTENT_WINDOWS)  # (N,)
    follows = np.where((soon == _NONE)[:, None], np.nan, place[soon])  # (N, 2)
    way = (follows - data.now.held.pointer).astype(np.float32)
    pressed = np.where((soon == _NONE) | np.isnan(way[:, 0]), _NO_THING, things[soon])
    is_answer = ~is_own & (answers != _NONE) & ((presses == _NONE) | (answers < presses))
    wanted = np.where(later == _NONE, _NO_THING, np.where(is_answer, answered, things)[later])
    numbers = [_token_numbers(data, which) for which in (pressed, wanted)]  # 2 of (N,)
    is_right = np.append(actions[:, 4] == _RIGHT, [False])[presses].astype(np.float32)  # (N,)
    by_right = np.where(np.isnan(numbers[1]) | is_answer[later], np.float32(np.nan), is_right[later])
    return np.concatenate([way, np.stack([*numbers, by_right], axis=1)], axis=1)


def _actions(data: WindowDataset) -> tuple[Ints, npt.NDArray[np.int32]]:
    """What follows each tick, all end to end: the ticks int64 (M,) and the rows int32 (M, 7)."""
    ticks = np.repeat(np.arange(len(data.target_counts)), data.target_counts)
    starts = np.cumsum(data.target_counts) - data.target_counts
    return ticks, data.targets.take(data.target_offsets[ticks] + np.arange(len(ticks)) - starts[ticks])


def _first_rows(data: WindowDataset, ticks: Ints, rows: Ints) -> Ints:
    """The first of some rows of each tick, int64 (N,); `_NONE` where a tick has none of them."""
    first = np.full(len(data.target_counts), _NONE)
    first[ticks[rows[::-1]]] = rows[::-1]  # the first of a tick is written last
    return first


def _next_ticks(data: WindowDataset, comes: npt.NDArray[np.bool_], windows: int) -> Ints:
    """The first tick at which something comes of each tick and the next few of its session, int64 (N,), or `_NONE`."""
    following = np.where(comes, np.arange(len(comes)), _NONE)
    for ahead in range(1, windows):
        is_later = np.zeros(len(comes), np.bool_)
        is_later[:-ahead] = data.first_tick[ahead:] == data.first_tick[:-ahead]
        takes = np.flatnonzero(is_later & (following == _NONE))
        following[takes] = np.where(comes[takes + ahead], takes + ahead, _NONE)
    return following


def _places(data: WindowDataset, actions: npt.NDArray[np.int32], presses: Ints) -> Floats:
    """Where a row (N,) of each tick lies on the canvas, float32 (N, 2); NaN where there is none."""
    way = np.cumsum(actions[:, 2:4], axis=0)  # (M, 2), from the first row of all
    starts = np.cumsum(data.target_counts) - data.target_counts  # (N,)
    place = np.full((len(presses), 2), np.nan, np.float32)
    found = np.flatnonzero(presses != _NONE)
    before = np.where(starts[found][:, None] > 0, way[starts[found] - 1], 0)
    place[found] = data.now.held.pointer[found] + way[presses[found]] - before
    return place


def _answers(data: WindowDataset, ticks: Ints, actions: npt.NDArray[np.int32]) -> tuple[Ints, Ints]:
    """The first key of each tick that gives an answer, and the button that gives the same, int64 (N,) each."""
    keyed = np.flatnonzero(actions[:, 1] == ActionKind.KEY_PRESS)  # (P,)
    number, rows = _rows_of(data, ticks[keyed])  # (R,), (R,)
    given = np.flatnonzero(data.tokens.rows.take(rows)[:, TokenField.SHORTCUT] == actions[keyed[number], 5])
    answers = _first_rows(data, ticks, keyed[number[given]])  # (N,)
    thing = np.full(len(actions) + 1, _NO_THING, np.int64)
    thing[keyed[number[given]]] = data.token_keys.take(rows[given])
    return answers, thing[answers]


def _pressed_things(data: WindowDataset, place: Floats) -> Ints:
    """The thing of the smallest token that a press float (N, 2) falls into, int64 (N,); none where it hits none."""
    pressed = np.flatnonzero(~np.isnan(place[:, 0]))  # (P,)
    found = np.full(len(place), _NO_THING, np.int64)
    number, rows = _rows_of(data, pressed)  # (R,), (R,)
    tick = pressed[number]  # (R,)
    tokens = data.tokens.rows.take(rows)  # (R, 19)
    inside = place[tick] - tokens[:, _PLACE]  # (R, 2), from the corner; NaN without a place
    size = tokens[:, _SIZE]  # (R, 2)
    holds = np.flatnonzero(((inside >= 0) & (inside < size)).all(axis=1))
    smallest_last = holds[np.argsort(-size[holds].prod(axis=1), kind="stable")]
    found[tick[smallest_last]] = data.token_keys.take(rows[smallest_last])
    return found


def _token_numbers(data: WindowDataset, things: Ints) -> npt.NDArray[np.float32]:
    """The number of a thing's token, int64 (N,), among those of its tick that have a place, float32 (N,)."""
    numbers = np.full(len(things), np.nan, np.float32)
    known = np.flatnonzero(things != _NO_THING)
    number, rows = _rows_of(data, known)
    tick = known[number]
    is_it = data.token_keys.take(rows) == things[tick]
    tick, rows = tick[is_it], rows[is_it]
    has_place = ~np.isnan(data.tokens.rows.take(rows)[:, TokenField.X])
    numbers[tick[has_place]] = (rows - data.tokens.offsets[tick])[has_place]
    return numbers


def _rows_of(data: WindowDataset, ticks: Ints) -> tuple[Ints, Ints]:
    """Of every token of some ticks (P,): which of them it belongs to, and its row, int64 (R,) each."""
    counts = data.tokens.counts[ticks]
    before = np.cumsum(counts) - counts
    number = np.repeat(np.arange(len(ticks)), counts)
    return number, np.arange(len(number)) - np.repeat(before, counts) + np.repeat(data.tokens.offsets[ticks], counts)
