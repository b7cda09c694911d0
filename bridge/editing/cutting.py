"""Cutting a recording: a trimmed copy of one stretch, or all of it as several recordings that follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bridge.editing.identity import manifest_of, redactions_between
from bridge.editing.session_copy import SessionCopy
from bridge.editing.source import Place, Source, beginning, ending, parts_between, places_in
from bridge.editing.stretch import OnProgress, Stretch, copy_stretch
from bridge.errors import UnusableEdit
from bridge.recording.parts import SessionPart


def trim(
    source: Source,
    out: Path,
    from_ns: int | None,
    until_ns: int | None,
    on_progress: OnProgress | None = None,
) -> None:
    """Write what lies in [from, until) of a recording as a recording of its own.

    What was held at the cut stands in its manifest. Pictures are copied; those between the cut and the next picture
    that can be decoded alone are encoded anew.

    Args:
        source: the recording.
        out: the new file.
        from_ns: where it starts, None: at the beginning. `tick_from` finds a tick.
        until_ns: the first moment that is not in it, None: to the end.
        on_progress: told the bytes read.

    Raises:
        UnusableEdit: the stretch is empty.
        RecordingExists: `out` is there already.
        CorruptRecording: the source is damaged.
    """
    first_ns, last_ns = source.span_ns
    is_empty = from_ns is not None and until_ns is not None and from_ns >= until_ns
    if is_empty or (from_ns or first_ns) > last_ns or (until_ns is not None and until_ns <= first_ns):
        raise UnusableEdit(f"{source.path}: nothing lies in that stretch; the recording has {_length_s(source):.3f} s")
    places = places_in(source, [at_ns for at_ns in (from_ns, until_ns) if at_ns is not None])
    start = beginning(source) if from_ns is None else places[from_ns]
    end = ending(source) if until_ns is None else places[until_ns]
    _write(source, out, start, end, parts_between(source, start, end, places), on_progress)


def split(source: Source, outs: Sequence[Path], cuts_ns: Sequence[int], on_progress: OnProgress | None = None) -> None:
    """Write a recording as several, each message in exactly one; merged, they are the recording again.

    Args:
        source: the recording.
        outs: the new files, one more than there are cuts.
        cuts_ns: growing, each behind the first message and not behind the last.
        on_progress: told the bytes read, of all passes.

    Raises:
        UnusableEdit: the cuts are not like that.
        RecordingExists: one of `outs` is there already; those before it stay.
        CorruptRecording: the source is damaged.
    """
    first_ns, last_ns = source.span_ns
    wrong = [cut for earlier, cut in pairwise([first_ns, *cuts_ns]) if cut <= earlier or cut > last_ns]
    if wrong or len(outs) != len(cuts_ns) + 1:
        raise UnusableEdit(f"{source.path}: the cuts do not lie inside of the recording, one behind the other")
    places = places_in(source, cuts_ns)
    borders = [beginning(source), *(places[cut] for cut in cuts_ns), ending(source)]
    size = source.raw.layout.size
    for index, (out, (start, end)) in enumerate(zip(outs, pairwise(borders), strict=True)):

        def show(done: float, total: float, before: int = index * size) -> None:
            if on_progress is not None:
                on_progress(before + done, len(outs) * total)

        _write(source, out, start, end, parts_between(source, start, end, places), show)


def _write(
    source: Source,
    out: Path,
    start: Place,
    end: Place,
    parts: tuple[SessionPart, ...],
    on_progress: OnProgress | None,
) -> None:
    manifest = manifest_of(source.manifest, parts, redactions_between(source.manifest, start.at_ns, end.at_ns))
    with SessionCopy(out, manifest, is_repaired=source.statistics.is_repaired) as copy:
        copy_stretch(copy, Stretch(source, start, end), on_progress)


def _length_s(source: Source) -> float:
    first_ns, last_ns = source.span_ns
    return (last_ns - first_ns) / 1e9
