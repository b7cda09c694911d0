"""The injector, which hangs for good in its own code once it gets SIGUSR1: `python -m tests.soak.hanging_injector`."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from agent.desktop.injector import main


def hang(number: int, frame: FrameType | None) -> None:
    """Never come back."""
    del number, frame
    while True:
        pass


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, hang)
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
