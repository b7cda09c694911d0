"""The figures of a run over its steps: each step for TensorBoard, each evaluation for the run's curves."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from model.run_curves import CurveWriter


class TrainingLog:
    """Writes scalars under `logs` and points of the curves in a run directory; `with` closes it.

    Args:
        run: the run directory, which is there.
    """

    def __init__(self, run: Path) -> None:
        from torch.utils.tensorboard import SummaryWriter  # loads much, and only training needs it

        self._writer = SummaryWriter(str(run / "logs"))
        self._curves = CurveWriter(run)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    def trained(self, figures: dict[str, float], step: int) -> None:
        """Add the figures of a step's batch."""
        self._add("train", figures, step)
        self._curves.trained(figures)

    def judged(self, figures: dict[str, float], step: int, seconds: float) -> None:
        """Add what the averaged weights reach on held-out windows, `seconds` into the run."""
        self._add("held_out", figures, step)
        self._curves.judged(step, seconds, figures)

    def _add(self, group: str, figures: dict[str, float], step: int) -> None:
        for name, value in figures.items():
            self._writer.add_scalar(f"{group}/{name}", value, step)
