"""What every decoder is: a context in; a loss against what followed, or drawn sequences, out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionSequence
from model.batch import TargetBatch
from model.encoders.context import Context
from model.losses import LossParts

Generators = torch.Generator | Sequence[torch.Generator]
"""One generator for all rows, or one for each row: then a row's draw does not depend on the other rows."""


class Decoder(Protocol):
    """A distribution over the timed actions of a window, given its context."""

    @property
    def marginal(self) -> Tensor:
        """The clock of the training data that knows no context, float64 (601,); see `model.kaplan_meier`."""
        ...

    def start_from(self, log_probabilities: Tensor) -> None:
        """Take the training data's own clock, float64 (601,), before the first step."""
        ...

    def goal_loss(self, context: Context, presses: Tensor) -> Tensor:
        """Mean nats of foreseeing the next presses float (B, 5), see `model.goals.next_presses`."""
        ...

    def loss(self, context: Context, target: TargetBatch) -> LossParts:
        """The loss of what followed each context, by named parts."""
        ...

    def sample(
        self, context: Context, generator: Generators, horizon_ms: int = HORIZON_MS, max_actions: int = MAX_ACTIONS
    ) -> list[ActionSequence]:
        """One drawn sequence a row, with places on the canvas."""
        ...


def row_uniforms(generator: Generators, rows: int, steps: int, width: int, device: torch.device) -> Tensor:
    """All the randomness of a batch of draws, float64 (rows, steps, width) in [0, 1)."""
    if isinstance(generator, torch.Generator):
        return torch.rand((rows, steps, width), generator=generator, dtype=torch.float64).to(device)
    if len(generator) != rows:
        raise ValueError(f"{len(generator)} generators for {rows} rows")
    drawn = [torch.rand((steps, width), generator=own, dtype=torch.float64) for own in generator]
    return torch.stack(drawn).to(device)
