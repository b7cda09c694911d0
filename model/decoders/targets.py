"""The targets that a state names, seen from where the pointer is now: what a hand aims at, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.distributions import signed_log
from model.encoders.context import Context
from model.encoders.states import class_rows
from model.state_layout import StateLayout

TARGET_WIDTH = 24
_NUMBERS = 10
_NEAR_PX = 10.0
_FAR_PX = 200.0
_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class TargetView:
    """K targets before each of S steps.

    Args:
        offset_px: float (B, S, K, 2), from the pointer to the target; 0 where it is unknown.
        is_known: bool (B, S, K).
        embedded: float (B, S, K, E); 0 where it is unknown.
    """

    offset_px: Tensor
    is_known: Tensor
    embedded: Tensor

    def at(self, step: int) -> TargetView:
        """The views of one step: (B, K, ...)."""
        return TargetView(self.offset_px[:, step], self.is_known[:, step], self.embedded[:, step])

    def before_actions(self) -> TargetView:
        """The views of all steps but the last: those with an action after them."""
        return TargetView(self.offset_px[:, :-1], self.is_known[:, :-1], self.embedded[:, :-1])

    def rows(self, chosen: Tensor) -> TargetView:
        """The views of the steps that bool `chosen` (B, S) names, one a row: (N, K, ...)."""
        return TargetView(self.offset_px[chosen], self.is_known[chosen], self.embedded[chosen])


class TargetReader(nn.Module):
    """Embeds each target by what it is, where it lies from the pointer, and whether the pointer heads for it."""

    columns: Tensor
    scale_px: Tensor

    def __init__(self, layout: StateLayout) -> None:
        super().__init__()
        pairs = [(offset.dx_column, offset.dy_column) for offset in layout.offsets]
        scales = torch.tensor([offset.scale_px for offset in layout.offsets])
        self.register_buffer("columns", torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2), persistent=False)
        self.register_buffer("scale_px", scales.reshape(-1, 1), persistent=False)
        self.count = len(layout.offsets)
        self.name_columns = tuple(offset.name_column for offset in layout.offsets)
        names = max((category.size for category in layout.categories if category.is_name), default=0)
        self.name = nn.Embedding(names + 1, TARGET_WIDTH)
        nn.init.normal_(self.name.weight, std=_SPREAD)
        self.slot = nn.Parameter(_SPREAD * torch.randn(self.count, TARGET_WIDTH))
        self.place = nn.Linear(_NUMBERS, TARGET_WIDTH)

    def identity(self, context: Context) -> Tensor:
        """What each target is, float (B, K, E); the same in all steps of a window."""
        if self.count == 0:
            return self.slot.expand(context.size, -1, -1)
        unknown = torch.full_like(context.state[:, 0], torch.nan)
        named = [unknown if column is None else context.state[:, column] for column in self.name_columns]
        embedded: Tensor = self.name(class_rows(torch.stack(named, dim=1)))  # (B, K, E)
        return self.slot + embedded

    def forward(self, context: Context, identity: Tensor, displacement_px: Tensor, approach_px: Tensor) -> TargetView:
        """The targets before each step.

        Args:
            context: whose current state names the targets.
            identity: float (B, K, E), of `identity`.
            displacement_px: float (B, S, 2), of the pointer since the window's start.
            approach_px: float (B, S, 2), the pointer's motion just before.
        """
        at_start = context.state[:, self.columns] * self.scale_px  # (B, K, 2)
        known = ~at_start.isnan().any(dim=-1)  # (B, K)
        offset = torch.where(known.unsqueeze(-1), at_start, 0.0).unsqueeze(1) - displacement_px.unsqueeze(2)
        is_known = known.unsqueeze(1).expand(offset.shape[:3])  # (B, S, K)
        offset = torch.where(is_known.unsqueeze(-1), offset, 0.0)  # (B, S, K, 2)
        embedded = functional.silu(self.place(_numbers(offset, approach_px)) + identity.unsqueeze(1))  # (B, S, K, E)
        return TargetView(offset, is_known, torch.where(is_known.unsqueeze(-1), embedded, 0.0))


def _numbers(offset: Tensor, approach: Tensor) -> Tensor:
    distance = offset.norm(dim=-1, keepdim=True)  # (B, S, K, 1)
    ahead = functional.normalize(offset, dim=-1, eps=1.0)  # (B, S, K, 2)
    heading = functional.normalize(approach, dim=-1, eps=1.0).unsqueeze(2)  # (B, S, 1, 2)
    along = (ahead * heading).sum(dim=-1, keepdim=True)  # (B, S, K, 1)
    across = (ahead[..., :1] * heading[..., 1:] - ahead[..., 1:] * heading[..., :1]).abs()  # (B, S, K, 1)
    places = [offset / _FAR_PX, signed_log(offset) / 3.0, torch.tanh(offset / _NEAR_PX)]  # 3 of (B, S, K, 2)
    near = torch.exp(-distance / _NEAR_PX)  # (B, S, K, 1)
    return torch.cat([*places, torch.log1p(distance) / 3.0, near, along, across], dim=-1)  # (B, S, K, 10)
