"""One long fault test in a process of its own: `python -m tests.soak.trial NAME`, exit code 1 where it fails."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter


def trials() -> Iterator[tuple[str, Callable[[], str]]]:
    """Each `soak_<what is shown>()` of the files `soak_<idea>.py` beside this one, by its name in words."""
    for path in sorted(Path(__file__).parent.glob("soak_*.py")):
        for name, trial in vars(import_module(f"tests.soak.{path.stem}")).items():
            if name.startswith("soak_") and callable(trial):
                yield f"{path.stem}: {name.removeprefix('soak_').replace('_', ' ')}", trial


def run(name: str, trial: Callable[[], str]) -> int:
    """The exit code, after a line that says how it went."""
    start_s = perf_counter()
    try:
        result, code = trial(), 0
    except Exception:  # whatever a trial raises is its result
        result, code = traceback.format_exc(), 1
    print(f"{name}: {'FAILED' if code else 'ok'} after {perf_counter() - start_s:.0f} s: {result}", flush=True)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], dict(trials())[sys.argv[1]]))
