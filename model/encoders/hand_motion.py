"""Where the hand rests, and its last motion: the pointer as moves and buttons place it, not as the wheel is logged.

Some logs write a turn of the wheel at a place of its own, the screen's corner, with no motion of the hand: the next
move goes on from where the hand was.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.actions import ActionKind
from model.batch import HistoryBatch
from model.encoders.context import pointer_px


@dataclass(frozen=True, slots=True)
class HandMotion:
    """The hand at the end of B histories.

    Args:
        away_px: float (B, 2), whole pixels from the pointer to where the hand rests.
        way_px: float (B, 2), the hand's last step; 0 without two places of it.
        velocity: float (B, 2), of that step, pixels a millisecond.
        rest_ms: float (B,), since the hand's last place; without one, since the last action.
    """

    away_px: Tensor
    way_px: Tensor
    velocity: Tensor
    rest_ms: Tensor


def places_hand(kinds: Tensor) -> Tensor:
    """Which kinds (...) say where the hand is: bool (...)."""
    return kinds <= ActionKind.RELEASE


def last_hand_motion(history: HistoryBatch) -> HandMotion:
    """The motion between the hand's last two places, which may lie in any window."""
    idle_ms = 1000.0 * history.since_last_s  # (B,)
    rows, times_s, is_known = _last_places(history)  # (B, 2, 2), (B, 2), (B, 2)
    length_s = torch.where(history.window_mask, history.window_s, 0.0).sum(dim=1)  # (B,)
    passed_ms = (1000.0 * (times_s[:, 0] - times_s[:, 1])).clamp(min=1.0)  # (B,)
    way_px = torch.where(is_known[:, 1:], rows[:, 0] - rows[:, 1], 0.0)  # (B, 2)
    return HandMotion(
        away_px=torch.where(is_known[:, :1], (rows[:, 0] - pointer_px(history)).round(), 0.0),
        way_px=way_px,
        velocity=way_px / passed_ms.unsqueeze(1),
        rest_ms=torch.where(is_known[:, 0], 1000.0 * (length_s - times_s[:, 0]), 0.0).maximum(idle_ms),
    )


def _last_places(history: HistoryBatch) -> tuple[Tensor, Tensor, Tensor]:
    """The last two places of the hand, newest first: pixels, seconds since the history's start, if known."""
    b, t, a, _ = history.actions.shape
    if t * a < 2:
        nothing = history.pointer.new_zeros(b, 2)
        return nothing.unsqueeze(2).expand(b, 2, 2), nothing, torch.zeros_like(nothing, dtype=torch.bool)
    mask = history.action_mask & history.window_mask.unsqueeze(-1) & places_hand(history.actions[..., 1])  # (B, T, A)
    slots = torch.where(mask.flatten(1), torch.arange(t * a, device=mask.device), -1)  # (B, T A)
    newest = slots.topk(2, dim=1).values  # (B, 2)
    is_known, newest = newest >= 0, newest.clamp(min=0)
    length_s = torch.where(history.window_mask, history.window_s, 0.0)  # (B, T)
    starts_s = length_s.cumsum(dim=1) - length_s  # (B, T)
    rows = history.actions.flatten(1, 2).gather(1, newest.unsqueeze(-1).expand(-1, -1, 4))  # (B, 2, 4)
    return rows[..., 2:4], starts_s.gather(1, newest // a) + rows[..., 0], is_known
