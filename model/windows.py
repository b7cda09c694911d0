"""Cutting: events into windows from received tick to received tick, pointer moves thinned to one per 8 ms.

A window is [start, end): an event at a tick's own nanosecond belongs to the window that starts there. Offsets are
whole milliseconds since the window's start, rounded down. Sessions and live histories are cut here alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.clock import MILLISECOND_NS
from bridge.state import TICK_NS
from model.actions import ActionKind
from model.batch import ACTION_FEATURES
from model.event_table import EventTable

THINNING_MS = 8
"""Of a run of moves with nothing between them only the last of each 8 ms stays: the place before a press is exact."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WindowRows:
    """The thinned events of W windows, laid end to end: M rows.

    Args:
        features: float32 (M, 7), see `model.batch.ACTION_FEATURES`.
        at_ms: int64 (M,), whole milliseconds since the window's start.
        window: int64 (M,), the window of each row.
        source: int64 (M,), the row's event in the table that was cut.
        offsets: int64 (W + 1,), window w holds the rows offsets[w] .. offsets[w + 1].
    """

    features: Floats
    at_ms: Ints
    window: Ints
    source: Ints
    offsets: Ints


def session_edges_ns(ticks_ns: Ints) -> Ints:
    """The edges of a session's windows, (N + 1,): one nominal tick before the first tick, then every tick."""
    return np.concatenate((ticks_ns[:1] - TICK_NS, ticks_ns))


def grid_ticks_ns(table: EventTable) -> Ints:
    """Ticks for a session without game states: every 600 ms from the first event to the last."""
    if table.size == 0:
        return np.zeros(0, np.int64)
    return np.arange(table.at_ns[0], table.at_ns[-1] + 1, TICK_NS, dtype=np.int64)


def window_rows(table: EventTable, offsets: Ints, starts_ns: Ints, rest_px: Floats) -> WindowRows:
    """The events of windows as thinned feature rows.

    Args:
        table: the events of all windows, window after window.
        offsets: int64 (W + 1,), window w holds the events offsets[w] .. offsets[w + 1] of the table.
        starts_ns: int64 (W,), where each window starts.
        rest_px: float32 (W, 2), where the pointer rests at each window's end; NaN where it was not seen yet.
    """
    window = np.repeat(np.arange(len(starts_ns)), np.diff(offsets))
    at_ms = (table.at_ns - starts_ns[window]) // MILLISECOND_NS
    place = _places(table, offsets, window, rest_px)
    kept = np.flatnonzero(~_is_thinned(table.kind, window, at_ms))
    features = np.empty((len(kept), ACTION_FEATURES), np.float32)
    features[:, 0] = (at_ms[kept] / 1000.0).astype(np.float32)
    features[:, 1] = table.kind[kept]
    features[:, 2:4] = place[kept]
    features[:, 4] = table.button[kept]
    features[:, 5] = table.key[kept]
    features[:, 6] = table.scroll[kept]
    return WindowRows(features, at_ms[kept], window[kept], kept, np.searchsorted(kept, offsets))


def is_pointer_kind(kind: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    """Which events have a place of their own."""
    return kind < ActionKind.KEY_PRESS


def last_before(mask: npt.NDArray[np.bool_]) -> Ints:
    """For each position the last True at it or before it, -1 where there is none."""
    return np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))


def _is_thinned(kind: npt.NDArray[np.int8], window: Ints, at_ms: Ints) -> npt.NDArray[np.bool_]:
    """Moves that another move follows at once, in the same window and the same 8 ms."""
    is_thinned = np.zeros(len(kind), np.bool_)
    is_move, slot = kind == ActionKind.MOVE, at_ms // THINNING_MS
    is_thinned[:-1] = is_move[:-1] & is_move[1:] & (window[:-1] == window[1:]) & (slot[:-1] == slot[1:])
    return is_thinned


def _places(table: EventTable, offsets: Ints, window: Ints, rest_px: Floats) -> npt.NDArray[np.float64]:
    """Where each event happens, (N, 2). A key has the pointer's place, found inside its own window.

    That is the place of the window's last pointer event before the key, else of the first one after it, else where the
    pointer rests at the window's end; 0 where the pointer was not seen yet. A window alone decides, so that it reads
    the same whatever history it stands in.
    """
    own = is_pointer_kind(table.kind)
    before = last_before(own)
    after = len(own) - 1 - last_before(own[::-1])[::-1]
    has_before, has_after = before >= offsets[window], after < offsets[window + 1]
    found = np.where(has_before, before, np.where(has_after, after, 0))
    rest = np.nan_to_num(rest_px)[window]
    known = (has_before | has_after)[:, None]
    return np.where(known, np.stack((table.x[found], table.y[found]), axis=1), rest).astype(np.float64)
