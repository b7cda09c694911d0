"""Sequences sorted by length and laid out step by step: step s holds the first `sizes[s]` of them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

Saved = Any
"""What a function of autograd keeps for its gradient; torch declares no types for it."""


def steps_of(rows: Tensor, sizes: tuple[int, ...]) -> tuple[Tensor, ...]:
    """Views of the rows (N, ...) of each step."""
    return torch.split(rows, list(sizes))


def steps_before(first: Tensor, rows: Tensor, sizes: tuple[int, ...]) -> Tensor:
    """What each row's sequence had one step before.

    Args:
        first: float (B, H), before the first step.
        rows: float (N, H), of all steps.
        sizes: of the steps; the first is B.

    Returns:
        float (N, H).
    """
    on = zip(steps_of(rows, sizes), sizes[1:], strict=False)
    return torch.cat([first, *(step[:size] for step, size in on)])
