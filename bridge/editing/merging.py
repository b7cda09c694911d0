"""Putting recordings together: every message of each in one file, on one clock, in the order of play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec

from bridge.clock import SECOND_NS
from bridge.editing.identity import manifest_of
from bridge.editing.session_copy import SessionCopy
from bridge.editing.source import Source, beginning, ending, places_in
from bridge.editing.stretch import OnProgress, Stretch, copy_stretch
from bridge.errors import UnusableEdit
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest
from bridge.recording.parts import Redaction, SessionPart

SAME_CLOCK_NS = SECOND_NS
"""Clock pairs that differ by less belong to one monotonic clock: the wall clock is set now and then."""

APART_NS = 6 * SECOND_NS
"""Between recordings of which nobody knows when they were made: as long as a model looks back."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A recording and what brings its times on the clock of the first."""

    source: Source
    shift_ns: int

    @property
    def first_ns(self) -> int:
        """Time of its first message on that clock."""
        return self.source.span_ns[0] + self.shift_ns

    @property
    def last_ns(self) -> int:
        """Time of its last message on that clock."""
        return self.source.span_ns[1] + self.shift_ns


def merge(sources: Sequence[Source], out: Path, on_progress: OnProgress | None = None) -> tuple[Placed, ...]:
    """Write several recordings as one. Pieces of one session that follow each other become that session again.

    Sessions on different clocks are brought on the first one's by the wall times in their manifests.

    Args:
        sources: at least two, in any order.
        out: the new file.
        on_progress: told the bytes read.

    Returns:
        The recordings in their order.

    Raises:
        UnusableEdit: they are not of one game, canvas, picture size and author, or were played at the same time.
        RecordingExists: `out` is there already.
        CorruptRecording: a source is damaged.
    """
    _check_alike(sources)
    placed = placed_in_order(sources)
    base = placed[0].source.manifest
    rates = [one.manifest.frames_per_second for one in sources if one.manifest.frames_per_second]
    base = msgspec.structs.replace(base, frames_per_second=min(rates, default=0.0))
    manifest = manifest_of(base, _parts(placed), _redactions(placed))
    total = sum(one.source.raw.layout.size for one in placed)
    is_repaired = any(one.source.statistics.is_repaired for one in placed)
    with SessionCopy(out, manifest, is_repaired=is_repaired) as copy:
        before = 0
        for one in placed:

            def show(done: float, _: float, before: int = before) -> None:
                if on_progress is not None:
                    on_progress(before + done, total)

            copy_stretch(copy, Stretch(one.source, beginning(one.source), ending(one.source), one.shift_ns), show)
            before += one.source.raw.layout.size
    return placed


def placed_in_order(sources: Sequence[Source]) -> tuple[Placed, ...]:
    """Recordings in the order in which they were played, each with its shift.

    Raises:
        UnusableEdit: two of them overlap.
    """
    are_timed = all(source.manifest.started_wall_ns for source in sources)
    ordered = sorted(sources, key=_played_ns) if are_timed else list(sources)
    placed = [Placed(ordered[0], 0)]
    for source in ordered[1:]:
        placed.append(Placed(source, _shift_ns(placed[0].source, source, placed[-1].last_ns)))
    for one, other in pairwise(placed):
        if other.first_ns < one.last_ns or (other.source.path == one.source.path):
            raise UnusableEdit(
                f"{one.source.path} and {other.source.path} overlap by {(one.last_ns - other.first_ns) / SECOND_NS:.3f}"
                " s: nothing may stand in a recording twice; trim one of them"
            )
    return tuple(placed)


def _played_ns(source: Source) -> int:
    return source.span_ns[0] + _to_wall_ns(source.manifest)


def _to_wall_ns(manifest: Manifest) -> int:
    """What brings a time of a recording to the wall clock."""
    return manifest.started_wall_ns - manifest.started_ns


def _shift_ns(first: Source, source: Source, last_ns: int) -> int:
    """What brings a recording on the clock of the first one, behind the one that ended at `last_ns`."""
    if source.manifest.session_id == first.manifest.session_id and _pair(source) == _pair(first):
        return 0
    if not (source.manifest.started_wall_ns and first.manifest.started_wall_ns):
        return last_ns + APART_NS - source.span_ns[0]
    apart_ns = _to_wall_ns(source.manifest) - _to_wall_ns(first.manifest)
    return 0 if abs(apart_ns) < SAME_CLOCK_NS and source.span_ns[0] >= last_ns else apart_ns


def _pair(source: Source) -> tuple[int, int]:
    return source.manifest.started_ns, source.manifest.started_wall_ns


def _check_alike(sources: Sequence[Source]) -> None:
    kind = _kind(sources[0].manifest)
    for source in sources[1:]:
        for what, its in _kind(source.manifest).items():
            if its != kind[what]:
                raise UnusableEdit(
                    f"{source.path} has another {what} than {sources[0].path}: {its} and {kind[what]}; "
                    "only recordings of one game, canvas, picture size and author go into one file"
                )


def _kind(manifest: Manifest) -> dict[str, object]:
    return {
        "game": manifest.game,
        "canvas": (manifest.canvas_width_px, manifest.canvas_height_px),
        "picture size": (manifest.frame_width_px, manifest.frame_height_px),
        "author": manifest.author,
        "set of words": manifest.schema_digests,
    }


def _parts(placed: Sequence[Placed]) -> tuple[SessionPart, ...]:
    """The parts of all; a piece that goes on where the one before ended is joined to it."""
    parts: list[SessionPart] = []
    last: Placed | None = None
    for one in placed:
        its = [_moved_part(part, one, last) for part in one.source.manifest.session_parts]
        if last is not None and _goes_on(parts[-1], _end_numbers(last.source), its[0]):
            its = its[1:]
        parts.extend(its)
        last = one
    return tuple(parts)


def _end_numbers(source: Source) -> dict[str, int]:
    """The session's own number that each stream would have gone on with behind a recording."""
    last = source.manifest.session_parts[-1]
    began = places_in(source, ())[last.from_ns] if len(source.manifest.session_parts) > 1 else beginning(source)
    end = ending(source).sequences
    return {topic: last.first_sequences.get(topic, 0) + end[topic] - began.sequences[topic] for topic in Topic}


def _goes_on(part: SessionPart, end_numbers: Mapping[str, int], following: SessionPart) -> bool:
    same = ("session_id", "started_ns", "started_wall_ns", "shift_ns")
    if any(getattr(part, name) != getattr(following, name) for name in same):
        return False
    return all(following.first_sequences.get(topic, 0) == number for topic, number in end_numbers.items())


def _moved_part(part: SessionPart, one: Placed, last: Placed | None) -> SessionPart:
    from_ns = part.from_ns + one.shift_ns
    if last is not None and from_ns <= last.last_ns:
        from_ns = one.first_ns  # it was opened while the one before was still being recorded
    return msgspec.structs.replace(part, from_ns=from_ns, shift_ns=part.shift_ns + one.shift_ns)


def _redactions(placed: Sequence[Placed]) -> tuple[Redaction, ...]:
    """Those of all; one that two pieces tell of is one."""
    found: list[Redaction] = []
    for one in placed:
        moved = [_moved(redaction, one.shift_ns) for redaction in one.source.manifest.redactions]
        found.extend(redaction for redaction in moved if redaction not in found)
    return tuple(found)


def _moved(redaction: Redaction, by_ns: int) -> Redaction:
    return msgspec.structs.replace(redaction, from_ns=redaction.from_ns + by_ns, until_ns=redaction.until_ns + by_ns)
