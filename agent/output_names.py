"""Where a recording, a run or a demo goes when nobody says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bridge.clock import SECOND_NS, wall_time_ns


def default_recording(task: str) -> Path:
    """A new file under recordings/, named after the task and the time (UTC)."""
    return Path("recordings") / f"{task}-{_now()}.mcap"


def default_run() -> Path:
    """A new directory under runs/, named after the time (UTC)."""
    return Path("runs") / _now()


def default_demo() -> Path:
    """A new directory under demo/, named after the time (UTC)."""
    return Path("demo") / _now()


def _now() -> str:
    return f"{datetime.fromtimestamp(wall_time_ns() / SECOND_NS, tz=UTC):%Y%m%d-%H%M%S}"
