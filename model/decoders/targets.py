"""The targets that a state names, seen from where the pointer is now: what a hand aims at, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.distributions import signed_log
from model.encoders.context import Context
from model.encoders.states import class_rows
from model.state_layout import StateLayout

TARGET_WIDTH = 24
MOTION_NUMBERS = 11
_NEAR_PX = 10.0
_FAR_PX = 200.0
_SLOWEST = 0.01
"""Pixels a millisecond."""
_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class Targets:
    """K targets of each of N windows as they are at the window's start.

    Args:
        offset_px: float (N, K, 2), from the pointer to the target; 0 where it is unknown.
        is_known: bool (N, K).
        identity: float (N, K, E), what each target is.
        is_blank: whether it was found that no window knows any, as in imported logs: then nothing is worked out.
    """

    offset_px: Tensor
    is_known: Tensor
    identity: Tensor
    is_blank: bool = False

    def rows(self, index: Tensor) -> Targets:
        """The targets of the windows that int64 (M,) names, one a row."""
        offset_px, is_known = (each.index_select(0, index) for each in (self.offset_px, self.is_known))
        if self.is_blank:
            return Targets(offset_px, is_known, self.identity[:1].expand(len(index), -1, -1), is_blank=True)
        return Targets(offset_px, is_known, self.identity.index_select(0, index))

    def means(self, by_right: Tensor | None, keys: int) -> Tensor | None:
        """The means to what is wanted, float (N, 5 + C), see `model.decoders.means`: a state row does not tell them."""
        del by_right, keys
        return None


@dataclass(frozen=True, slots=True)
class TargetView:
    """K targets as they are before each of N steps.

    Args:
        offset_px: float (N, K, 2), from the pointer to the target; 0 where it is unknown.
        is_known: bool (N, K).
        embedded: float (N, K, E); 0 where it is unknown.
        is_blank: as in `Targets`.
    """

    offset_px: Tensor
    is_known: Tensor
    embedded: Tensor
    is_blank: bool = False

    def chosen(self, index: Tensor) -> TargetView:
        """The views of the steps that int64 (M,) names."""
        offset_px, is_known = (each.index_select(0, index) for each in (self.offset_px, self.is_known))
        if self.is_blank:
            return TargetView(offset_px, is_known, self.embedded[: len(index)], is_blank=True)
        return TargetView(offset_px, is_known, self.embedded.index_select(0, index))

    @property
    def told(self) -> Tensor:
        """What a step is told of the targets, float (N, .)."""
        return self.embedded.flatten(1)


class TargetReader(nn.Module):
    """Embeds each target by what it is, where it lies from the pointer, and whether the pointer heads for it."""

    columns: Tensor
    scale_px: Tensor

    def __init__(self, layout: StateLayout, *, has_goals: bool = True) -> None:
        super().__init__()
        pairs = [(offset.dx_column, offset.dy_column) for offset in layout.offsets]
        scales = torch.tensor([offset.scale_px for offset in layout.offsets])
        self.register_buffer("columns", torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2), persistent=False)
        self.register_buffer("scale_px", scales.reshape(-1, 1), persistent=False)
        self.count = len(layout.offsets)
        self.told_width = self.count * TARGET_WIDTH
        self.name_columns = tuple(offset.name_column for offset in layout.offsets)
        names = max((category.size for category in layout.categories if category.is_name), default=0)
        self.name = nn.Embedding(names + 1, TARGET_WIDTH)
        nn.init.normal_(self.name.weight, std=_SPREAD)
        self.slot = nn.Parameter(_SPREAD * torch.randn(self.count, TARGET_WIDTH))
        self.place = nn.Linear(MOTION_NUMBERS, TARGET_WIDTH)
        self.goal = nn.Linear(2, TARGET_WIDTH) if has_goals else None

    def at_start(self, context: Context, *, looks: bool = True) -> Targets:
        """The targets of each window before its first step; unless it looks, it never finds that there are none."""
        offset_px = context.state[:, self.columns] * self.scale_px  # (B, K, 2)
        is_known = ~offset_px.isnan().any(dim=-1)  # (B, K)
        known_px = torch.where(is_known.unsqueeze(-1), offset_px, 0.0)  # (B, K, 2)
        return Targets(known_px, is_known, self._identity(context), looks and not bool(is_known.any()))

    def with_goals(self, targets: Targets, goals: Tensor) -> Targets:
        """The targets, each knowing how likely it is the goal: log-probabilities float (N, K), -inf where unknown."""
        assert self.goal is not None, "made without goals"
        known = torch.where(targets.is_known, goals, 0.0)  # (N, K)
        likely = self.goal(torch.stack([known / 3.0, known.exp()], dim=-1))  # (N, K, E)
        return replace(targets, identity=targets.identity + likely)

    def forward(self, targets: Targets, displacement_px: Tensor, velocity: Tensor) -> TargetView:
        """The targets before N steps.

        Args:
            targets: of each step's window.
            displacement_px: float (N, 2), of the pointer since the window's start.
            velocity: float (N, 2), of the pointer in its motion just before, pixels a millisecond.
        """
        is_known = targets.is_known.unsqueeze(-1)  # (N, K, 1)
        if targets.is_blank:
            nothing = targets.identity.new_zeros(()).expand_as(targets.identity)  # (N, K, E)
            return TargetView(targets.offset_px, targets.is_known, nothing, is_blank=True)
        offset_px = torch.where(is_known, targets.offset_px - displacement_px.unsqueeze(1), 0.0)  # (N, K, 2)
        embedded = functional.silu(self.place(motion_numbers(offset_px, velocity)) + targets.identity)  # (N, K, E)
        return TargetView(offset_px, targets.is_known, torch.where(is_known, embedded, 0.0))

    def _identity(self, context: Context) -> Tensor:
        if self.count == 0:
            return self.slot.expand(context.size, -1, -1)
        unknown = torch.full_like(context.state[:, 0], torch.nan)
        named = [unknown if column is None else context.state[:, column] for column in self.name_columns]
        embedded: Tensor = self.name(class_rows(torch.stack(named, dim=1)))  # (B, K, E)
        return self.slot + embedded


def motion_numbers(offset: Tensor, velocity: Tensor) -> Tensor:
    """Where targets lie (N, K, 2) pixels from the pointer, and whether its motion (N, 2) heads for them: (N, K, 11)."""
    distance = offset.norm(dim=-1, keepdim=True)  # (N, K, 1)
    ahead = offset / distance.clamp(min=1.0)  # (N, K, 2)
    speed = velocity.norm(dim=-1, keepdim=True)  # (N, 1)
    heading = (velocity / speed.clamp(min=_SLOWEST)).unsqueeze(1)  # (N, 1, 2)
    along = (ahead * heading).sum(dim=-1, keepdim=True)  # (N, K, 1)
    across = (ahead[..., :1] * heading[..., 1:] - ahead[..., 1:] * heading[..., :1]).abs()  # (N, K, 1)
    # how long the way takes at this speed: where a stroke stands between its start and its end
    duration = torch.log1p(distance) - torch.log(speed + _SLOWEST).unsqueeze(1)  # (N, K, 1)
    places = [offset / _FAR_PX, signed_log(offset) / 3.0, torch.tanh(offset / _NEAR_PX)]  # 3 of (N, K, 2)
    near = torch.exp(-distance / _NEAR_PX)  # (N, K, 1)
    return torch.cat([*places, torch.log1p(distance) / 3.0, near, along, across, duration / 3.0], dim=-1)  # (N, K, 11)
