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


def pointer_px(history: HistoryBatch) -> Tensor:
    """The pointer in canvas pixels, float (B, 2); the middle pixel of the canvas where it was not seen yet."""
    return torch.where(history.pointer.isnan(), torch.floor(history.canvas / 2), history.pointer)
