"""What a decoder knows of a history: the fused vector, the encoding of each window, and the raw values it came from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.batch import HistoryBatch


@dataclass(frozen=True, slots=True)
class Context:
    """An encoded history batch.

    Args:
        fused: float (B, H).
        windows: float (B, T, H), zeros for an empty window.
        history: the batch that was encoded: the valid actions, what is held, the current state.
    """

    fused: Tensor
    windows: Tensor
    history: HistoryBatch

    @property
    def size(self) -> int:
        """B."""
        return self.history.size

    @property
    def state(self) -> Tensor:
        """The current state, float (B, D); NaN is unknown."""
        return self.history.states[:, -1]

    @property
    def pointer(self) -> Tensor:
        """See `pointer_px`."""
        return pointer_px(self.history)


def last_velocity(history: HistoryBatch) -> Tensor:
    """The pointer's velocity between the history's last two actions, float (B, 2) in pixels a millisecond.

    They may lie in any window; without two actions it is 0.
    """
    _, t, a, _ = history.actions.shape
    mask = (history.action_mask & history.window_mask.unsqueeze(-1)).flatten(1)  # (B, T A)
    if t * a < 2:
        return torch.zeros_like(history.pointer)
    slots = torch.where(mask, torch.arange(t * a, device=mask.device), -1)  # (B, T A)
    newest = slots.topk(2, dim=1).values  # (B, 2), the last one first
    length_s = torch.where(history.window_mask, history.window_s, 0.0)  # (B, T)
    starts_s = length_s.cumsum(dim=1) - length_s  # (B, T)
    rows = history.actions.flatten(1, 2).gather(1, newest.clamp(min=0).unsqueeze(-1).expand(-1, -1, 4))  # (B, 2, 4)
    times_s = starts_s.gather(1, newest.clamp(min=0) // a) + rows[..., 0]  # (B, 2)
    way = rows[:, 0, 2:4] - rows[:, 1, 2:4]  # (B, 2)
    passed_ms = (1000.0 * (times_s[:, :1] - times_s[:, 1:])).clamp(min=1.0)  # (B, 1)
    return torch.where(newest[:, 1:] >= 0, way / passed_ms, 0.0)


def pointer_px(history: HistoryBatch) -> Tensor:
    """The pointer in canvas pixels, float (B, 2); the middle pixel of the canvas where it was not seen yet."""
    return torch.where(history.pointer.isnan(), torch.floor(history.canvas / 2), history.pointer)
