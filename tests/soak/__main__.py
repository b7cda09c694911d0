"""Runs the long fault tests: `python -m tests.soak [WORD]...`, all of them or those whose name holds a word.

A trial is a function `soak_<what is shown>()` in a file `soak_<idea>.py` beside this one; it raises where it fails.
Exit code 1 where one does.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter

from rich.console import Console


def run(words: list[str]) -> int:
    """Run each trial and say how it went."""
    console = Console()
    results = [_passes(name, trial, console) for name, trial in _trials(words)]
    console.print(f"{sum(results)} of {len(results)} trials passed")
    return 0 if results and all(results) else 1


def _trials(words: list[str]) -> Iterator[tuple[str, Callable[[], str]]]:
    for path in sorted(Path(__file__).parent.glob("soak_*.py")):
        module = import_module(f"tests.soak.{path.stem}")
        for name, trial in vars(module).items():
            full_name = f"{path.stem}: {name.removeprefix('soak_').replace('_', ' ')}"
            if name.startswith("soak_") and callable(trial) and (not words or any(word in full_name for word in words)):
                yield full_name, trial


def _passes(name: str, trial: Callable[[], str], console: Console) -> bool:
    console.print(f"{name} ...")
    start_s = perf_counter()
    try:
        figures = trial()
    except Exception:  # whatever a trial raises is its result, and the next one is run
        traceback.print_exc()
        console.print(f"FAILED after {perf_counter() - start_s:.0f} s")
        return False
    console.print(f"ok after {perf_counter() - start_s:.0f} s: {figures}")
    return True


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
