"""A bar for work on many files, drawn on standard error where that is a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

OnShare = Callable[[float, float], None]
"""Told how much is done, and of how much."""


def no_progress(done: float, total: float) -> None:
    """Nobody wants to be told."""
    del done, total


@contextmanager
def bar(title: str) -> Iterator[OnShare]:
    """While entered, a bar that moves with what it is told, as pieces done and pieces in all."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
