"""A stretch of a recording, and how it is copied into a new one without loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from bridge.editing.pictures import PictureStream
from bridge.editing.session_copy import SessionCopy
from bridge.editing.shifting import shifted
from bridge.editing.source import Place, Source
from bridge.recording.channels import Topic
from bridge.recording.losses import Loss

OnProgress = Callable[[float, float], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What lies in [start, end) of a recording, each stream by its log times.

    Args:
        source: the recording.
        start, end: places of it.
        shift_ns: added to every time.
    """

    source: Source
    start: Place
    end: Place
    shift_ns: int = 0

    def holds(self, at_ns: int) -> bool:
        """Whether a time of the recording lies in it; whatever comes before the recording's beginning does, too."""
        return (self._is_from_beginning or at_ns >= self.start.at_ns) and at_ns < self.end.at_ns

    def is_behind(self, at_ns: int) -> bool:
        """Whether a time of the recording lies behind it."""
        return at_ns >= self.end.at_ns

    @property
    def _is_from_beginning(self) -> bool:
        return not any(self.start.sequences.values())


def copy_stretch(copy: SessionCopy, stretch: Stretch, on_progress: OnProgress | None = None) -> None:
    """Append a stretch to a recording in progress.

    Raises:
        CorruptRecording: the source is damaged there; what is being written is to be thrown away.
    """
    source = stretch.source
    pictures = PictureStream(source.path, source.manifest)
    copy.begin(stretch.start.sequences)
    for chunk in source.raw.chunks():
        for message in chunk.messages:
            if stretch.holds(message.log_time_ns):
                data = pictures.passed(message.data) if message.topic is Topic.SCREEN else message.data
                moved = shifted(replace(message, data=data), stretch.shift_ns)
                copy.add(moved.topic, moved.log_time_ns, moved.sequence, moved.data)
            elif message.topic is Topic.SCREEN and not stretch.is_behind(message.log_time_ns):
                pictures.skip(message.data)
        copy.flush()
        if on_progress is not None:
            on_progress(chunk.end, source.raw.layout.size)
    copy.end(stretch.end.sequences, losses_in(stretch))


def losses_in(stretch: Stretch) -> tuple[Loss, ...]:
    """What the source's ledger says of a stretch: a loss belongs to where its stream goes on."""
    last_ns = stretch.source.span_ns[1]
    return tuple(
        _moved(loss, stretch.shift_ns)
        for loss in stretch.source.statistics.losses
        if (stretch.holds(loss.until_ns) if loss.until_ns is not None else stretch.end.at_ns > last_ns)
    )


def _moved(loss: Loss, by_ns: int) -> Loss:
    """A loss on another clock."""
    from_ns = None if loss.from_ns is None else loss.from_ns + by_ns
    until_ns = None if loss.until_ns is None else loss.until_ns + by_ns
    return msgspec.structs.replace(loss, from_ns=from_ns, until_ns=until_ns)
