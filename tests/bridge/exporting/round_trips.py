"""Recordings of any events, written for an export to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bridge.clock import VirtualClock
from bridge.events import InputEvent
from bridge.recording.reader import Recording, open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import manifest_of


def recorded(path: Path, events: Sequence[InputEvent]) -> Recording:
    """A recording of events alone."""
    with RecordingWriter(path, manifest_of(), clock=VirtualClock(), video=False) as writer:
        for event in events:
            writer.write_input(event)
    return open_recording(path)
