"""Histories as tensors: the one place where features are made, for training from shards and for play alike.

Play turns `History` values into the columns that a shard holds; from there both go through `assemble`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from bridge.clock import SECOND_NS
from bridge.scaling import Pixels, thumbnail_of
from bridge.state import GameState
from model.actions import MAX_ACTIONS
from model.batch import ACTION_FEATURES, PICTURES, THUMBNAIL_SHAPE, HistoryBatch
from model.event_table import table_of
from model.held_columns import HeldColumns, held_columns
from model.history import HISTORY_WINDOWS, History, HistoryWindow
from model.state_features import D, pointer_place, state_features
from model.tokens.state_tokens import state_tokens
from model.tokens.token import F_TOKEN
from model.vocabulary import Vocabulary
from model.windows import Floats, Ints, window_rows

LONGEST_SINCE_S = 60.0
USUAL_CANVAS_PX = (765, 503)
"""The canvas where no state tells its size."""


class Rows(Protocol):
    """Rows that can be taken by index, wherever they lie."""

    def take(self, index: Ints) -> npt.NDArray[np.float32]:
        """The rows of an index of any shape, with the row's own shape behind it."""
        ...


@dataclass(frozen=True, slots=True)
class WindowColumns:
    """Windows as numbers: W of them, with their events laid end to end.

    Args:
        offsets: int64 (W,), the first row of each window.
        counts: int64 (W,), how many rows it has; more than 100 are cut at the end.
        length_s: float32 (W,).
        rows: the action rows, (M, 7).
        states: the state features at the windows' ends, (W, 128).
    """

    offsets: Ints
    counts: Ints
    length_s: Floats
    rows: Rows
    states: Rows


@dataclass(frozen=True, slots=True)
class NowColumns:
    """What is known at B moments of deciding.

    Args:
        held: the held input; its pointer falls back on the game's word.
        since_last_s: float32 (B,).
        canvas: float32 (B, 2).
    """

    held: HeldColumns
    since_last_s: Floats
    canvas: Floats


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """The tokens of B states laid end to end.

    Args:
        offsets: int64 (B,), the first row of each state.
        counts: int64 (B,), how many rows it has.
        rows: float32 (R, 19).
    """

    offsets: Ints
    counts: Ints
    rows: Rows

    def padded(self) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Rows float32 (B, N, 19), NaN in pads, and which of them are real, bool (B, N)."""
        slots = np.arange(max(1, int(self.counts.max(initial=0))))
        mask = slots < self.counts[:, None]  # (B, N)
        tokens = np.full((*mask.shape, F_TOKEN), np.nan, np.float32)
        tokens[mask] = self.rows.take((self.offsets[:, None] + slots)[mask])  # (B, N, 19)
        return tokens, mask


@dataclass(frozen=True, slots=True)
class ArrayRows:
    """Rows in one array."""

    array: npt.NDArray[np.float32]

    def take(self, index: Ints) -> npt.NDArray[np.float32]:
        """See `Rows.take`."""
        return self.array[index]


def history_batch(
    histories: Sequence[History],
    vocabulary: Vocabulary,
    canvas_px: tuple[int, int] = USUAL_CANVAS_PX,
    *,
    looks: bool = False,
) -> HistoryBatch:
    """Live histories as a batch, bit for bit what a shard of the same session gives.

    Args:
        histories: at least one.
        vocabulary: the checkpoint's own.
        canvas_px: width and height of the canvas where a history's last state is None.
        looks: whether the batch holds what was on the screen.
    """
    windows = [window for history in histories for window in history.windows]
    ends = np.cumsum([len(history.windows) for history in histories])
    starts = ends - [len(history.windows) for history in histories]
    index = ends[:, None] - np.arange(HISTORY_WINDOWS, 0, -1)[None]
    index = np.where(index >= starts[:, None], index, -1)
    return assemble(
        window_columns(windows, vocabulary),
        index,
        now_columns(histories, canvas_px),
        token_columns(histories, vocabulary),
        np.stack([shown_pictures(history) for history in histories]) if looks else None,
    )


def assemble(
    windows: WindowColumns, index: Ints, now: NowColumns, seen: TokenColumns, pictures: Pixels | None = None
) -> HistoryBatch:
    """A batch of B histories out of columns.

    Args:
        windows: the windows to choose from.
        index: int64 (B, 10), the windows of each history, oldest first; -1 before the session's start.
        now: what is known at each history's end.
        seen: the tokens of each history's newest state.
        pictures: uint8 (B, P, 64, 96, 3), see `model.batch.HistoryBatch`; None: nobody looks at any.
    """
    tokens, token_mask = seen.padded()
    shown = nothing_shown(len(index)) if pictures is None else pictures
    present = index >= 0  # (B, T)
    chosen = np.where(present, index, 0)
    counts = np.where(present, np.minimum(windows.counts[chosen], MAX_ACTIONS), 0)
    slots = np.arange(max(1, int(counts.max(initial=0))))
    mask = slots < counts[..., None]  # (B, T, A)
    actions = np.zeros((*mask.shape, ACTION_FEATURES), np.float32)
    actions[mask] = windows.rows.take((windows.offsets[chosen][..., None] + slots)[mask])  # (B, T, A, 7)
    states = np.full((*index.shape, D), np.nan, np.float32)
    states[present] = windows.states.take(index[present])  # (B, T, D)
    return HistoryBatch(
        actions=torch.from_numpy(actions),
        action_mask=torch.from_numpy(mask),
        window_mask=torch.from_numpy(present),
        window_s=torch.from_numpy(np.where(present, windows.length_s[chosen], np.float32(0.0))),
        states=torch.from_numpy(states),
        pointer=torch.from_numpy(now.held.pointer),
        held_buttons=torch.from_numpy(now.held.buttons),
        held_keys=torch.from_numpy(now.held.keys),
        since_last_s=torch.from_numpy(now.since_last_s),
        canvas=torch.from_numpy(now.canvas),
        tokens=torch.from_numpy(tokens),
        token_mask=torch.from_numpy(token_mask),
        pictures=torch.from_numpy(shown),
    )


def seconds(length_ns: Ints) -> Floats:
    """Nanoseconds as float32 seconds."""
    return (length_ns / SECOND_NS).astype(np.float32)


def since_last_s(now_ns: Ints, last_event_ns: Ints, has_event: npt.NDArray[np.bool_]) -> Floats:
    """Seconds since the last event, at most 60; 60 where there was none."""
    since = np.where(has_event, (now_ns - last_event_ns) / SECOND_NS, LONGEST_SINCE_S)
    return np.minimum(since, LONGEST_SINCE_S).astype(np.float32)


def canvas_of(state: GameState | None, canvas_px: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the canvas: as the state tells, else the given one."""
    return canvas_px if state is None else (state.view.canvas_width_px, state.view.canvas_height_px)


