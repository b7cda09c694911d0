"""What training tells an encoder about the pictures it looks at: what the recorded state says is there, and where.

Labels of training only, as the goals are: what is seen at play stays what the pictures show. A few thousand pictures
say little by what was pressed on them; each of them shows dozens of things.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.batch import HistoryBatch
from model.encoders.context import Context, SeenTokens
from model.encoders.entities import TOKEN_WIDTH
from model.encoders.vision import CELLS, cells_holding
from model.state_layout import StateLayout
from model.tokens.token import TokenField

_NAMES = 128
"""Classes of names share so many bits; a task has fewer."""
_RARE = -5.0
"""Logit of a name in a cell before anything is learned: most stand nowhere, which takes thousands of steps to learn."""
_PLACE = [TokenField.X, TokenField.Y]
_SIZE = [TokenField.WIDTH, TokenField.HEIGHT]


class SightLessons(nn.Module):
    """Contexts of B windows, and what their states say -> how badly the pictures were read.

    Args:
        hidden: H.
        layout: of the state rows.
    """

    numeric: Tensor

    def __init__(self, hidden: int, layout: StateLayout) -> None:
        super().__init__()
        numeric = torch.tensor(layout.numeric_columns, dtype=torch.int64)
        self.register_buffer("numeric", numeric, persistent=False)
        self.names = nn.Linear(TOKEN_WIDTH, _NAMES)
        nn.init.constant_(self.names.bias, _RARE)
        self.state = nn.Linear(hidden, len(numeric))

    def forward(self, context: Context, history: HistoryBatch) -> Tensor:
        """The three losses together, (); nothing where no state is known, as in imported logs.

        Args:
            context: of the histories as the encoder saw them.
            history: the same, with their states.
        """
        seen = context.seen
        assert seen is not None, "an encoder that looks at pictures sees their cells"
        place_px = _middles(history)  # (B, N, 2), NaN where a token has none
        window, token = (~place_px.isnan().any(dim=-1)).nonzero().unbind(dim=1)  # (R,) each
        canvas, from_px = history.canvas[window], place_px[window, token]  # (R, 2)
        cell = cells_holding(from_px, canvas)  # (R,)
        known = ~cell.isnan()  # (R,)
        window, token, cell = window[known], token[known], cell[known].to(torch.int64)
        named = history.tokens[window, token, TokenField.NAME].to(torch.int64) % _NAMES  # (R,)
        way_px = from_px[known] - context.pointer[window]  # (R, 2)
        return (
            self._naming(seen, window, cell, named)
            + _placing(seen, window, cell, way_px)
            + self._telling(context, history)
        )

    def _naming(self, seen: SeenTokens, window: Tensor, cell: Tensor, named: Tensor) -> Tensor:
        """Nats of which names stand in which cells, for each that does."""
        logits = self.names(seen.embedded[:, :CELLS]).float()  # (B, 96, C)
        there = torch.zeros_like(logits)
        there[window, cell, named] = 1.0
        nats = functional.binary_cross_entropy_with_logits(logits, there, reduction="sum")
        return nats / there.sum().clamp(min=1.0)

    def _telling(self, context: Context, history: HistoryBatch) -> Tensor:
        """How far off the newest state is that the context tells."""
        state = history.states[:, -1, self.numeric]  # (B, N)
        is_known = ~state.isnan()
        off = torch.where(is_known, self.state(context.fused).float() - state.nan_to_num(), 0.0)
        nothing = torch.zeros_like(off)
        return functional.smooth_l1_loss(off, nothing, reduction="sum") / is_known.sum().clamp(min=1)


def _placing(seen: SeenTokens, window: Tensor, cell: Tensor, way_px: Tensor) -> Tensor:
    """How far from their things the cells point, in quarters of a cell; where there are several, at the nearest one."""
    if len(window) == 0:
        return seen.offset_px.new_zeros(())
    off = (seen.offset_px[window, cell] - way_px) / seen.half_px[window, cell]  # (R, 2)
    far = functional.smooth_l1_loss(off, torch.zeros_like(off), reduction="none").sum(dim=1)  # (R,)
    slots = torch.full((seen.mask.shape[0] * CELLS,), torch.inf, device=far.device, dtype=far.dtype)
    nearest = slots.scatter_reduce(0, window * CELLS + cell, far, "amin")  # (B 96,)
    return nearest[nearest.isfinite()].mean()


def _middles(history: HistoryBatch) -> Tensor:
    """The middle of each token's rectangle, float (B, N, 2); NaN without one."""
    middle = history.tokens[..., _PLACE] + (history.tokens[..., _SIZE] - 1.0) / 2.0
    return torch.where(history.token_mask.unsqueeze(-1), middle, torch.nan)
