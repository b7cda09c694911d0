"""What a recording says about itself, and what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bridge.clock import SECOND_NS
from bridge.editing.identity import session_ids
from bridge.recording.channels import Topic
from bridge.recording.picture_rate import PictureRate
from bridge.recording.reader import Recording, open_recording


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """The facts of a recording whose every chunk was read and checked.

    Args:
        recording: the file.
        counts: messages by topic.
        duration_s: from the earliest message to the latest; 0.0 where there is none.
        real_fps: pictures a second, by their times.
    """

    recording: Recording
    counts: Mapping[str, int]
    duration_s: float
    real_fps: float

    def as_json(self) -> dict[str, object]:
        """The keys of `data info --json`."""
        manifest, statistics = self.recording.manifest, self.recording.statistics
        return {
            "path": str(self.recording.path),
            "session": manifest.session_id,
            "complete": self.recording.is_complete,
            "repaired": statistics is not None and statistics.is_repaired,
            "bytes": self.recording.path.stat().st_size,
            "duration_s": round(self.duration_s, 3),
            "streams": {topic: {"count": number} for topic, number in self.counts.items()},
            "game": manifest.game,
            "task": manifest.task,
            "seed": manifest.seed,
            "author": manifest.author,
            "canvas": [manifest.canvas_width_px, manifest.canvas_height_px],
            "frames": [manifest.frame_width_px, manifest.frame_height_px],
            "fps": {"declared": manifest.frames_per_second, "real": round(self.real_fps, 3)},
            "format_version": manifest.format_version,
            "tool_version": manifest.tool_version,
            "sessions": list(session_ids(manifest)),
            "redactions": [msgspec.to_builtins(redaction) for redaction in manifest.redactions],
        }


def facts_of(path: Path) -> RecordingFacts:
    """Read a recording through.

    Raises:
        CorruptRecording: it cannot be read as a recording, or is damaged.
    """
    recording = open_recording(path)
    counts = Counter({topic.value: 0 for topic in Topic})
    first_ns = last_ns = None
    rate = PictureRate([part.from_ns for part in recording.manifest.parts[1:]])
    for chunk in recording.raw.chunks():
        for message in chunk.messages:
            counts[message.topic.value] += 1
            at_ns = message.log_time_ns
            if message.topic is Topic.SCREEN:
                rate.take(at_ns)
            first_ns = at_ns if first_ns is None else min(first_ns, at_ns)
            last_ns = at_ns if last_ns is None else max(last_ns, at_ns)
    duration_s = 0.0 if first_ns is None or last_ns is None else (last_ns - first_ns) / SECOND_NS
    return RecordingFacts(recording, counts, duration_s, rate.per_second)