def window_columns(windows: Sequence[HistoryWindow], vocabulary: Vocabulary) -> WindowColumns:
    """Live windows as columns: each is read by itself, whatever history it stands in."""
    events = [event for window in windows for event in window.events]
    counts = np.array([len(window.events) for window in windows])
    offsets = np.concatenate(([0], np.cumsum(counts)))
    starts_ns = np.array([window.start_ns for window in windows], np.int64)
    ends_ns = np.array([window.observation.at_ns for window in windows], np.int64)
    seen = [window.observation for window in windows]
    rows = window_rows(table_of(events), offsets, starts_ns, _pointers(windows))
    states = np.stack([state_features(one.state, one.held, vocabulary) for one in seen])
    return WindowColumns(
        rows.offsets[:-1],
        np.diff(rows.offsets),
        seconds(ends_ns - starts_ns),
        ArrayRows(rows.features),
        ArrayRows(states),
    )


def now_columns(histories: Sequence[History], canvas_px: tuple[int, int] = USUAL_CANVAS_PX) -> NowColumns:
    """What is known at the end of live histories; `canvas_px` where a last state is None."""
    now_ns = np.array([history.now_ns for history in histories], np.int64)
    last = [history.last_event_ns for history in histories]
    held = held_columns([history.now.held for history in histories])
    return NowColumns(
        HeldColumns(_pointers([history.windows[-1] for history in histories]), held.buttons, held.keys),
        since_last_s(
            now_ns,
            np.array([0 if one is None else one for one in last], np.int64),
            np.array([one is not None for one in last]),
        ),
        np.array([canvas_of(history.now.state, canvas_px) for history in histories], np.float32),
    )


def token_columns(histories: Sequence[History], vocabulary: Vocabulary) -> TokenColumns:
    """What the newest states of live histories show."""
    rows = [state_tokens(history.now.state, vocabulary).rows for history in histories]
    counts = np.array([len(one) for one in rows])
    return TokenColumns(np.cumsum(counts) - counts, counts, ArrayRows(np.concatenate(rows)))


def nothing_shown(size: int) -> Pixels:
    """The pictures of B histories where nobody looks at any: uint8 (B, 0, 64, 96, 3)."""
    return np.zeros((size, 0, *THUMBNAIL_SHAPE), np.uint8)


def shown_pictures(history: History) -> Pixels:
    """What a live history's newest ticks showed, the newest last: uint8 (P, 64, 96, 3); black: nothing was seen."""
    shown = np.zeros((PICTURES, *THUMBNAIL_SHAPE), np.uint8)
    for age, window in enumerate(reversed(history.windows[-PICTURES:]), 1):
        shown[-age] = shown_picture(window)
    return shown


def shown_picture(window: HistoryWindow) -> Pixels:
    """What was seen at a window's end, uint8 (64, 96, 3); black where nothing was."""
    frame = window.observation.frame
    return np.zeros(THUMBNAIL_SHAPE, np.uint8) if frame is None else thumbnail_of(frame.pixels)


def _pointers(windows: Sequence[HistoryWindow]) -> Floats:
    places = (pointer_place(window.observation.state, window.observation.held) for window in windows)
    return np.array([(np.nan, np.nan) if place is None else (place.x, place.y) for place in places], np.float32)
