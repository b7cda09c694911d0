"""How long a person waits for `osrs-agent --help`, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.measurement import Measurement, best_seconds, measured


def measurements() -> Iterator[Measurement]:
    """Start-up of the command line in milliseconds."""
    bare_ms = 1000 * best_seconds(lambda: _start("pass"))
    help_ms = 1000 * best_seconds(lambda: _start("from agent.cli import main; main(['--help'])"))
    yield measured("start: osrs-agent --help", help_ms, "ms", baseline=bare_ms, goal="ratio <= 25")


def _start(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
