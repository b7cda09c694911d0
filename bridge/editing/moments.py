"""Moments of a recording as people name them, and where it is cut for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from bridge.clock import SECOND_NS
from bridge.editing.source import Source
from bridge.errors import UnusableEdit
from bridge.recording.reader import Recording
from bridge.state import Tick

SILENCE_NS = 2 * SECOND_NS
"""Ticks further apart than this belong to two segments."""


@dataclass(frozen=True, slots=True)
class AtSeconds:
    """So long after the recording's first message."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AtTick:
    """The first tick with this index of the game's own count, or a later one."""

    index: int


@dataclass(frozen=True, slots=True)
class AtMarker:
    """The first marker of this name."""

    name: str


Moment = AtSeconds | AtTick | AtMarker


def ticks_of(source: Source) -> tuple[Tick, ...]:
    """The ticks of a recording.

    Raises:
        CorruptRecording: it is damaged.
    """
    return tuple(state.tick for state in Recording(source.raw).states())


def time_of(moment: Moment, source: Source, ticks: Sequence[Tick]) -> int:
    """A moment on the recording's clock.

    Raises:
        UnusableEdit: there is no such tick or marker.
    """
    match moment:
        case AtSeconds(seconds):
            return source.span_ns[0] + round(seconds * SECOND_NS)
        case AtTick(index):
            found = next((tick.received_ns for tick in ticks if tick.index >= index), None)
            told = f"its ticks end at {ticks[-1].index}" if ticks else "it has no ticks"
            missing = f"tick {index}: {told}"
        case AtMarker(name):
            found = next((marker.at_ns for marker in Recording(source.raw).markers() if marker.name == name), None)
            names = sorted({marker.name for marker in Recording(source.raw).markers()})
            missing = f"marker {name!r}: {'its markers are ' + ', '.join(names) if names else 'it has none at all'}"
        case _:
            assert_never(moment)
    if found is None:
        raise UnusableEdit(f"{source.path} has no {missing}")
    return found


def tick_from(at_ns: int, ticks: Sequence[Tick]) -> int:
    """The time of the first tick at a moment or after it; the moment itself where none follows."""
    index = bisect_left(ticks, at_ns, key=lambda tick: tick.received_ns)
    return ticks[index].received_ns if index < len(ticks) else at_ns


def cuts_at(times_ns: Iterable[int], source: Source, ticks: Sequence[Tick]) -> tuple[int, ...]:
    """Cuts at the ticks from some moments on, each once, those at the recording's edges left out."""
    first_ns, last_ns = source.span_ns
    cuts = sorted({tick_from(at_ns, ticks) for at_ns in times_ns})
    return tuple(cut for cut in cuts if first_ns < cut <= last_ns)


def times_every(step_ns: int, source: Source) -> range:
    """Moments that lie so far apart, from the beginning on."""
    first_ns, last_ns = source.span_ns
    return range(first_ns + step_ns, last_ns + 1, step_ns)


def marker_times(name: str, source: Source) -> tuple[int, ...]:
    """When the markers of a name were set, "" for those of any."""
    return tuple(marker.at_ns for marker in Recording(source.raw).markers() if name in ("", marker.name))


def segment_times(source: Source, ticks: Sequence[Tick]) -> tuple[int, ...]:
    """Where segments begin: a part of the file, or the first tick after a silence."""
    parts = [part.from_ns for part in source.manifest.session_parts[1:]]
    spaced = pairwise(tick.received_ns for tick in ticks)
    return (*parts, *(later for earlier, later in spaced if later - earlier > SILENCE_NS))
