"""The `context_aware` option: each step looks at the windows of the history and at the targets of the state."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.decoders.multihead import Attention, Memory, memory_of
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.encoders.context import Context


class HistoryAttention(nn.Module):
    """What is known of each of N steps (N, H), with what it finds in the history added.

    Args:
        hidden: H, a multiple of eight.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(hidden)
        self.attention = Attention(hidden)
        self.target = nn.Linear(TARGET_WIDTH, 2 * hidden)

    def remember(self, context: Context) -> Memory:
        """The windows that are there, and the fused context, which always is: (B, ...)."""
        values = torch.cat([context.windows, context.fused.unsqueeze(1)], dim=1)  # (B, T + 1, H)
        return self.attention.remember(values, functional.pad(context.history.window_mask, (0, 1), value=True))

    def forward(self, steps: Tensor, memory: Memory, view: TargetView) -> Tensor:
        """Look once.

        Args:
            steps: float (N, H).
            memory: of each step's window, (N, ...).
            view: the targets before each step, (N, K).

        Returns:
            float (N, H).
        """
        targets = memory_of(self.target(view.embedded), view.is_known)  # (N, 8, K, H / 8)
        found: Tensor = self.attention(self.norm(steps).unsqueeze(1), memory.grown(targets))  # (N, 1, H)
        return steps + found.squeeze(1)
