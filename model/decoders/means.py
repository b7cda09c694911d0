"""By which means one gets at what is wanted: a press where it lies, its key, or the wheel that brings it into sight."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from model.actions import ActionKind

PLAIN_MEANS = 2
"""The first numbers: how likely what is wanted is covered, and has a key; then comes each key."""
_GAIN = 4.0
"""Nats by which a key is likelier at first when it gives the answer that is wanted for certain."""


def means_of(shares: Tensor, covered: Tensor, shortcuts: Tensor, keys: int) -> Tensor:
    """The means to what is wanted in each of N windows.

    Args:
        shares: float (N, K), how likely each thing is what is wanted.
        covered: float (N, K), see `model.encoders.context.SeenTokens`.
        shortcuts: int64 (N, K), likewise.
        keys: C.

    Returns:
        float (N, 2 + C).
    """
    has_key = shortcuts >= 0  # (N, K)
    keyed = torch.where(has_key, shares, 0.0)  # (N, K)
    by_key = shares.new_zeros(len(shares), keys).scatter_add(1, shortcuts.clamp(min=0), keyed)  # (N, C)
    return torch.cat([(shares * covered).sum(dim=1, keepdim=True), keyed.sum(dim=1, keepdim=True), by_key], dim=1)


class MeansHead(nn.Module):
    """What the means to what is wanted, and whether the pointer is there, add to the logits of kinds and of keys."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = nn.Linear(PLAIN_MEANS + 1, len(ActionKind), bias=False)
        nn.init.zeros_(self.kind.weight)
        self.gain = nn.Parameter(torch.tensor(_GAIN))

    def kinds(self, means: Tensor, is_there: Tensor) -> Tensor:
        """What the kinds gain (N, 6) by means (N, 2 + C) and how likely the pointer is on what is wanted, (N,)."""
        added: Tensor = self.kind(torch.cat([means[:, :PLAIN_MEANS], is_there.unsqueeze(1)], dim=1))
        return added

    def keys(self, means: Tensor) -> Tensor:
        """What the keys gain (N, C) by means (N, 2 + C)."""
        return self.gain * means[:, PLAIN_MEANS:]
