"""The figures of a run over its steps, for TensorBoard."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self


class TrainingLog:
    """Writes scalars under `folder`; `with` closes it."""

    def __init__(self, folder: Path) -> None:
        from torch.utils.tensorboard import SummaryWriter  # loads much, and only training needs it

        self._writer = SummaryWriter(str(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    def write(self, group: str, figures: dict[str, float], step: int) -> None:
        """Add figures under a group's name ("train", "held_out")."""
        for name, value in figures.items():
            self._writer.add_scalar(f"{group}/{name}", value, step)
