"""The program's start: before anything slow is loaded, what a session that was killed left held is released."""

from __future__ import annotations

import os
from contextlib import suppress

from agent.desktop.releasing import release_left_over
from agent.errors import DesktopError
from bridge.clock import SystemClock


def main() -> int:
    """Release, then run the command line; returns its exit code."""
    if os.environ.get("DISPLAY"):
        with suppress(DesktopError, OSError):  # a display that is gone holds nothing; the command says what it needs
            release_left_over(SystemClock(), even_of_the_living=False)
    from agent.cli import main as run_command_line  # loaded only now: it takes as long as the releasing

    return run_command_line()
