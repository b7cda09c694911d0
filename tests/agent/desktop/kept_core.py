"""A core that is kept from all other programs for a while, as a host may keep one from a virtual machine."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest


def _may_keep() -> bool:
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except OSError:
        return False
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return len(os.sched_getaffinity(0)) > 1


needs_right = pytest.mark.skipif(
    not _may_keep(), reason="no right to real-time priority, which keeps a core from all others, or no other core"
)
_KEEPER = """
import os, sys, time
print(flush=True)
sys.stdin.readline()
os.sched_setaffinity(0, {int(sys.argv[1])})
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(90))
end = time.monotonic() + float(sys.argv[2])
print(flush=True)
while time.monotonic() < end:
    pass
os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
"""


@contextmanager
def kept_core(seconds: float) -> Iterator[Callable[[], None]]:
    """Gives what begins it: once that returns, the last core runs nothing else for so long; left when that is over."""
    command = [sys.executable, "-c", _KEEPER, str(max(os.sched_getaffinity(0))), str(seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as keeper:
        asks, answers = keeper.stdin, keeper.stdout
        assert asks is not None
        assert answers is not None
        answers.readline()

        def begin() -> None:
            asks.write(b"\n")
            asks.flush()
            answers.readline()

        yield begin
