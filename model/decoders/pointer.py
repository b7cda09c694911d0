"""The place as a pointer: which of the tokens that are seen the hand steps into, and where inside.

Letters: N actions, one a row; H hidden width; K tokens; E target width.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from model.decoders.pointing import SizedView
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.pointed_places import PointedPlaces

_GATE_BIAS = -2.0
_LOG_SCALE_MIDDLE, _LOG_SCALE_REACH = -1.0, 2.0
"""Of half a size."""
_SCALE_ROWS, _FIRST_QUERY = slice(3, 5), 5


class PointerHead(nn.Module):
    """From the trunk after the kind: how much of the place is pointed, at which token, and where inside of it."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, _FIRST_QUERY + TARGET_WIDTH)
        with torch.no_grad():
            self.project.bias[0] = _GATE_BIAS

    @torch.no_grad()
    def steady(self, spread: float, sharpness: float) -> None:
        """See `model.decoders.heads.MarkHeads.steady`."""
        self.project.bias[_SCALE_ROWS] += math.log(spread)
        self.project.weight[_FIRST_QUERY:] *= sharpness
        self.project.bias[_FIRST_QUERY:] *= sharpness

    def forward(self, trunk: Tensor, targets: TargetView, hand_px: Tensor) -> tuple[Tensor, PointedPlaces]:
        """The share's logit float (N, 1), -inf where no token shows, and the places.

        Args:
            trunk: float (N, H).
            targets: (N, K, ...), the tokens as seen from the pointer before the action.
            hand_px: float (N, 2), from the pointer to the hand.
        """
        assert isinstance(targets, SizedView), "only tokens have a size"
        gate, inside, scale, query = self.project(trunk).split([1, 2, 2, TARGET_WIDTH], dim=-1)
        is_any = targets.is_known.any(dim=1)  # (N,)
        scores = (targets.embedded @ query.unsqueeze(-1)).squeeze(-1)  # (N, K)
        size = (2.0 * targets.half_px).round().clamp(min=1.0)  # (N, K, 2)
        middle = targets.offset_px - hand_px.unsqueeze(1)  # (N, K, 2)
        low = (middle - (size - 1.0) / 2.0).round()  # (N, K, 2)
        half_px = size / 2.0  # (N, K, 2)
        bounded = _LOG_SCALE_MIDDLE + _LOG_SCALE_REACH * torch.tanh(scale / _LOG_SCALE_REACH)  # (N, 2)
        places = PointedPlaces(
            weights=scores.masked_fill(~targets.is_known & is_any.unsqueeze(1), -torch.inf),
            low=low.to(torch.int64),
            size=size.to(torch.int64),
            mean=middle + torch.tanh(inside).unsqueeze(1) * half_px,
            log_scale=bounded.unsqueeze(1) + half_px.clamp(min=1.0).log(),
        )
        return gate.masked_fill(~is_any.unsqueeze(1), -torch.inf), places
