"""How often the threads of this process take turns while it plays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_S = 0.0005


@contextmanager
def quick_turns() -> Iterator[None]:
    """While entered, a thread that computes in Python lets others in ten times as often as usual.

    Each read, write and wait of the loop queues for its turn again, some five of them until everything is let go.
    """
    before_s = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before_s)
