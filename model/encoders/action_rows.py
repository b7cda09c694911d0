"""A window's action rows as one vector: each row embedded, an LSTM over the valid rows, read at the last one."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, ActionKind
from model.distributions import signed_log
from model.packing import pack_rows, run_recurrence

_KIND_WIDTH, _BUTTON_WIDTH, _KEY_WIDTH = 16, 4, 8
_NUMBERS = 10
_TICK_S = HORIZON_MS / 1000


class WindowEncoder(nn.Module):
    """(N, A, 7) rows of N windows -> (N, H).

    The encoding depends on the window alone (places count from the window's last one), so that a window is encoded
    once and holds for every later tick; where it lies from the current pointer is for the fusion to say.
    """

    def __init__(self, hidden: int, keys: int) -> None:
        super().__init__()
        self.kind = nn.Embedding(len(ActionKind), _KIND_WIDTH)
        self.button = nn.Embedding(4, _BUTTON_WIDTH)
        self.key = nn.Embedding(keys + 1, _KEY_WIDTH)
        self.row = nn.Linear(_KIND_WIDTH + _BUTTON_WIDTH + _KEY_WIDTH + _NUMBERS, hidden // 2)
        self.recurrent = nn.LSTM(hidden // 2, hidden, batch_first=True)
        self.hidden = hidden

    def forward(self, actions: Tensor, mask: Tensor, canvas: Tensor) -> Tensor:
        """Encode windows.

        Args:
            actions: float32 (N, A, 7), see `model.batch.ACTION_FEATURES`; anything in empty slots.
            mask: bool (N, A), valid slots first.
            canvas: float32 (N, 2), pixels.

        Returns:
            float (N, H); zeros where a window has no action.
        """
        encoded = actions.new_zeros(actions.shape[0], self.hidden)  # (N, H)
        filled = mask.any(dim=1).nonzero().squeeze(1)  # (M,)
        if filled.numel() == 0:
            return encoded
        mask, canvas = mask[filled], canvas[filled]
        actions = torch.where(mask.unsqueeze(-1), actions[filled], 0.0)  # (M, A, 7)
        rows = pack_rows(mask)
        embedded = self.embed(rows.of(actions), rows.of(row_numbers(actions, mask, canvas)))  # (R, H/2)
        outputs = run_recurrence(self.recurrent, embedded, rows)  # (R, H)
        return encoded.index_copy(0, filled, outputs[rows.last])

    def embed(self, actions: Tensor, numbers: Tensor) -> Tensor:
        """Rows (..., 7), with their numbers (..., 10) of `row_numbers`, each by itself: (..., H/2)."""
        kind, button, key = (actions[..., column].to(torch.int64) for column in (1, 4, 5))  # (...) each
        embedded = [self.kind(kind), self.button(button), self.key(key), numbers]
        return functional.silu(self.row(torch.cat(embedded, dim=-1)))  # (..., H/2)


def last_places(actions: Tensor, mask: Tensor) -> Tensor:
    """The place of each window's last valid action, float (..., 2) from (..., A, 7); zeros for an empty window."""
    if mask.shape[-1] == 0:
        return actions.new_zeros(*mask.shape[:-1], 2)
    last = (mask.sum(dim=-1) - 1).clamp(min=0)[..., None, None].expand(*mask.shape[:-1], 1, 2)  # (..., 1, 2)
    places = actions[..., 2:4].gather(-2, last).squeeze(-2)  # (..., 2)
    return torch.where(mask.any(dim=-1, keepdim=True), places, 0.0)


def row_numbers(actions: Tensor, mask: Tensor, canvas: Tensor) -> Tensor:
    """What the rows (M, A, 7) of M windows say in numbers: (M, A, 10).

    Args:
        actions: zeros in empty slots.
        mask: bool (M, A), valid slots first.
        canvas: float (M, 2), pixels.
    """
    offset_s = actions[..., 0]  # (M, A)
    wait_s = torch.diff(offset_s, dim=1, prepend=torch.zeros_like(offset_s[:, :1])).clamp(min=0.0)  # (M, A)
    place = actions[..., 2:4]  # (M, A, 2)
    step = torch.diff(place, dim=1, prepend=place[:, :1])  # (M, A, 2)
    last = last_places(actions, mask).unsqueeze(1)  # (M, 1, 2)
    scalars = torch.stack([offset_s / _TICK_S, wait_s / _TICK_S, torch.log1p(1000.0 * wait_s) / 3.0], dim=-1)
    scroll = actions[..., 6:7] / 5.0  # (M, A, 1)
    places = [place / canvas[:, None], signed_log(step) / 3.0, signed_log(place - last) / 3.0]  # 3 of (M, A, 2)
    return torch.cat([scalars, scroll, *places], dim=-1)  # (M, A, 10)
