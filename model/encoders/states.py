"""State rows as vectors: numbers, shares in pieces, classes by embedding; ten of them, and the current one."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.state_layout import StateLayout

_CLASS_WIDTH = 16
_TABLE_SPREAD = 0.1
PIECES = 16
"""Of a share: what it does is linear in each, so that a threshold is learned in few steps (Gorishniy et al., On
Embeddings for Numerical Features in Tabular Deep Learning, NeurIPS 2022, section 3.1, with even bins)."""


class StateEmbedding(nn.Module):
    """(..., D) raw state rows with NaN for unknown -> (..., H)."""

    numeric: Tensor
    shares: Tensor
    classes: Tensor
    first_rows: Tensor

    def __init__(self, hidden: int, layout: StateLayout) -> None:
        super().__init__()
        numeric, classes = layout.numeric_columns, [category.column for category in layout.categories]
        self.register_buffer("numeric", torch.tensor(numeric, dtype=torch.int64), persistent=False)
        self.register_buffer("shares", torch.tensor(layout.shares, dtype=torch.int64), persistent=False)
        self.register_buffer("classes", torch.tensor(classes, dtype=torch.int64), persistent=False)
        # all classes stand in one table: first those of the names, which names share, then each column's own
        rows = 1 + max((category.size for category in layout.categories if category.is_name), default=0)
        first_rows = []
        for category in layout.categories:
            first_rows.append(0 if category.is_name else rows)
            rows += 0 if category.is_name else category.size + 1
        self.register_buffer("first_rows", torch.tensor(first_rows, dtype=torch.int64), persistent=False)
        self.table = nn.Embedding(rows, _CLASS_WIDTH)
        nn.init.normal_(self.table.weight, std=_TABLE_SPREAD)
        width = 2 * len(numeric) + PIECES * len(layout.shares) + _CLASS_WIDTH * len(classes)
        self.project = nn.Linear(width, hidden)

    def forward(self, states: Tensor) -> Tensor:
        """Embed rows float (..., D) to (..., H)."""
        numbers = states[..., self.numeric]  # (..., N)
        known = ~numbers.isnan()  # (..., N)
        named = self.table(class_rows(states[..., self.classes]) + self.first_rows).flatten(-2)  # (..., 16 C)
        pieces = share_pieces(states[..., self.shares]).flatten(-2)  # (..., 16 S)
        parts = [torch.where(known, numbers, 0.0), known.to(states.dtype), pieces, named]
        return functional.silu(self.project(torch.cat(parts, dim=-1)))  # (..., H)


def share_pieces(shares: Tensor) -> Tensor:
    """How much of each sixteenth shares (...,) in [0, 1] fill, (..., 16): 1 below, 0 above; all 0 for NaN."""
    first = torch.arange(PIECES, device=shares.device, dtype=shares.dtype)  # (16,)
    filled = (shares.unsqueeze(-1) * PIECES - first).clamp(0.0, 1.0)  # (..., 16)
    return torch.where(filled.isnan(), 0.0, filled)


def class_rows(values: Tensor) -> Tensor:
    """Classes in a float column as rows of a table: NaN is row 0, class c is row c + 1."""
    return torch.where(values.isnan(), -1.0, values).to(torch.int64) + 1


class StateHistoryEncoder(nn.Module):
    """(B, T, H) embedded states -> (B, H): a bidirectional LSTM, both last hidden states."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.recurrent = nn.LSTM(hidden, hidden // 2, batch_first=True, bidirectional=True)

    def forward(self, embedded: Tensor) -> Tensor:
        """Encode embedded states (B, T, H)."""
        with torch.autocast(embedded.device.type, enabled=False):  # a device's own LSTM would choose half precision
            _, (last, _) = self.recurrent(embedded.to(self.recurrent.all_weights[0][0].dtype))  # (2, B, H/2)
        return torch.cat([last[0], last[1]], dim=-1)  # (B, H)


class CurrentStateEncoder(nn.Module):
    """What is known now -> (B, H): the current state, the pointer, what is held, the time since the last action."""

    def __init__(self, hidden: int, keys: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(hidden + 3 + 3 + keys + 2, hidden),
            nn.LayerNorm(hidden),
            nn.SiLU(),
            nn.Linear(hidden, hidden),
            nn.SiLU(),
        )

    def forward(
        self, embedded: Tensor, place: Tensor, is_seen: Tensor, held_buttons: Tensor, held_keys: Tensor, since_s: Tensor
    ) -> Tensor:
        """Encode the present.

        Args:
            embedded: float (B, H), the embedded current state.
            place: float (B, 2), the pointer as a share of the canvas.
            is_seen: bool (B,), whether the pointer was seen yet.
            held_buttons: bool (B, 3).
            held_keys: bool (B, K).
            since_s: float (B,), seconds since the last action.

        Returns:
            float (B, H).
        """
        scalars = torch.stack([is_seen.to(place.dtype), torch.log1p(since_s), torch.exp(-since_s)], dim=-1)  # (B, 3)
        held = torch.cat([held_buttons, held_keys], dim=-1).to(place.dtype)  # (B, 3 + K)
        output: Tensor = self.layers(torch.cat([embedded, place, scalars, held], dim=-1))  # (B, H)
        return output
