"""Sessions that come from files of other formats, written as recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import assert_never

from bridge.clock import VirtualClock
from bridge.events import (
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    PointerMove,
    WheelScroll,
)
from bridge.frame import Frame
from bridge.importing.sessions import ImportedSession
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest
from bridge.recording.writer import RecordingWriter
from bridge.state import GameState


def write_restored(
    source: Path,
    path: Path,
    manifest: Manifest,
    items: Iterable[InputEvent | GameState | Frame],
    *,
    video: bool = False,
) -> ImportedSession:
    """Record a session from its parts; the same parts always give the same bytes.

    Args:
        source: where they come from.
        path: the recording, "<name>.mcap".
        manifest: of the session.
        items: its parts, each stream in its own order.
        video: whether there are pictures among them.

    Raises:
        RecordingExists: the recording is there already.
    """
    with _nothing_left_on_failure(RecordingWriter(path, manifest, clock=VirtualClock(0), video=video)) as writer:
        for item in items:
            _write(writer, item)
        written = writer.statistics.written
    rows = sum(written[topic] for topic in (Topic.INPUT, Topic.STATE, Topic.SCREEN))
    return ImportedSession(source, path, manifest.session_id, rows, written[Topic.INPUT], {})


def _write(writer: RecordingWriter, item: InputEvent | GameState | Frame) -> None:
    match item:
        case GameState():
            writer.write_state(item)
        case Frame():
            writer.write_frame(item)
        case PointerMove() | ButtonPress() | ButtonRelease() | WheelScroll() | KeyPress() | KeyRelease():
            writer.write_input(item)
        case _:
            assert_never(item)


@contextmanager
def _nothing_left_on_failure(writer: RecordingWriter) -> Iterator[RecordingWriter]:
    """The writer, entered; what it began is removed where its source turns out to be unusable."""
    with ExitStack() as opened:
        opened.enter_context(writer)
        try:
            yield writer
        except BaseException:
            opened.callback(writer.part_path.unlink)  # on leaving, before the writer closes: its lock is still held
            raise
