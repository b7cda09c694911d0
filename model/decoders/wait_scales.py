"""Waits as one number each: of one scale, or (the `multi_scale` option) of a fast and a slow one with a gate."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

FAST_MS = 100
"""Shorter waits are fast, others slow."""
_LEAST_MS = 1.0


class OneScale(nn.Module):
    """(N, H) -> waits float (N,), at least a millisecond.

    Args:
        hidden: H.
        unit_ms: a wait's scale: at first a wait is about 0.7 of it.
    """

    def __init__(self, hidden: int, unit_ms: float) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, 1)
        self.unit_ms = unit_ms

    def forward(self, hidden: Tensor) -> Tensor:
        """The waits, ms."""
        return self.unit_ms * functional.softplus(self.project(hidden).squeeze(-1)) + _LEAST_MS


class TwoScales(nn.Module):
    """(N, H) -> waits float (N,): a fast wait of 1..100 ms and a slow one from 100 ms on, blended by a gate.

    All three read the step's vector, which holds the context.

    Args:
        hidden: H.
        unit_ms: the slow wait's scale.
    """

    def __init__(self, hidden: int, unit_ms: float) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, 3)
        self.unit_ms = unit_ms

    def forward(self, hidden: Tensor) -> Tensor:
        """The waits, ms."""
        gate, fast, slow = self.project(hidden).unbind(dim=-1)  # (N,) each
        is_fast = torch.sigmoid(gate)  # (N,)
        fast_ms = _LEAST_MS + (FAST_MS - _LEAST_MS) * torch.sigmoid(fast)
        return is_fast * fast_ms + (1.0 - is_fast) * (FAST_MS + self.unit_ms * functional.softplus(slow))
