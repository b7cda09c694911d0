"""Solution 1: one generator, called once for each action with the time that has passed since the window's start."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.batch import TargetBatch
from model.decoders.emitted import EmittedAction
from model.decoders.history_attention import HistoryAttention
from model.decoders.progress import Progress
from model.decoders.stepwise import Stepper, StepwiseDecoder, wait_head
from model.decoders.targets import TargetReader
from model.decoders.taught import TaughtSteps
from model.decoders.wait_scales import OneScale
from model.encoders.context import Context
from model.history import HISTORY_WINDOWS
from model.state_layout import StateLayout

_REACH_MS = 100.0
_SECOND_MS = 1000.0
_TIMES = 4
_DROPOUT = 0.1


Look = Callable[[Tensor, Tensor, Progress], Tensor]
"""Vectors (N, H) of steps of the windows int64 (N,), with what they find in the history added."""


class _Surroundings(nn.Module):
    """The history's windows and the state's targets, for every step to look at."""

    def __init__(self, hidden: int, layout: StateLayout) -> None:
        super().__init__()
        self.targets = TargetReader(layout, has_goals=False)
        self.attention = HistoryAttention(hidden)

    def forward(self, context: Context) -> Look:
        """What looks at the windows of B contexts, encoded once."""
        memory, targets = self.attention.remember(context), self.targets.at_start(context)

        def look(steps: Tensor, sequences: Tensor, progress: Progress) -> Tensor:
            view = self.targets(targets.rows(sequences), progress.displacement_px, progress.velocity)
            found: Tensor = self.attention(steps, memory.rows(sequences), view)
            return found

        return look


class SequentialDecoder(StepwiseDecoder):
    """One perceptron for every step.

    Args:
        hidden: H, at least 4.
        keys: K.
        as_written: without the least mending: the emitted action is not fed back, nothing says that the next one falls
            past the horizon, and waits are in seconds, so that at first one is longer than a window.
        multi_scale: whether waits have two scales; not as written.
        aware_of: the layout of the state rows where each step looks at the history and the targets; None: it does not.
    """

    def __init__(
        self, hidden: int, keys: int, *, as_written: bool, multi_scale: bool, aware_of: StateLayout | None
    ) -> None:
        wait = OneScale(hidden, _SECOND_MS) if as_written else wait_head(hidden, multi_scale)
        super().__init__(hidden, keys, wait, is_ended=not as_written)
        quarter = hidden // 4
        self.temporal = nn.Sequential(nn.Linear(hidden, hidden // 2), nn.ReLU(), nn.Linear(hidden // 2, quarter))
        self.emitted = None if as_written else EmittedAction(hidden, keys)
        width = hidden + _TIMES + quarter + HISTORY_WINDOWS + (0 if as_written else hidden)
        self.generator = nn.Sequential(nn.Linear(width, hidden), nn.LayerNorm(hidden), nn.ReLU(), nn.Dropout(_DROPOUT))
        self.history = None if aware_of is None else _Surroundings(hidden, aware_of)

    def along(self, context: Context, target: TargetBatch, taught: TaughtSteps) -> Tensor:  # noqa: ARG002 (no grid)
        """See `StepwiseDecoder.along`."""
        return self._hidden(context, taught.rows.sequences, taught.steps, self._looking(context))

    def stepper(self, context: Context) -> Stepper:
        """See `StepwiseDecoder.stepper`."""
        rows = torch.arange(context.size, device=context.fused.device)  # (B,)
        look = self._looking(context)
        return lambda progress: self._hidden(context, rows, progress, look)

    def _looking(self, context: Context) -> Look | None:
        return None if self.history is None else self.history(context)

    def _hidden(self, context: Context, sequences: Tensor, progress: Progress, look: Look | None) -> Tensor:
        """The vectors (N, H) of steps of the windows int64 (N,)."""
        elapsed = progress.elapsed_ms.to(context.fused.dtype) / HORIZON_MS  # (N,)
        step = progress.step.to(elapsed.dtype) / MAX_ACTIONS  # (N,)
        parts = [
            context.fused[sequences],
            torch.stack([elapsed, 1.0 - elapsed, step, torch.ones_like(step)], dim=-1),  # (N, 4)
            self.temporal(context.fused)[sequences],  # (N, H / 4)
            action_density(context, sequences, progress.elapsed_ms),  # (N, T)
        ]
        if self.emitted is not None:
            parts.append(self.emitted(context, sequences, progress))  # (N, H)
        hidden: Tensor = self.generator(torch.cat(parts, dim=-1))
        return hidden if look is None else look(hidden, sequences, progress)


def action_density(context: Context, sequences: Tensor, elapsed_ms: Tensor) -> Tensor:
    """How many actions each history window has about the same time after its start.

    Args:
        context: of B windows.
        sequences: int64 (N,), the window of each step.
        elapsed_ms: int64 (N,), the time around which is counted, 100 ms to both sides.

    Returns:
        float (N, T), the logarithm of one more than the number.
    """
    history = context.history
    mask = history.action_mask & history.window_mask.unsqueeze(-1)  # (B, T, A)
    offset_ms = torch.where(mask, 1000.0 * history.actions[..., 0], torch.inf)  # (B, T, A)
    is_near = (offset_ms[sequences] - elapsed_ms[:, None, None]).abs() <= _REACH_MS  # (N, T, A)
    return torch.log1p(is_near.sum(dim=-1).to(context.fused.dtype))
