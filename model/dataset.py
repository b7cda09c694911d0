"""Windows of many sessions as batches: columns small enough stay in memory, events and states stay on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch

from bridge.scaling import Pixels
from model.authorship import Role
from model.batch import PICTURES, THUMBNAIL_SHAPE, Batch, TargetBatch
from model.concatenation import Concatenation
from model.errors import DataError, NothingToLearn
from model.features import NowColumns, TokenColumns, WindowColumns, assemble
from model.held_columns import HeldColumns
from model.history import HISTORY_WINDOWS
from model.session_columns import SessionColumns
from model.shard import Shard
from model.splits import Labelled
from model.state_features import STATE_FEATURES
from model.thumbnails import open_thumbnails
from model.tokens.token import NAME_FIELDS
from model.vocabulary import NOTHING, UNKNOWN, Vocabulary
from model.windows import Floats, Ints

_NAME_COLUMNS = np.array([index for index, feature in enumerate(STATE_FEATURES) if feature.is_name])
_TOKEN_NAME_COLUMNS = np.array(NAME_FIELDS)


@dataclass(frozen=True, slots=True)
class WindowDataset:
    """W windows to train or judge on. Made by `dataset_of`.

    Args:
        vocabulary: numbers the names in the state features.
        windows: the windows before the ticks, of all sessions end to end.
        now: what is known at each tick.
        tokens: what each tick's state shows.
        token_keys: the number of each token's thing, which holds all along its session.
        first_tick: int64 (N,), the first tick of each tick's session.
        targets: the target rows of all sessions end to end.
        target_offsets: int64 (N,), the first target row of each tick.
        target_counts: int64 (N,), how many it has.
        survival_ms: int64 (N,).
        roles: int8 (N,), of `Role`: whose what follows each tick is; OWN where nothing follows.
        ticks: int64 (W,), the tick of each window: its history ends there, its target starts there.
        weights: float32 (W,), weight of each window in the loss.
        frequencies: float32 (W,), how often each window is drawn in training beside the others.
        thumbnails: uint8 (N, 64, 96, 3), what each tick showed; None where nobody looks.
    """

    vocabulary: Vocabulary
    windows: WindowColumns
    now: NowColumns
    tokens: TokenColumns
    token_keys: Concatenation[np.int32]
    first_tick: Ints
    targets: Concatenation[np.int32]
    target_offsets: Ints
    target_counts: Ints
    survival_ms: Ints
    roles: npt.NDArray[np.int8]
    ticks: Ints
    weights: Floats
    frequencies: Floats
    thumbnails: Concatenation[np.uint8] | None = None

    @property
    def size(self) -> int:
        """W."""
        return len(self.ticks)

    @property
    def lengths(self) -> Ints:
        """Number of actions in each window's target, int64 (W,)."""
        return self.target_counts[self.ticks]

    @property
    def has_history(self) -> npt.NDArray[np.bool_]:
        """Whether anything was done in the six seconds before each window, bool (W,)."""
        total = np.concatenate(([0], np.cumsum(self.windows.counts)))
        oldest = np.maximum(self.ticks - HISTORY_WINDOWS + 1, self.first_tick[self.ticks])
        return total[self.ticks + 1] > total[oldest]

    def chosen(self, index: Ints | npt.NDArray[np.bool_]) -> WindowDataset:
        """The dataset with some of its windows only."""
        return replace(self, ticks=self.ticks[index], weights=self.weights[index], frequencies=self.frequencies[index])

    def on_canvas(self, canvas_px: tuple[float, float]) -> WindowDataset:
        """The dataset as if every canvas had this width and height."""
        canvas = np.broadcast_to(np.array(canvas_px, np.float32), self.now.canvas.shape)  # (N, 2)
        return replace(self, now=replace(self.now, canvas=canvas))

    def weighted(self, weights: Floats) -> WindowDataset:
        """The dataset with other weights, float32 (W,)."""
        if weights.shape != self.weights.shape:
            raise ValueError(f"expected one weight for each of {self.size} windows, found {weights.shape}")
        return replace(self, weights=weights)

    def actions_and_windows(self, index: Ints) -> float:
        """What the nats of an index's windows are divided by: their actions and themselves, weighted."""
        return float((self.weights[index] * (self.target_counts[self.ticks[index]] + 1.0)).sum())

    def batch(self, index: Ints, committed_ms: Ints | None = None) -> Batch:
        """The windows of an index, int64 (B,), as a batch; of each so much is given, int64 (B,). None: nothing."""
        ticks = self.ticks[index]
        history = ticks[:, None] - np.arange(HISTORY_WINDOWS - 1, -1, -1)
        history = np.where(history >= self.first_tick[ticks][:, None], history, -1)
        held = self.now.held
        now = NowColumns(
            HeldColumns(held.pointer[ticks], held.buttons[ticks], held.keys[ticks]),
            self.now.since_last_s[ticks],
            self.now.canvas[ticks],
        )
        seen = TokenColumns(self.tokens.offsets[ticks], self.tokens.counts[ticks], self.tokens.rows)
        pictures = None if self.thumbnails is None else _shown(self.thumbnails, history[:, -PICTURES:])
        return Batch(assemble(self.windows, history, now, seen, pictures), self.target_batch(index, committed_ms))

    def target_batch(self, index: Ints, committed_ms: Ints | None = None) -> TargetBatch:
        """What followed the windows of an index, int64 (B,), without their histories; see `batch`."""
        ticks, weight = self.ticks[index], self.weights[index]
        counts = self.target_counts[ticks]
        slots = np.arange(max(1, int(counts.max(initial=0))))
        mask = slots < counts[:, None]  # (B, A)
        actions = np.zeros((*mask.shape, 7), np.int64)
        actions[mask] = self.targets.take((self.target_offsets[ticks][:, None] + slots)[mask])  # (B, A, 7)
        waits_ms = np.zeros((len(ticks), len(slots) + 1), np.int64)
        waits_ms[:, :-1] = actions[..., 0]
        waits_ms[np.arange(len(ticks)), counts] = self.survival_ms[ticks]  # (B, A + 1)
        tensors = torch.from_numpy(actions)
        return TargetBatch(
            waits_ms=torch.from_numpy(waits_ms),
            kinds=tensors[..., 1],
            delta=tensors[..., 2:4],
            buttons=tensors[..., 4],
            keys=tensors[..., 5],
            scrolls=tensors[..., 6],
            mask=torch.from_numpy(mask),
            weight=torch.from_numpy(weight),
            committed_ms=torch.from_numpy(np.zeros(len(ticks), np.int64) if committed_ms is None else committed_ms),
        )


