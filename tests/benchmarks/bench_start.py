"""How long a person waits for `osrs-agent --help`, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measurement import Measurement, best_seconds, measured


def measurements() -> Iterator[Measurement]:
    """Start-up of the command line in milliseconds; where a bare start takes 50 ms, 300 ms are asked."""
    bare_ms = 1000 * best_seconds(lambda: _run(sys.executable, "-c", "pass"))
    help_ms = 1000 * best_seconds(lambda: _run(str(Path(sys.executable).with_name("osrs-agent")), "--help"))
    yield measured("start: osrs-agent --help", help_ms, "ms", baseline=bare_ms, goal="ratio <= 6")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
