"""Runs the long fault tests: `python -m tests.soak [WORD]...`, all of them or those whose name holds a word.

Those that keep time run first, one after another with nothing beside them; then the others, some of them at once, the
hours first. A trial is a function `soak_<what is shown>()` in a file `soak_<idea>.py` beside this one; it raises where
it fails, and returns what it found. Exit code 1 where one fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from tests.soak.trial import trials

KEEP_TIME = (
    "endings by",
    "next starts",
    "panics",
    "takeovers",
    "exits within",
    "kills of a recorder",
    "writes may be refused",
    "flood of",
    "ten thousand ticks",
    "thousand hours",
)
"""Words in the names of trials that other work on the machine disturbs."""

LONGEST = ("soak_play_hour", "soak_recording_hour")


def run(words: list[str]) -> int:
    """Run each trial and say how it went."""
    names = [name for name, _ in trials() if not words or any(word in name for word in words)]
    alone, beside = in_order(names)
    start_s = perf_counter()
    passed = [_passes(name) for name in alone]
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        passed += pool.map(_passes, beside)
    print(f"{sum(passed)} of {len(passed)} trials passed in {(perf_counter() - start_s) / 60:.0f} minutes")  # noqa: T201
    return 0 if passed and all(passed) else 1


def in_order(names: list[str]) -> tuple[list[str], list[str]]:
    """Those that run alone, and those that run beside each other, the longest first."""
    alone = [name for name in names if any(word in name for word in KEEP_TIME)]
    beside = [name for name in names if name not in alone]
    return alone, sorted(beside, key=lambda name: not name.startswith(LONGEST))


def _passes(name: str) -> bool:
    print(f"{name} ...", flush=True)  # noqa: T201 - progress of a command
    return subprocess.run([sys.executable, "-m", "tests.soak.trial", name], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