@dataclass(frozen=True, slots=True)
class NamedRows:
    """Rows whose name classes are turned from each shard's own into the vocabulary's.

    Args:
        rows: the shards' states, or their tokens, end to end.
        columns: int64, those that hold a name's class.
        classes: int64, for every class of every shard the vocabulary's class, shards end to end.
        first_class: int64 (shards,), where each shard's classes begin.
    """

    rows: Concatenation[np.float32]
    columns: Ints
    classes: Ints
    first_class: Ints

    def take(self, index: Ints) -> Floats:
        """See `model.features.Rows.take`."""
        rows = self.rows.take(index)
        shard = np.searchsorted(self.rows.starts, index, side="right") - 1
        own = rows[..., self.columns]
        place = np.nan_to_num(own).astype(np.int64) + self.first_class[shard][..., None]
        rows[..., self.columns] = np.where(np.isnan(own), np.float32(np.nan), self.classes[place])
        return rows


def vocabulary_of(shards: Sequence[Labelled], base: Vocabulary = Vocabulary()) -> Vocabulary:  # noqa: B008 (it is a value)
    """`base` grown by the names of the shards, in order."""
    return base.grown(name for shard in shards for name in shard.label.names)


def dataset_of(
    shards: Sequence[Shard],
    vocabulary: Vocabulary,
    frequencies: Sequence[float] | None = None,
    *,
    pictures: bool = False,
) -> WindowDataset:
    """The windows of shards, those of an agent's own left out, every one with weight 1.

    Args:
        shards: at least one.
        vocabulary: names that it does not hold are unknown.
        frequencies: how often a window of each shard is drawn beside those of the others; None: all alike.
        pictures: whether the windows hold what was on the screen.

    Raises:
        DataError: there is no shard, or one without thumbnails where they are asked for.
        NothingToLearn: none of their windows is to be learned from.
    """
    if not shards:
        raise DataError("no session to train or judge on; give at least one")
    columns = [shard.columns for shard in shards]
    targets = Concatenation([one.targets for one in columns])
    first = np.cumsum([0, *(len(one.ticks_ns) for one in columns)])
    roles = np.concatenate([np.append(one.roles, np.int8(Role.OWN)) for one in columns])
    ticks = np.flatnonzero(roles != Role.OWN)
    if not len(ticks):
        raise NothingToLearn("all that was done in these sessions an agent did, and it does not learn from itself")
    often = np.ones(len(shards)) if frequencies is None else np.array(frequencies)
    return WindowDataset(
        vocabulary=vocabulary,
        windows=_window_columns(columns, shards, vocabulary),
        now=_now_columns(columns),
        tokens=_token_columns(columns, shards, vocabulary),
        token_keys=Concatenation([one.token_keys for one in columns]),
        first_tick=np.repeat(first[:-1], np.diff(first)),
        targets=targets,
        target_offsets=_end_to_end([one.target_offsets for one in columns], targets.starts),
        target_counts=np.concatenate([np.diff(one.target_offsets, append=len(one.targets)) for one in columns]),
        survival_ms=np.concatenate([np.append(one.survival_ms, 0).astype(np.int64) for one in columns]),
        roles=roles,
        ticks=ticks,
        weights=np.ones(len(ticks), np.float32),
        frequencies=np.repeat(often, np.diff(first))[ticks].astype(np.float32),
        thumbnails=Concatenation([open_thumbnails(shard) for shard in shards]) if pictures else None,
    )


