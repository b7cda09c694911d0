"""Targets: what is done in the 600 ms after a tick, as a marked point process on whole milliseconds.

The window ends at the horizon or at the next tick, whichever comes first, so that every event is in one target at most:
what falls between the horizon and a late tick is history only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.clock import MILLISECOND_NS
from model.actions import HORIZON_MS, MAX_ACTIONS
from model.event_table import EventTable
from model.windows import WindowRows, is_pointer_kind, last_before

MAX_SCROLL = 5
TARGET_COLUMNS = ("wait_ms", "kind", "dx", "dy", "button", "key", "scroll")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TargetRows:
    """The actions of W target windows, laid end to end: M rows.

    Args:
        actions: int32 (M, 7), columns `TARGET_COLUMNS` with the classes of `model.batch.TargetBatch`.
        offsets: int64 (W + 1,), window w holds the rows offsets[w] .. offsets[w + 1].
        survival_ms: int32 (W,), whole milliseconds after the last action in which surely nothing happened.
    """

    actions: npt.NDArray[np.int32]
    offsets: Ints
    survival_ms: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CutStatistics:
    """Where the events of a session went: the parts sum to `events`; and what of its states was left out.

    Args:
        events: all of them.
        in_targets: actions of target windows.
        thinned: moves that a later move of the same 8 ms stands for.
        impossible: presses of what is down and releases of what is up.
        after_horizon: in the gap between the horizon and a late tick.
        overflow: beyond the hundredth action of a window.
        outside: before the first tick or after the last.
        tokens_dropped: tokens of all states beyond the most that one may have.
    """

    events: int = 0
    in_targets: int = 0
    thinned: int = 0
    impossible: int = 0
    after_horizon: int = 0
    overflow: int = 0
    outside: int = 0
    tokens_dropped: int = 0


def target_rows(
    rows: WindowRows,
    table: EventTable,
    possible: npt.NDArray[np.bool_],
    lengths_ns: Ints,
    start_px: npt.NDArray[np.float64],
) -> TargetRows:
    """The actions of windows as targets.

    Args:
        rows: the windows' thinned events.
        table: the events that were cut.
        possible: bool (N,), which events of the table can happen.
        lengths_ns: int64 (W,), from each window's start to the next tick.
        start_px: float (W, 2), where the pointer rests at each window's start.
    """
    candidates = np.flatnonzero(possible[rows.source] & (rows.at_ms < HORIZON_MS))
    offsets = np.searchsorted(candidates, rows.offsets)
    rank = np.arange(len(candidates)) - offsets[rows.window[candidates]]
    kept = candidates[rank < MAX_ACTIONS]
    kept_offsets = np.searchsorted(kept, rows.offsets)
    ends_ms = np.minimum(lengths_ns // MILLISECOND_NS, HORIZON_MS)
    overflow = candidates[rank == MAX_ACTIONS]
    ends_ms[rows.window[overflow]] = rows.at_ms[overflow]
    return _targets(rows, table, kept, kept_offsets, ends_ms, start_px)


def count_cut(
    events: int, rows: WindowRows, cut_events: Ints, possible: npt.NDArray[np.bool_], at_ms: Ints, kept: int
) -> CutStatistics:
    """Where the events of target windows went.

    Args:
        events: events of the whole session.
        rows: thinned rows of the target windows.
        cut_events: indices of all events of the target windows.
        possible: bool (N,), over all events.
        at_ms: int64, offsets of `cut_events` in their windows.
        kept: actions of the targets.
    """
    late = int(np.count_nonzero(at_ms >= HORIZON_MS))
    in_time = rows.at_ms < HORIZON_MS
    impossible = int(np.count_nonzero(in_time & ~possible[rows.source]))
    thinned = len(cut_events) - late - int(np.count_nonzero(in_time))
    return CutStatistics(
        events=events,
        in_targets=kept,
        thinned=thinned,
        impossible=impossible,
        after_horizon=late,
        overflow=int(np.count_nonzero(in_time)) - impossible - kept,
        outside=events - len(cut_events),
    )


def _targets(
    rows: WindowRows, table: EventTable, kept: Ints, offsets: Ints, ends_ms: Ints, start_px: npt.NDArray[np.float64]
) -> TargetRows:
    window, source, at_ms = rows.window[kept], rows.source[kept], rows.at_ms[kept]
    is_first = np.zeros(len(kept), np.bool_)
    is_first[offsets[:-1][offsets[:-1] < offsets[1:]]] = True
    before_ms = np.where(is_first, 0, np.concatenate(([0], at_ms[:-1])))
    delta = _deltas(rows.features[kept, 2:4], is_pointer_kind(table.kind[source]), offsets, window, start_px)
    columns = (
        at_ms - before_ms,
        table.kind[source],
        delta[:, 0],
        delta[:, 1],
        np.maximum(table.button[source] - 1, 0),
        np.maximum(table.key[source] - 1, 0),
        np.clip(table.scroll[source], -MAX_SCROLL, MAX_SCROLL),
    )
    last_ms = np.zeros(len(ends_ms), np.int64)
    filled = offsets[1:] > offsets[:-1]
    last_ms[filled] = at_ms[offsets[1:][filled] - 1]
    survival_ms = np.maximum(ends_ms - last_ms, 0)
    return TargetRows(np.stack(columns, axis=1).astype(np.int32), offsets, survival_ms.astype(np.int32))


def _deltas(
    place: npt.NDArray[np.float32],
    has_place: npt.NDArray[np.bool_],
    offsets: Ints,
    window: Ints,
    start_px: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """The way from the pointer's place before each action, (M, 2); 0 for keys, which do not move it."""
    before = np.concatenate(([-1], last_before(has_place)[:-1])) if len(place) else np.zeros(0, np.int64)
    is_known = (before >= offsets[window])[:, None]
    origin = np.where(is_known, place[before], start_px[window])
    return np.where(has_place[:, None], place - origin, 0.0)
