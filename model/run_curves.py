"""The curves of a run: a line of JSON at each evaluation, with what training lost since the one before."""

from __future__ import annotations

from pathlib import Path

import msgspec

from model.errors import CheckpointError
from model.whole_files import replace_file

CURVES = "curves.jsonl"
"""A file of a run directory."""


class CurvePoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run at an evaluation.

    Args:
        step: steps done.
        seconds: spent on them.
        train: figures of the training batches, mean over the steps since the point before (of one call of training).
        held_out: figures of the averaged weights on held-out windows.
    """

    step: int
    seconds: float
    train: dict[str, float]
    held_out: dict[str, float]


def read_curves(run: Path) -> tuple[CurvePoint, ...]:
    """The points of a run in order of their steps; none where it has not been judged yet.

    Raises:
        CheckpointError: a line is damaged.
    """
    path = run / CURVES
    if not path.exists():
        return ()
    try:
        return tuple(msgspec.json.decode(line, type=CurvePoint) for line in path.read_bytes().splitlines())
    except ValueError as error:  # DecodeError, and bytes that are no text
        raise CheckpointError(f"{path}: a line is no point of a curve: {error}; remove that line") from error


class CurveWriter:
    """Adds points to the curves of the run in the directory `run`."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._sums: dict[str, float] = {}
        self._steps = 0

    def trained(self, figures: dict[str, float]) -> None:
        """Take the figures of a step."""
        self._steps += 1
        self._sums = {name: self._sums.get(name, 0.0) + value for name, value in figures.items()}

    def judged(self, step: int, seconds: float, held_out: dict[str, float]) -> None:
        """Write a point; points at `step` and beyond are left from a call that was cut off, and are forgotten."""
        train = {name: total / self._steps for name, total in self._sums.items()}
        points = (
            *(old for old in read_curves(self._run) if old.step < step),
            CurvePoint(step, seconds, train, held_out),
        )
        replace_file(self._run / CURVES, b"".join(msgspec.json.encode(point) + b"\n" for point in points))
        self._sums, self._steps = {}, 0
