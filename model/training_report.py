"""What training tells: after every step where it stands, and in the end what it came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Where training stands after a step.

    Args:
        step: steps done.
        share: of the budget that is spent, 0..1.
        windows_per_s: since this call began.
        losses: of this step's batch, by the names of `LossParts.report`; "total" is what is trained.
        held_out: what the averaged weights reach on held-out windows; None on steps without an evaluation.
    """

    step: int
    share: float
    windows_per_s: float
    losses: dict[str, float]
    held_out: dict[str, float] | None


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What training came to.

    Args:
        run: the run directory.
        steps: of the run as a whole.
        seconds: of the run as a whole.
        windows_per_s: over this call, evaluations included.
        best: the best held-out figures.
        waiting_share: of this call's time, what was spent waiting for data, 0..1.
    """

    run: Path
    steps: int
    seconds: float
    windows_per_s: float
    best: dict[str, float]
    waiting_share: float


OnProgress = Callable[[TrainingProgress], None]
