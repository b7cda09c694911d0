"""A command that ends with the process that started it, however that one ends: `python -m agent.desktop.leash PID …`.

Linux only: the kernel sends the signal.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def leashed(command: list[str]) -> list[str]:
    """The command line that runs a command on a leash.

    The leash is the thread that starts it; start it on the main thread.
    """
    return [sys.executable, "-m", "agent.desktop.leash", str(os.getpid()), *command]


def main(owner: int, command: list[str]) -> None:
    """Become the command.

    Args:
        owner: the process whose end ends it.
        command: the program and its arguments.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == owner:  # otherwise it ended before we were on its leash
        os.execvp(command[0], command)  # noqa: S606  # our own caller's command


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
