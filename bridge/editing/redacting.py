"""Redacting a recording: a new file in which something is gone for good, and that says so."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from bridge.editing.pictures import Edit, PictureStream
from bridge.editing.redactor import Redactor, Wish, cleared
from bridge.editing.session_copy import SessionCopy
from bridge.editing.source import Source, beginning, ending
from bridge.editing.stretch import OnProgress, Stretch, losses_in
from bridge.errors import CorruptRecording, UnusableEdit
from bridge.geometry import Rect
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest
from bridge.recording.messages import Marker
from bridge.recording.parts import Redaction
from bridge.recording.raw import RawMessage
from bridge.scaling import Pixels

MARKER_NAME = "redacted"
BLOCK_PX = 16
"""The encoder works on blocks of this size and smears inside of them: whole ones turn black."""


def redact(source: Source, out: Path, wish: Wish, on_progress: OnProgress | None = None) -> Redaction:
    """Write a recording without what is to go; nothing of it is in the new file.

    Args:
        source: the recording.
        out: the new file.
        wish: what is to go.
        on_progress: told the bytes read.

    Returns:
        What went.

    Raises:
        UnusableEdit: the span holds nothing of the recording, or the area no pixel of its canvas.
        RecordingExists: `out` is there already.
        CorruptRecording: the source is damaged.
    """
    _check(source, wish)
    redaction = _counted(source, wish)
    manifest = msgspec.structs.replace(
        source.manifest,
        parts=tuple(cleared(part, wish) for part in source.manifest.parts),
        redactions=(*source.manifest.redactions, redaction),
    )
    with SessionCopy(out, manifest, is_repaired=source.statistics.is_repaired) as copy:
        _write(source, copy, wish, _marker(wish, redaction), on_progress)
    return redaction


def blacked(pixels: Pixels, area_px: Rect) -> Pixels:
    """A picture, uint8 (H, W, 3), with an area of its own pixels black."""
    changed = pixels.copy()
    changed[area_px.y : area_px.y + area_px.height, area_px.x : area_px.x + area_px.width] = 0
    return np.ascontiguousarray(changed)


def picture_area(area: Rect, manifest: Manifest) -> Rect:
    """The blocks of a recording's pictures that an area of its canvas touches."""
    left, right = _blocks(area.x, area.x + area.width, manifest.canvas_width_px, manifest.frame_width_px)
    top, bottom = _blocks(area.y, area.y + area.height, manifest.canvas_height_px, manifest.frame_height_px)
    return Rect(left, top, right - left, bottom - top)


class _Nowhere:
    """A sink that keeps nothing: the first reading only counts."""

    def add(self, topic: Topic, log_time_ns: int, sequence: int, data: bytes) -> None:
        """See `Sink.add`."""

    def insert(self, topic: Topic, log_time_ns: int, data: bytes) -> None:
        """See `Sink.insert`."""

    def leave_out(self, topic: Topic) -> None:
        """See `Sink.leave_out`."""


def _check(source: Source, wish: Wish) -> None:
    first_ns, last_ns = source.span_ns
    if wish.from_ns >= wish.until_ns or wish.until_ns <= first_ns or wish.from_ns > last_ns:
        raise UnusableEdit(f"{source.path}: nothing lies in that span, so nothing can be redacted there")
    canvas = Rect(0, 0, source.manifest.canvas_width_px, source.manifest.canvas_height_px)
    if wish.area is not None and not (wish.area.intersection(canvas).width and wish.area.intersection(canvas).height):
        raise UnusableEdit(f"{source.path}: no pixel of its {canvas.width}x{canvas.height} canvas lies in that area")


def _counted(source: Source, wish: Wish) -> Redaction:
    redactor, blanked = Redactor(wish, source.manifest.session_parts, _Nowhere()), 0
    try:
        for chunk in source.raw.chunks():
            for message in chunk.messages:
                if message.topic is not Topic.SCREEN:
                    redactor.take(message)
                elif wish.changes_pictures and wish.covers(message.log_time_ns):
                    blanked += 1
    except msgspec.MsgspecError as error:
        raise CorruptRecording(f"{source.path}: {error}; nothing was written") from None
    first_ns, last_ns = source.span_ns
    span_ns = (max(first_ns, wish.from_ns), min(last_ns + 1, wish.until_ns))
    return Redaction(*span_ns, wish.area, _key_class(wish.key), dict(redactor.removed), blanked)


def _write(source: Source, copy: SessionCopy, wish: Wish, marker: RawMessage, on_progress: OnProgress | None) -> None:
    pictures = PictureStream(source.path, source.manifest)
    edit = _edit_of(wish, source.manifest)
    redactor = Redactor(wish, source.manifest.session_parts, copy)
    is_marked = False
    copy.begin(beginning(source).sequences)
    for chunk in source.raw.chunks():
        for message in chunk.messages:
            if message.topic is Topic.MARKER and not is_marked and message.log_time_ns >= marker.log_time_ns:
                is_marked = True
                copy.insert(Topic.MARKER, marker.log_time_ns, marker.data)
            if message.topic is Topic.SCREEN:
                changes = wish.changes_pictures and wish.covers(message.log_time_ns)
                data = pictures.passed(message.data, edit if changes else None)
                copy.add(Topic.SCREEN, message.log_time_ns, message.sequence, data)
            else:
                redactor.take(message)
        copy.flush()
        if on_progress is not None:
            on_progress(chunk.end, source.raw.layout.size)
    if not is_marked:
        copy.insert(Topic.MARKER, marker.log_time_ns, marker.data)
    end = ending(source)
    copy.end(end.sequences, losses_in(Stretch(source, beginning(source), end)))


def _edit_of(wish: Wish, manifest: Manifest) -> Edit:
    if wish.area is None:
        return np.zeros_like
    return partial(blacked, area_px=picture_area(wish.area, manifest))


def _marker(wish: Wish, redaction: Redaction) -> RawMessage:
    note = f"{_what(redaction)}: {sum(redaction.removed.values())} events removed, {redaction.blanked} pictures blacked"
    data = msgspec.json.encode(Marker(redaction.from_ns, MARKER_NAME, note))
    return RawMessage(Topic.MARKER, max(redaction.from_ns, wish.from_ns), 0, data)


def _what(redaction: Redaction) -> str:
    if redaction.area is not None:
        area = redaction.area
        return f"the area {area.width}x{area.height} at ({area.x}, {area.y})"
    return redaction.key_class or "everything in a span"


def _key_class(key: str) -> str:
    """What may be told of a key: which letter it was might be part of what had to go."""
    if len(key) == 1 and key.isalpha():
        return "a letter"
    return "a digit" if len(key) == 1 and key.isdigit() else key


def _blocks(start: int, end: int, canvas_px: int, frame_px: int) -> tuple[int, int]:
    """The whole blocks that [start, end) of the canvas touches, in pixels of the picture."""
    first = max(0, start) * frame_px // canvas_px // BLOCK_PX * BLOCK_PX
    last = -(-min(canvas_px, end) * frame_px // canvas_px)
    return first, min(frame_px, -(-last // BLOCK_PX) * BLOCK_PX)
