"""A session as the columns of a shard: cut into windows and targets, with the features of its states. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bridge.clock import MILLISECOND_NS
from bridge.recording.messages import Marker
from bridge.state import GameState
from model.authorship import target_roles
from model.event_table import EventTable
from model.features import USUAL_CANVAS_PX, canvas_of, seconds, since_last_s
from model.held_columns import HeldColumns, held_at, is_possible
from model.state_features import STATE_FEATURES, D, state_features
from model.targets import CutStatistics, TargetRows, count_cut, target_rows
from model.tokens.session_tokens import session_tokens
from model.vocabulary import NameCollector
from model.windows import Floats, Ints, WindowRows, session_edges_ns, window_rows

CUT_VERSION = 4
"""Grows with every change of how sessions are cut or labelled; a shard of another version is built anew."""

FARTHEST_PX = 32_767
MOST_NOTCHES = 1_000
LARGEST_FEATURE = 32.0


@dataclass(frozen=True, slots=True)
class SessionColumns:
    """N ticks of one session; window i ends at tick i, target i starts there. All arrays may be memory-mapped.

    Args:
        ticks_ns: int64 (N,).
        length_s: float32 (N,), length of window i.
        rows: float32 (M, 7), the windows' thinned events laid end to end, see `model.batch.ACTION_FEATURES`.
        row_offsets: int64 (N + 1,), window i holds the rows row_offsets[i] .. row_offsets[i + 1].
        states: float32 (N, 128); the classes of names are the shard's own, see `names`.
        pointer, buttons, keys: `model.held_columns.HeldColumns` at the ticks.
        since_last_s: float32 (N,).
        canvas: float32 (N, 2).
        targets: int32 (P, 7), see `model.targets.TARGET_COLUMNS`.
        target_offsets: int64 (N,), target i holds the rows target_offsets[i] .. target_offsets[i + 1]; the last tick
            has no target.
        survival_ms: int32 (N - 1,).
        roles: int8 (N - 1,), of `model.authorship.Role`.
        tokens, token_keys, token_offsets: `model.tokens.session_tokens.SessionTokens` at the ticks.
    """

    ticks_ns: Ints
    length_s: Floats
    rows: Floats
    row_offsets: Ints
    states: Floats
    pointer: Floats
    buttons: npt.NDArray[np.bool_]
    keys: npt.NDArray[np.bool_]
    since_last_s: Floats
    canvas: Floats
    targets: npt.NDArray[np.int32]
    target_offsets: Ints
    survival_ms: npt.NDArray[np.int32]
    roles: npt.NDArray[np.int8]
    tokens: Floats
    token_keys: npt.NDArray[np.int32]
    token_offsets: Ints


@dataclass(frozen=True, slots=True)
class CutSession:
    """The columns, the names behind their name classes (the first is class 2), and where the events went."""

    columns: SessionColumns
    names: tuple[str, ...]
    statistics: CutStatistics


def cut_session(
    table: EventTable,
    ticks_ns: Ints,
    states: Sequence[GameState | None],
    canvas_px: tuple[int, int] = USUAL_CANVAS_PX,
    markers: Sequence[Marker] = (),
    *,
    is_attempt: bool = False,
) -> CutSession:
    """Cut a session at its ticks.

    Args:
        table: every event of the session.
        ticks_ns: int64 (N,), when each state was received, growing.
        states: the N states, None where there is none.
        canvas_px: width and height of the canvas where a state is None.
        markers: of the session; they say who played when.
        is_attempt: whether an agent played.

    Raises:
        ValueError: the session cannot be used; the message names the field.
    """
    table = _checked(table, ticks_ns)
    held, edges_ns, names = held_at(table, ticks_ns), session_edges_ns(ticks_ns), NameCollector()
    pointer = _with_game_pointer(held.pointer, states)
    inside, rows, possible = _cut_events(table, edges_ns, pointer)
    canvas, seen = _canvases(states, canvas_px), session_tokens(states, names)
    targets = _target_rows(rows, inside, possible, ticks_ns, np.where(np.isnan(pointer), canvas // 2, pointer))
    columns = SessionColumns(
        ticks_ns=ticks_ns,
        length_s=seconds(np.diff(edges_ns)),
        rows=rows.features,
        row_offsets=rows.offsets,
        states=_states(states, held, names),
        pointer=pointer,
        buttons=held.buttons,
        keys=held.keys,
        since_last_s=_since_last_s(table, ticks_ns),
        canvas=canvas,
        targets=targets.actions,
        target_offsets=targets.offsets,
        survival_ms=targets.survival_ms,
        roles=target_roles(table, ticks_ns, markers, is_attempt=is_attempt),
        tokens=seen.rows,
        token_keys=seen.keys,
        token_offsets=seen.offsets,
    )
    went = _statistics(table.size, rows, inside, possible, ticks_ns, targets)
    return CutSession(columns, names.names, replace(went, tokens_dropped=seen.dropped))


def _canvases(states: Sequence[GameState | None], canvas_px: tuple[int, int]) -> Floats:
    return np.array([canvas_of(state, canvas_px) for state in states], np.float32)


def _cut_events(
    table: EventTable, edges_ns: Ints, pointer: Floats
) -> tuple[EventTable, WindowRows, npt.NDArray[np.bool_]]:
    """The events within a session's windows, their thinned rows, and which of the events can happen."""
    bounds = np.searchsorted(table.at_ns, edges_ns)
    inside = table.take(slice(int(bounds[0]), int(bounds[-1])))
    rows = window_rows(inside, bounds - bounds[0], edges_ns[:-1], pointer)
    return inside, rows, is_possible(table)[bounds[0] : bounds[-1]]


