"""What a decoder knows of a history: the fused vector, the encoding of each window, and the raw values it came from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.batch import HistoryBatch

NO_SHORTCUT = -1


@dataclass(frozen=True, slots=True)
class SeenTokens:
    """The encoded tokens of B states.

    Args:
        embedded: float (B, N, W), zeros in pads.
        apart: float (B, N, W), the same wherever pointer and items are; see `model.encoders.entities`.
        mask: bool (B, N), which of them are real.
        is_placed: bool (B, N), which of those show on the canvas; they come first.
        offset_px: float (B, N, 2), from the pointer to the middle; 0 without a place.
        half_px: float (B, N, 2), half of width and height; 0 without a place.
        covered: float (B, N), the share of it that something hides, 0 where nobody knows.
        scrolls: float (B, N), which way the wheel turns to bring it into sight: 1 up, -1 down, 0 where it needs not.
        shortcuts: int64 (B, N), the number of the key that does as much as a press of it, -1 for none.
        cells: so many of the first are cells of a picture, all with a place.
    """

    embedded: Tensor
    apart: Tensor
    mask: Tensor
    is_placed: Tensor
    offset_px: Tensor
    half_px: Tensor
    covered: Tensor
    scrolls: Tensor
    shortcuts: Tensor
    cells: int = 0

    def behind(self, cells: SeenTokens | None) -> SeenTokens:
        """These tokens behind the cells of the same windows' pictures; None: there are no pictures."""
        if cells is None:
            return self
        return SeenTokens(
            embedded=torch.cat([cells.embedded, self.embedded], dim=1),
            apart=torch.cat([cells.apart, self.apart], dim=1),
            mask=torch.cat([cells.mask, self.mask], dim=1),
            is_placed=torch.cat([cells.is_placed, self.is_placed], dim=1),
            offset_px=torch.cat([cells.offset_px, self.offset_px], dim=1),
            half_px=torch.cat([cells.half_px, self.half_px], dim=1),
            covered=torch.cat([cells.covered, self.covered], dim=1),
            scrolls=torch.cat([cells.scrolls, self.scrolls], dim=1),
            shortcuts=torch.cat([cells.shortcuts, self.shortcuts], dim=1),
            cells=cells.cells,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """An encoded history batch.

    Args:
        fused: float (B, H).
        afresh: float (B, H), the same from the game as it is now, without what was before and without the hand.
        windows: float (B, T, H), zeros for an empty window.
        history: the batch that was encoded: the valid actions, what is held, the current state.
        seen: the newest state's tokens, None where the encoder does not look at them.
    """

    fused: Tensor
    afresh: Tensor
    windows: Tensor
    history: HistoryBatch
    seen: SeenTokens | None = None

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
    return torch.where(history.pointer.isnan(), middle_px(history.canvas), history.pointer)


def middle_px(canvas: Tensor) -> Tensor:
    """The middle pixel of canvases (..., 2)."""
    return torch.floor(canvas / 2)
