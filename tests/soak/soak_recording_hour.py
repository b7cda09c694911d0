"""An hour of play at 1,000 input events a second: nothing is lost, and memory stays flat."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.recorded_load import recorded_load

SECONDS = 3600.0
MAX_GROWTH_KIB = 32 * 1024
"""The index of the file, which its end needs, takes some of it."""


def soak_an_hour_at_1000_events_a_second_loses_none_and_keeps_its_memory() -> str:
    """Each event is in the file at its place, and memory does not grow."""
    with TemporaryDirectory() as folder:
        report = recorded_load(SECONDS, Path(folder) / "hour.mcap", lambda line: print(line, flush=True))  # noqa: T201
    assert report.lost == 0, f"lost events: {report}"
    assert report.private <= report.sent // 1000, f"ticks came late, so that keys were private: {report}"
    assert report.growth_kib <= MAX_GROWTH_KIB, f"memory grew: {report}"
    return str(report)