def _since_last_s(table: EventTable, ticks_ns: Ints) -> Floats:
    done = np.searchsorted(table.at_ns, ticks_ns)
    last_ns = table.at_ns[np.maximum(done - 1, 0)] if table.size else np.zeros_like(ticks_ns)
    return since_last_s(ticks_ns, last_ns, done > 0)


def _checked(table: EventTable, ticks_ns: Ints) -> EventTable:
    """The events in order of time."""
    if len(ticks_ns) < 2:
        raise ValueError(f"ticks: a session with a window has at least 2 of them, found {len(ticks_ns)}")
    wrong = np.flatnonzero(np.diff(ticks_ns) <= 0)
    if len(wrong):
        raise ValueError(f"ticks: tick {wrong[0] + 1} is not later than the one before it")
    for name, column, most in (
        ("x", table.x, FARTHEST_PX),
        ("y", table.y, FARTHEST_PX),
        ("scroll", table.scroll, MOST_NOTCHES),
    ):
        wrong = np.flatnonzero(np.abs(column.astype(np.int64)) > most)
        if len(wrong):
            raise ValueError(f"events: {name} of event {wrong[0]} is {column[wrong[0]]}, expected -{most} .. {most}")
    return table.take(np.argsort(table.at_ns, kind="stable"))


def _with_game_pointer(pointer: Floats, states: Sequence[GameState | None]) -> Floats:
    """The pointer at the ticks; before its first event, where the game says that it is."""
    pointer = pointer.copy()
    for index in np.flatnonzero(np.isnan(pointer[:, 0])).tolist():
        state = states[index]
        if state is not None and state.mouse is not None:
            pointer[index] = state.mouse.x, state.mouse.y
    return pointer


def _states(states: Sequence[GameState | None], held: HeldColumns, names: NameCollector) -> Floats:
    features = np.full((len(states), D), np.nan, np.float32)
    for index, state in enumerate(states):
        if state is not None:
            try:
                features[index] = state_features(state, held.at(index), names)
            except ValueError as error:
                raise ValueError(f"states: state {index}: {error}") from None
    is_number = np.array([feature.classes == 0 for feature in STATE_FEATURES])
    wrong = np.argwhere(is_number & (np.abs(features) > LARGEST_FEATURE))
    if len(wrong):
        tick, column = wrong[0].tolist()
        raise ValueError(f"states: {STATE_FEATURES[column].name} of state {tick} is {features[tick, column]}")
    return features


def _target_rows(
    rows: WindowRows,
    table: EventTable,
    possible: npt.NDArray[np.bool_],
    ticks_ns: Ints,
    start_px: npt.NDArray[np.float32],
) -> TargetRows:
    """Target i is what lies in window i + 1; the first window is history only."""
    return target_rows(_after_first(rows), table, possible, np.diff(ticks_ns), start_px[:-1].astype(np.float64))


def _after_first(rows: WindowRows) -> WindowRows:
    first = int(rows.offsets[1])
    return WindowRows(
        rows.features[first:],
        rows.at_ms[first:],
        rows.window[first:] - 1,
        rows.source[first:],
        rows.offsets[1:] - first,
    )


def _statistics(
    events: int,
    rows: WindowRows,
    table: EventTable,
    possible: npt.NDArray[np.bool_],
    ticks_ns: Ints,
    targets: TargetRows,
) -> CutStatistics:
    cut = np.flatnonzero(table.at_ns >= ticks_ns[0])
    starts_ns = ticks_ns[np.searchsorted(ticks_ns, table.at_ns[cut], side="right") - 1]
    at_ms = (table.at_ns[cut] - starts_ns) // MILLISECOND_NS
    return count_cut(events, _after_first(rows), cut, possible, at_ms, len(targets.actions))
