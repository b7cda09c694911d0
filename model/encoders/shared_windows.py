"""Windows that several histories of a batch hold: each is encoded once.

A tick later the same history has moved on by one window. Where the rows of a batch are neighbours in time, nine tenths
of what there is to encode stands in it several times. What is alike is found by comparing the values themselves.
"""

from __future__ import annotations

import torch
from torch import Tensor

from model.batch import HistoryBatch


def first_occurrences(history: HistoryBatch, mask: Tensor) -> Tensor:
    """Where each window stands first in a batch.

    Only a row and the one before it are compared, moved on by one window.

    Args:
        history: B rows.
        mask: bool (B, T, A), the valid slots.

    Returns:
        int64 (B, T), places among the flattened (B T) windows: a window's own, or that of the same window before.
    """
    b, t, _ = mask.shape
    own = torch.arange(b * t, device=mask.device).reshape(b, t)  # (B, T)
    # window k of a row and k + 1 of the row before stand in one column of this grid; -1: the same as in the row before
    skewed = torch.full((b, b + t), -1, device=mask.device)  # (B, B + T)
    columns = torch.arange(b, device=mask.device).unsqueeze(1) + torch.arange(t, device=mask.device)  # (B, T)
    skewed.scatter_(1, columns, torch.where(_is_repeated(history, mask), -1, own))
    return skewed.cummax(dim=0).values.gather(1, columns)


def _is_repeated(history: HistoryBatch, mask: Tensor) -> Tensor:
    """Whether each window is the one after it in the row before, bool (B, T)."""
    repeated = torch.zeros(mask.shape[:2], dtype=torch.bool, device=mask.device)  # (B, T)
    same = (history.actions[1:, :-1] == history.actions[:-1, 1:]).all(dim=-1)  # (B - 1, T - 1, A)
    same &= mask[1:, :-1] == mask[:-1, 1:]
    on_one_canvas = (history.canvas[1:] == history.canvas[:-1]).all(dim=-1, keepdim=True)  # (B - 1, 1)
    repeated[1:, :-1] = same.all(dim=-1) & on_one_canvas
    return repeated
