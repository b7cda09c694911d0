"""A process that does nothing but sleep beside a measurement: how late it wakes is what the machine itself adds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SLEEPER = """
import json, signal, sys, time
class Over(Exception): pass
def over(*_): raise Over
signal.signal(signal.SIGTERM, over)
late, due = [], time.monotonic()
try:
    print("on", flush=True)
    while True:
        due += 0.002
        time.sleep(max(0.0, due - time.monotonic()))
        late.append(time.monotonic() - due)
except Over:
    late = sorted(late) or [0.0]
    print(json.dumps([1000 * late[int(0.99 * len(late))], 1000 * late[-1]]))
"""


class Sleeper:
    """What the sleeper found, once it was left.

    Args:
        limit_ms: a 99th percentile above this makes every timing beside it void.
    """

    def __init__(self, limit_ms: float) -> None:
        self._limit_ms = limit_ms
        self.p99_ms = self.max_ms = float("nan")

    @property
    def is_good(self) -> bool:
        """Whether the machine let somebody who did nothing be on time."""
        return self.p99_ms <= self._limit_ms

    def __str__(self) -> str:
        verdict = "" if self.is_good else f" (VOID: above {self._limit_ms:g} ms)"
        return f"idle control p99 {self.p99_ms:.2f} ms, max {self.max_ms:.2f} ms{verdict}"


@contextmanager
def sleeper_beside(limit_ms: float = 2.0) -> Iterator[Sleeper]:
    """A sleeper beside what is done while entered."""
    control = Sleeper(limit_ms)
    with subprocess.Popen([sys.executable, "-c", _SLEEPER], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None, "it was started with a pipe"
        process.stdout.readline()
        try:
            yield control
        finally:
            process.terminate()
            control.p99_ms, control.max_ms = json.loads(process.stdout.readline())
