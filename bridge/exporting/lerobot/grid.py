"""A session on an even grid of time: what was seen at each of its moments and done until the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.clock import SECOND_NS
from bridge.errors import CorruptRecording
from bridge.exporting.lerobot.actions import ActionRows
from bridge.frame import Frame
from bridge.held import HeldInput
from bridge.recording.reader import Recording, TimelineItem
from bridge.state import GameState

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
NEVER_NS = -1
"""Stands for the time of a picture or a state that did not come yet."""


@dataclass(frozen=True, slots=True)
class StateColumns:
    """How a game state becomes numbers.

    Args:
        names: of the D columns.
        row: the columns of a state and what was held at it, float32 (D,); NaN is unknown.
    """

    names: tuple[str, ...]
    row: Callable[[GameState, HeldInput], Floats]


@dataclass(frozen=True, slots=True)
class SessionGrid:
    """N rows of a session; row i tells of the time from `at_ns[i]` to that of the next row.

    Args:
        at_ns: int64 (N,), the first message's time and on, evenly.
        states: float32 (N, D), of the last state at or before the row; 0 where unknown.
        is_known: float32 (N, D), 1 where `states` is known.
        state_at_ns: int64 (N,), that state's time.
        actions: float32 (N, A), see `bridge.exporting.lerobot.actions`.
        events: input events counted in the rows: all of the session.
    """

    at_ns: Ints
    states: Floats
    is_known: Floats
    state_at_ns: Ints
    actions: Floats
    events: int


def session_grid(recording: Recording, frames_per_second: int, columns: StateColumns) -> SessionGrid:
    """Lay a session on a grid.

    Raises:
        CorruptRecording: it is damaged, or holds no input, state or picture at all.
    """
    at_ns = _grid_ns(recording, frames_per_second)
    first, *later = recording.manifest.session_parts
    edges_ns, actions, events = at_ns.tolist(), ActionRows(len(at_ns), first.held), 0
    states: list[Floats] = []
    states_ns: list[int] = []
    now_ns = 0
    for item in recording.timeline():
        while later and _time_of(item) >= later[0].from_ns:
            begins = later.pop(0)
            actions.begin(bisect_right(edges_ns, begins.from_ns) - 1, begins.held)
        if isinstance(item, GameState):
            states.append(columns.row(item, actions.held))
            states_ns.append(max([item.tick.received_ns, *states_ns[-1:]]))
        elif not isinstance(item, Frame):
            now_ns = max(item.at_ns, now_ns)
            actions.add(bisect_right(edges_ns, now_ns) - 1, item)
            events += 1
    seen, seen_ns = _last_of(np.array(states_ns, np.int64), at_ns)
    table = np.array([*states, np.full(len(columns.names), np.nan)], np.float32)[seen]
    is_known = ~np.isnan(table)
    return SessionGrid(
        at_ns,
        np.where(is_known, table, np.float32(0)),
        is_known.astype(np.float32),
        seen_ns,
        actions.finished(),
        events,
    )


def _time_of(item: TimelineItem) -> int:
    return item.tick.received_ns if isinstance(item, GameState) else item.at_ns


def frames_on(at_ns: Ints, frames: Iterator[Frame]) -> Iterator[Frame | None]:
    """For each moment the last frame at or before it, None before the first."""
    last, coming = None, next(frames, None)
    for moment_ns in at_ns.tolist():
        while coming is not None and coming.at_ns <= moment_ns:
            last, coming = coming, next(frames, None)
        yield last


def _grid_ns(recording: Recording, frames_per_second: int) -> Ints:
    """The moments of the rows; the last message falls into the last row."""
    spans_ns = [
        (min(times_ns), max(times_ns))
        for chunk in recording.raw.chunks()
        if (times_ns := [message.log_time_ns for message in chunk.messages])
    ]
    if not spans_ns:
        raise CorruptRecording(f"{recording.path} holds nothing: there is no message in it")
    first_ns, last_ns = min(first for first, _ in spans_ns), max(last for _, last in spans_ns)
    rows = (last_ns - first_ns) * frames_per_second // SECOND_NS + 1
    return first_ns + (np.arange(rows, dtype=np.int64) * SECOND_NS) // frames_per_second


def _last_of(times_ns: Ints, moments_ns: Ints) -> tuple[Ints, Ints]:
    """For each moment the index and the time of the last one at or before it; index -1 is none."""
    last = np.searchsorted(times_ns, moments_ns, side="right") - 1
    return last, np.append(times_ns, NEVER_NS)[last]
