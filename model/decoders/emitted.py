"""What the stepwise compared models are told of the action that they emitted last."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import ActionKind
from model.decoders.progress import Progress
from model.encoders.context import Context

_KIND_WIDTH, _KEY_WIDTH = 16, 8
_NUMBERS = 2 + 2 + 3
_NOTCHES = 5.0


class EmittedAction(nn.Module):
    """The action before each of N steps -> (N, H)."""

    def __init__(self, hidden: int, keys: int) -> None:
        super().__init__()
        # class 0 of each table is "no action yet" or "no key"
        self.kind = nn.Embedding(1 + len(ActionKind), _KIND_WIDTH)
        self.key = nn.Embedding(1 + keys, _KEY_WIDTH)
        self.project = nn.Linear(_KIND_WIDTH + _KEY_WIDTH + _NUMBERS, hidden)

    def forward(self, context: Context, sequences: Tensor, progress: Progress) -> Tensor:
        """The embedding.

        Args:
            context: of B windows.
            sequences: int64 (N,), the window of each step.
            progress: (N,).
        """
        previous, has_previous = progress.previous, progress.step > 0  # (N,)
        kinds = torch.where(has_previous, previous.kinds + 1, 0)  # (N,)
        is_push = has_previous & ((previous.kinds == ActionKind.PRESS) | (previous.kinds == ActionKind.RELEASE))
        is_key = has_previous & (previous.kinds >= ActionKind.KEY_PRESS)  # (N,)
        place = (context.pointer[sequences] + progress.displacement_px) / context.history.canvas[sequences]  # (N, 2)
        dtype = place.dtype
        waits = torch.log1p(previous.waits_ms.to(dtype)) / 3.0  # (N,)
        scalars = torch.stack([waits, previous.scrolls.to(dtype) / _NOTCHES], dim=-1)  # (N, 2)
        buttons = functional.one_hot(previous.buttons, 3).to(dtype) * is_push.unsqueeze(-1)  # (N, 3)
        keys = self.key(torch.where(is_key, previous.keys + 1, 0))  # (N, 8)
        embedded: Tensor = self.project(torch.cat([self.kind(kinds), keys, scalars, place, buttons], dim=-1))
        return embedded
