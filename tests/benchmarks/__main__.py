"""Runs the benchmarks: `python -m tests.benchmarks [WORD]...`, all of them or those whose file name holds a word.

A benchmark is a file `bench_<idea>.py` beside this one with a function `measurements()` that yields `Measurement`s.
Without words the rows are written to docs/results/bench.json. Exit code 1 where a goal is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tests.benchmarks.measurement import Measurement

RESULTS = Path("docs/results/bench.json")


def run(words: list[str]) -> int:
    """Measure, show and, where nothing was left out, write down."""
    rows = list(_measurements(words))
    Console().print(_table(rows))
    if not words:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        Console().print(f"written to {RESULTS}")
    return 0 if rows and all(row.ok for row in rows) else 1


def _measurements(words: list[str]) -> Iterator[Measurement]:
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if not words or any(word in path.stem for word in words):
            print(f"{path.stem} ...", file=sys.stderr)  # noqa: T201 - progress of a command
            yield from import_module(f"tests.benchmarks.{path.stem}").measurements()


def _table(rows: list[Measurement]) -> Table:
    table = Table("name", "value", "unit", "baseline", "ratio", "goal", "ok")
    for row in rows:
        figures = (row.value, row.baseline, row.ratio)
        value, baseline, ratio = ("" if figure is None else f"{figure:.4g}" for figure in figures)
        table.add_row(row.name, value, row.unit, baseline, ratio, row.goal or "", "yes" if row.ok else "NO")
    return table


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
