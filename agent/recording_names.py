"""Where a recording goes when nobody says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bridge.clock import SECOND_NS, wall_time_ns


def default_recording(task: str) -> Path:
    """A new file under recordings/, named after the task and the time (UTC)."""
    now = datetime.fromtimestamp(wall_time_ns() / SECOND_NS, tz=UTC)
    return Path("recordings") / f"{task}-{now:%Y%m%d-%H%M%S}.mcap"
