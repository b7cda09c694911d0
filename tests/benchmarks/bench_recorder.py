"""What the recorder's process takes of one core at 765x503, 20 pictures and 1,000 input events a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measurement import Measurement, measured
from tests.soak.recorded_load import recorded_load

SECONDS = 60.0


def measurements() -> Iterator[Measurement]:
    """The share of one core, and that nothing is lost meanwhile."""
    with TemporaryDirectory() as folder:
        report = recorded_load(SECONDS, Path(folder) / "load.mcap", lambda _: None)
    yield measured("recorder: share of one core at 1 kHz", report.cpu_share, "", goal="value <= 0.15")
    yield measured("recorder: events lost at 1 kHz", report.lost, "events", goal="value <= 0")
    yield measured("recorder: frames lost at 20 a second", report.frames_lost, "frames")
