"""Waits as three quantiles: how they are trained, also where a wait was cut off, and drawn from.

Koenker and Bassett (1978), regression quantiles; Powell (1986), censored regression quantiles.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

LEVELS = (0.1, 0.5, 0.9)
MEDIAN = 1
UNIT_MS = 10.0
"""Losses of waits are told in so many milliseconds, so that they weigh about as much as a mark."""
CROSSING_MS = 20.0
"""So far past the horizon the wait after the last action is trained to go: to touch it would be to miss it often."""
_SCALE_MS = 50.0


class QuantileHead(nn.Module):
    """(..., H) -> the quantiles of the wait in milliseconds, float (..., 3), positive and in order."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, len(LEVELS))

    def forward(self, hidden: Tensor) -> Tensor:
        """The quantiles."""
        return _SCALE_MS * functional.softplus(self.project(hidden)).cumsum(dim=-1)


def pinball(quantiles_ms: Tensor, waits_ms: Tensor) -> Tensor:
    """The pinball losses of waits (N,) under quantiles (N, 3), summed over the levels, (N,)."""
    levels = quantiles_ms.new_tensor(LEVELS)  # (3,)
    missed = (waits_ms.unsqueeze(-1) - quantiles_ms) / UNIT_MS  # (N, 3)
    return torch.maximum(levels * missed, (levels - 1.0) * missed).sum(dim=-1)


def censored_pinball(quantiles_ms: Tensor, survived_ms: Tensor) -> Tensor:
    """The pinball losses of waits of which is only known that they reach (N,) ms: what lies beyond costs nothing."""
    return pinball(torch.minimum(quantiles_ms, survived_ms.unsqueeze(-1)), survived_ms)


def wait_of(quantiles_ms: Tensor, uniform: Tensor | None) -> Tensor:
    """Whole milliseconds int64 (N,) from quantiles (N, 3).

    Args:
        quantiles_ms: (N, 3).
        uniform: float64 (N,) in [0, 1), a place on the distribution function, which is straight from 0 through the
            quantiles and goes on past the last one. None: the median.
    """
    if uniform is None:
        return quantiles_ms[:, MEDIAN].round().to(torch.int64)
    low, middle, high = quantiles_ms.double().unbind(dim=-1)  # (N,) each
    knots = torch.stack([torch.zeros_like(low), low, middle, high], dim=-1)  # (N, 4)
    levels = knots.new_tensor((0.0, *LEVELS))  # (4,)
    left = (uniform >= LEVELS[0]).long() + (uniform >= LEVELS[1]).long()  # (N,), 0..2
    start, end = (knots.gather(1, (left + one).unsqueeze(1)).squeeze(1) for one in (0, 1))  # (N,) each
    share = (uniform - levels[left]) / (levels[left + 1] - levels[left])  # (N,)
    return (start + share * (end - start)).round().to(torch.int64)
