"""Solution 2: each action attends to those emitted before it, and to the ten windows of the history."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.batch import TargetBatch
from model.decoders.emitted import EmittedAction
from model.decoders.multihead import Attention, Memory
from model.decoders.progress import Progress
from model.decoders.stepwise import Stepper, StepwiseDecoder, wait_head
from model.decoders.taught import TaughtSteps
from model.encoders.context import Context

_SPREAD = 0.02


class AttentionDecoder(StepwiseDecoder):
    """One block of causal attention, attention to the history, and a perceptron.

    Args:
        hidden: H, a multiple of eight.
        keys: K.
        multi_scale: whether waits have two scales.
    """

    def __init__(self, hidden: int, keys: int, *, multi_scale: bool) -> None:
        super().__init__(hidden, keys, wait_head(hidden, multi_scale), is_ended=True)
        self.position = nn.Embedding(MAX_ACTIONS + 1, hidden)
        self.timing = nn.Embedding(HORIZON_MS, hidden)
        for table in (self.position, self.timing):
            nn.init.normal_(table.weight, std=_SPREAD)
        self.emitted = EmittedAction(hidden, keys)
        self.context = nn.Linear(hidden, hidden)
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in range(4))
        self.own, self.history = Attention(hidden), Attention(hidden)
        self.perceptron = nn.Sequential(nn.Linear(hidden, 2 * hidden), nn.SiLU(), nn.Linear(2 * hidden, hidden))

    def along(self, context: Context, target: TargetBatch, taught: TaughtSteps) -> Tensor:
        """See `StepwiseDecoder.along`; slots after a window's last step are empty, and none sees a later one."""
        rows, width = taught.rows, context.fused.shape[1]
        tokens = self._tokens(context, rows.sequences, taught.steps)  # (N, H)
        empty = tokens.new_zeros(target.waits_ms.numel(), width)  # (B S, H)
        grid = empty.index_copy(0, rows.slots, tokens).reshape(*target.waits_ms.shape, width)  # (B, S, H)
        normed = self.norms[0](grid)  # (B, S, H)
        grid = grid + self.own(normed, self.own.remember(normed), is_causal=True)
        return rows.of(self._seeing(grid, self._windows(context)))

    def stepper(self, context: Context) -> Stepper:
        """See `StepwiseDecoder.stepper`; keys and values of earlier steps are kept."""
        rows = torch.arange(context.size, device=context.fused.device)  # (B,)
        windows = self._windows(context)
        kept: list[Memory] = []

        def step(progress: Progress) -> Tensor:
            token = self._tokens(context, rows, progress).unsqueeze(1)  # (B, 1, H)
            normed = self.norms[0](token)  # (B, 1, H)
            newest = self.own.remember(normed)
            kept[:] = [kept[0].grown(newest) if kept else newest]
            return self._seeing(token + self.own(normed, kept[0]), windows).squeeze(1)

        return step

    def _tokens(self, context: Context, sequences: Tensor, progress: Progress) -> Tensor:
        """What each of N steps is told, (N, H)."""
        embedded = self.position(progress.step) + self.timing(progress.elapsed_ms)  # (N, H)
        tokens: Tensor = embedded + self.emitted(context, sequences, progress) + self.context(context.fused)[sequences]
        return tokens

    def _windows(self, context: Context) -> Memory:
        """The windows that are there, and the fused context, which always is."""
        values = torch.cat([context.windows, context.fused.unsqueeze(1)], dim=1)  # (B, T + 1, H)
        there = functional.pad(context.history.window_mask, (0, 1), value=True)  # (B, T + 1)
        return self.history.remember(self.norms[1](values), there)

    def _seeing(self, grid: Tensor, windows: Memory) -> Tensor:
        """(B, S, H) after it has attended to the history and gone through the perceptron."""
        grid = grid + self.history(self.norms[2](grid), windows)
        seeing: Tensor = grid + self.perceptron(self.norms[3](grid))
        return seeing
