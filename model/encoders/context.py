"""What a decoder knows of a history: the fused vector, the encoding of each window, and the raw values it came from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.batch import HistoryBatch

_APPROACH_ACTIONS = 3


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


def approach_px(history: HistoryBatch) -> Tensor:
    """The pointer's last motion, float (B, 2): its way over the newest window's last four actions, 0 without any."""
    mask = history.action_mask[:, -1] & history.window_mask[:, -1:]  # (B, A)
    if mask.shape[1] == 0:
        return torch.zeros_like(history.pointer)
    places = torch.where(mask.unsqueeze(-1), history.actions[:, -1, :, 2:4], 0.0)  # (B, A, 2)
    last = (mask.sum(dim=1) - 1).clamp(min=0)  # (B,)
    ends = torch.stack([(last - _APPROACH_ACTIONS).clamp(min=0), last], dim=1)  # (B, 2)
    first_place, last_place = places.gather(1, ends.unsqueeze(-1).expand(-1, -1, 2)).unbind(dim=1)  # 2 of (B, 2)
    return last_place - first_place


def pointer_px(history: HistoryBatch) -> Tensor:
    """The pointer in canvas pixels, float (B, 2); the middle pixel of the canvas where it was not seen yet."""
    return torch.where(history.pointer.isnan(), torch.floor(history.canvas / 2), history.pointer)
