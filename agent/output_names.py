"""Where a recording, a run or a demo goes."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bridge.clock import SECOND_NS, wall_time_ns


def default_recording(task: str) -> Path:
    """A new file under recordings/, named after the task and the time (UTC)."""
    return Path("recordings") / f"{task}-{_now()}.mcap"


def recording_name(text: str) -> Path:
    """A recording's file, as an argument names it: no command finds one of another name again."""
    path = Path(text)
    if path.suffix != ".mcap":
        raise argparse.ArgumentTypeError(f"a recording's name ends with .mcap, found {text!r}; write {path.stem}.mcap")
    return path


def default_run() -> Path:
    """A new directory under runs/, named after the time (UTC)."""
    return Path("runs") / _now()


def default_demo() -> Path:
    """A new directory under demo/, named after the time (UTC)."""
    return Path("demo") / _now()


def _now() -> str:
    return f"{datetime.fromtimestamp(wall_time_ns() / SECOND_NS, tz=UTC):%Y%m%d-%H%M%S}"
