"""The program's start: before anything slow is loaded, what a session that was killed left held is released."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from agent.desktop.endings import Terminated, ending_name, endings_raise


def main() -> NoReturn:
    """Release, of a living session too where that is all that is asked for, then run the command line, and end.

    Everything is closed by then. Unloading torch, which the interpreter would do last, takes seconds on a busy machine.
    What is loaded here is loaded where no ending gets lost: see `agent.desktop.endings`.
    """
    try:
        with endings_raise():
            code = _run()
    except (KeyboardInterrupt, Terminated) as ending:
        sys.stderr.write(f"osrs-agent: stopped by {ending_name(ending)}\n")
        code = 1
    with suppress(OSError):  # whoever read it is gone
        sys.stdout.flush()
    os._exit(code)


def _run() -> int:
    from agent.desktop.releasing import release_left_over
    from agent.errors import DesktopError
    from bridge.clock import SystemClock

    is_panic = sys.argv[1:] in (["panic"], ["panic", "--json"])
    released = 0
    if os.environ.get("DISPLAY"):
        with suppress(DesktopError, OSError):  # a display that is gone holds nothing; the command says what it needs
            released = release_left_over(SystemClock(), even_of_the_living=is_panic)
    from agent.cli import main as run_command_line  # loaded only now: it takes longer than the releasing

    return run_command_line(released=released)
