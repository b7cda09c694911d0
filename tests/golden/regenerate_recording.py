"""Writes the golden recording anew: a new format version gets a new file, and the old one must stay readable.

Run `python -m tests.golden.regenerate_recording` only for a new format version.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from bridge.clock import VirtualClock
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.manifest import FORMAT_VERSION, to_metadata
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.state import GameState
from tests.bridge.recording.sessions import START_NS, events_after, frame_at, manifest_of, state_at

FOLDER = Path(__file__).parent / "recording"


def write_golden(path: Path) -> None:
    """Two ticks with everything that a recording can hold."""
    with RecordingWriter(path, manifest_of("golden"), clock=VirtualClock()) as writer:
        for index in range(2):
            writer.write_state(state_at(index))
            writer.write_plan(START_NS, events_after(index), ready_ns=None)
            for part in range(2):
                writer.write_frame(frame_at(index, part))
            for event in events_after(index):
                writer.write_input(event)
                writer.write_sent(event, event.at_ns + 1000)
            writer.write_marker(Marker(START_NS, "takeover", "the person moved the mouse"))
            writer.write_health(Health(START_NS, 1, 2, 3, 4, 5, 6, 7, 8))


class Described(msgspec.Struct, frozen=True):
    """All that a recording says; pictures by their times and mean colours."""

    manifest: dict[str, str]
    inputs: tuple[InputEvent, ...]
    states: tuple[GameState, ...]
    plans: tuple[PlannedInput, ...]
    sent: tuple[SentInput, ...]
    markers: tuple[Marker, ...]
    health: tuple[Health, ...]
    frames: tuple[tuple[int, tuple[int, int, int]], ...]


def described(path: Path) -> Described:
    """What the recording at `path` says."""
    recording = open_recording(path)
    return Described(
        to_metadata(recording.manifest),
        tuple(recording.inputs()),
        tuple(recording.states()),
        tuple(recording.plans()),
        tuple(recording.sent()),
        tuple(recording.markers()),
        tuple(recording.health()),
        tuple((frame.at_ns, _mean(frame)) for frame in recording.frames()),
    )


def _mean(frame: Frame) -> tuple[int, int, int]:
    red, green, blue = (round(float(mean)) for mean in frame.pixels.mean(axis=(0, 1)))
    return red, green, blue


def main() -> None:
    """Write the recording of the present format version, and what it says."""
    path = FOLDER / f"version_{FORMAT_VERSION}.mcap"
    path.unlink(missing_ok=True)
    write_golden(path)
    path.chmod(0o644)
    path.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(described(path)), indent=2) + b"\n")


if __name__ == "__main__":
    main()
