"""Recordings of the sessions that the tests of the model play."""

from __future__ import annotations

from pathlib import Path

from bridge.editing.merging import merge
from bridge.editing.source import open_source
from bridge.recording.manifest import new_manifest
from bridge.recording.writer import RecordingWriter
from tests.model.sessions import START_NS, played


def record(path: Path, seed: int = 1, *, states: bool = True) -> Path:
    """Write the session that `played(seed)` plays."""
    play = played(seed)
    manifest = new_manifest(
        f"session {seed}", started_ns=START_NS, started_wall_ns=0, game="sandbox", task="woodcutting", author="expert"
    )
    messages = [(event.at_ns, 0, event) for event in play.events]
    with RecordingWriter(path, manifest, video=False) as writer:
        messages += [(state.tick.received_ns, 1, state) for state in play.states] if states else []
        for _, is_state, message in sorted(messages, key=lambda entry: entry[:2]):
            (writer.write_state if is_state else writer.write_input)(message)
    return path


def merged_recording(folder: Path) -> Path:
    """Two sessions, "session 1" and "session 2", in one recording."""
    for seed in (1, 2):
        record(folder / f"{seed}.mcap", seed)
    merge([open_source(folder / f"{seed}.mcap") for seed in (1, 2)], folder / "merged.mcap")
    return folder / "merged.mcap"
