"""What a process that must be on time asks of the operating system: a place before others, exact sleep, no paging."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from contextlib import suppress

DISPLAY_PRIORITY = 19
"""For the display, on which the hands wait."""
HANDS_PRIORITY = 20
GUARDIAN_PRIORITY = 21
"""For whoever judges the hands, and has to run while they do."""
_PR_SET_TIMERSLACK = 29
_LEAST_SLACK_NS = 1
_LOCK_CURRENT, _LOCK_FUTURE, _LOCK_ON_FAULT = 1, 2, 4


def be_punctual(priority: int) -> None:
    """Ask for all of it, on Linux; what this user has no right to is left as it is.

    Args:
        priority: among the processes that ask; a higher one runs first.
    """
    if sys.platform == "linux":
        run_before_others(0, priority)
        library = ctypes.CDLL(None)
        library.prctl(_PR_SET_TIMERSLACK, _LEAST_SLACK_NS)  # otherwise a sleep may end 50 µs late
        library.mlockall(_LOCK_CURRENT | _LOCK_FUTURE | _LOCK_ON_FAULT)


def run_before_others(pid: int, priority: int) -> None:
    """Ask for a process's place before all that did not ask, on Linux; 0: this one. Args as in `be_punctual`."""
    if sys.platform == "linux":
        with suppress(OSError):  # a right that most users do not have; it helps on a busy machine
            os.sched_setscheduler(pid, os.SCHED_FIFO, os.sched_param(priority))


def stop_collecting() -> None:
    """No garbage is looked for from now on, which takes milliseconds: for a program that makes no cycles."""
    gc.freeze()
    gc.disable()