def in_order(dataset: WindowDataset, batch_size: int) -> Iterator[Batch]:
    """Every window once, in order; the last batch may be smaller."""
    order = np.arange(dataset.size)
    return (dataset.batch(order[start : start + batch_size]) for start in range(0, dataset.size, batch_size))


def targets_in_order(dataset: WindowDataset, batch_size: int) -> Iterator[TargetBatch]:
    """What followed every window, once and in order; no history is put together."""
    order = np.arange(dataset.size)
    return (dataset.target_batch(order[start : start + batch_size]) for start in range(0, dataset.size, batch_size))


def _shown(thumbnails: Concatenation[np.uint8], ticks: Ints) -> Pixels:
    """The thumbnails of ticks int64 (B, P), uint8 (B, P, 64, 96, 3); black at -1."""
    shown = np.zeros((*ticks.shape, *THUMBNAIL_SHAPE), np.uint8)
    is_there = ticks >= 0
    shown[is_there] = thumbnails.take(ticks[is_there])
    return shown


def _end_to_end(offsets: Sequence[Ints], starts: Ints) -> Ints:
    """Offsets into pieces as offsets into what the pieces are laid end to end to."""
    return np.concatenate([own + start for own, start in zip(offsets, starts, strict=False)])


def _window_columns(
    columns: Sequence[SessionColumns], shards: Sequence[Shard], vocabulary: Vocabulary
) -> WindowColumns:
    rows = Concatenation([one.rows for one in columns])
    return WindowColumns(
        _end_to_end([one.row_offsets[:-1] for one in columns], rows.starts),
        np.concatenate([np.diff(one.row_offsets) for one in columns]),
        np.concatenate([one.length_s for one in columns]),
        rows,
        _named(Concatenation([one.states for one in columns]), _NAME_COLUMNS, shards, vocabulary),
    )


def _token_columns(columns: Sequence[SessionColumns], shards: Sequence[Shard], vocabulary: Vocabulary) -> TokenColumns:
    rows = Concatenation([one.tokens for one in columns])
    return TokenColumns(
        _end_to_end([one.token_offsets[:-1] for one in columns], rows.starts),
        np.concatenate([np.diff(one.token_offsets) for one in columns]),
        _named(rows, _TOKEN_NAME_COLUMNS, shards, vocabulary),
    )


def _now_columns(columns: Sequence[SessionColumns]) -> NowColumns:
    held = HeldColumns(
        np.concatenate([one.pointer for one in columns]),
        np.concatenate([one.buttons for one in columns]),
        np.concatenate([one.keys for one in columns]),
    )
    since_s = np.concatenate([one.since_last_s for one in columns])
    return NowColumns(held, since_s, np.concatenate([one.canvas for one in columns]))


def _named(
    rows: Concatenation[np.float32], name_columns: Ints, shards: Sequence[Shard], vocabulary: Vocabulary
) -> NamedRows:
    classes = [
        np.array([UNKNOWN, NOTHING, *(vocabulary.id_of(name) for name in shard.label.names)]) for shard in shards
    ]
    first_class = np.cumsum([0, *(len(one) for one in classes[:-1])])
    return NamedRows(rows, name_columns, np.concatenate(classes), first_class)
