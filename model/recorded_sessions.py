"""The sessions in a recording, cut into columns: one of a recording as it was made, several of a merged one.

No window may span the border between two parts: what lies behind it does not follow from what lies before it.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np

from bridge.errors import CorruptRecording
from bridge.events import Author, InputEvent
from bridge.held import HeldInput
from bridge.recording.manifest import Manifest
from bridge.recording.messages import Marker
from bridge.recording.reader import open_recording
from bridge.state import GameState
from model.errors import DataError
from model.event_table import table_of
from model.history import done_before
from model.session_columns import CutSession, cut_session
from model.windows import grid_ticks_ns

_Timed = TypeVar("_Timed", InputEvent, Marker)

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CutPart:
    """A session, or a stretch of one, and its columns on the session's own clock; see `Manifest` for the rest.

    Args:
        shift_ns: what the recording's clock says more than the session's own.
    """

    session: str
    task: str
    author: str
    cut: CutSession
    shift_ns: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """What a recording holds of one session, on the session's own clock."""

    session: str
    task: str
    held: HeldInput
    shift_ns: int
    events: tuple[InputEvent, ...]
    states: tuple[GameState, ...]
    ticks_ns: tuple[int, ...]
    markers: tuple[Marker, ...]


def cut_recording(recording: Path) -> tuple[CutPart, ...]:
    """The sessions in a recording, at least one; a part that is too short for a window is passed by.

    Raises:
        DataError: the recording is damaged or foreign, or holds no session that can be used.
    """
    try:
        opened = open_recording(recording)
        events, states, markers = tuple(opened.inputs()), tuple(opened.states()), tuple(opened.markers())
    except CorruptRecording as error:
        raise DataError(str(error)) from None
    manifest = opened.manifest
    cut: list[CutPart] = []
    problem = ""
    for part in _parts(manifest, events, states, markers):
        try:
            cut.append(CutPart(part.session, part.task, manifest.author, _cut(part, manifest), part.shift_ns))
        except ValueError as error:
            problem = problem or str(error)
            _LOGGER.info("%s: a part of session %s is left out: %s", recording, part.session, error)
    if not cut:
        raise DataError(f"{recording}: {problem}")
    return tuple(cut)


def _parts(
    manifest: Manifest, events: Iterable[InputEvent], states: Iterable[GameState], markers: Iterable[Marker]
) -> Iterator[_Part]:
    """The parts of a recording, in order."""
    parts = manifest.session_parts
    borders_ns = [part.from_ns for part in parts[1:]]
    its_events: list[list[InputEvent]] = [[] for _ in parts]
    its_states: list[list[GameState]] = [[] for _ in parts]
    its_markers: list[list[Marker]] = [[] for _ in parts]
    for event in events:
        its_events[bisect_right(borders_ns, event.at_ns)].append(event)
    for state in states:
        its_states[bisect_right(borders_ns, state.tick.received_ns)].append(state)
    for marker in markers:
        its_markers[bisect_right(borders_ns, marker.at_ns)].append(marker)
    for part, own, seen, noted in zip(parts, its_events, its_states, its_markers, strict=True):
        yield _Part(
            part.session_id,
            part.task,
            part.held,
            part.shift_ns,
            tuple(_moved(event, -part.shift_ns) for event in own),
            tuple(seen),
            tuple(state.tick.received_ns - part.shift_ns for state in seen),
            tuple(_moved(marker, -part.shift_ns) for marker in noted),
        )


def _moved(value: _Timed, by_ns: int) -> _Timed:
    return value if by_ns == 0 else msgspec.structs.replace(value, at_ns=value.at_ns + by_ns)


def _cut(part: _Part, manifest: Manifest) -> CutSession:
    """The columns of a part.

    Raises:
        ValueError: it cannot be used.
    """
    ticks_ns = np.array(part.ticks_ns, np.int64) if part.states else grid_ticks_ns(table_of(part.events))
    before = done_before(part.held, int(ticks_ns[0]), manifest.player) if len(ticks_ns) else ()
    table = table_of((*before, *part.events))
    seen = part.states or (None,) * len(ticks_ns)
    canvas_px = manifest.canvas_width_px, manifest.canvas_height_px
    return cut_session(table, ticks_ns, seen, canvas_px, part.markers, is_attempt=manifest.player is Author.AGENT)
