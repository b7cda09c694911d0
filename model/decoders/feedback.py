"""What a step of the point process is told: the action before it, the time, the pointer, what is held, the targets."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind
from model.decoders.progress import Progress
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.distributions import signed_log
from model.encoders.context import Context

_KIND_WIDTH, _KEY_WIDTH = 16, 8
_NUMBERS = 18


class Feedback(nn.Module):
    """Progress and targets of S steps -> (B, S, H)."""

    def __init__(self, hidden: int, keys: int, targets: int) -> None:
        super().__init__()
        # class 0 of each table is "no action yet" or "no key"
        self.kind = nn.Embedding(1 + len(ActionKind), _KIND_WIDTH)
        self.key = nn.Embedding(1 + keys, _KEY_WIDTH)
        self.project = nn.Linear(_KIND_WIDTH + _KEY_WIDTH + _NUMBERS + 3 + 3 + keys + targets * TARGET_WIDTH, hidden)

    def forward(self, context: Context, progress: Progress, targets: TargetView) -> Tensor:
        """Embed what is known before each step, float (B, S, H)."""
        previous = progress.previous
        has_previous = progress.step > 0  # (B, S)
        is_key = _is_one_of(previous.kinds, ActionKind.KEY_PRESS, ActionKind.KEY_RELEASE) & has_previous
        is_button = _is_one_of(previous.kinds, ActionKind.PRESS, ActionKind.RELEASE) & has_previous
        button = nn.functional.one_hot(previous.buttons, 3) * is_button.unsqueeze(-1)  # (B, S, 3)
        held = torch.cat([progress.held_buttons, progress.held_keys], dim=-1)  # (B, S, 3 + K)
        parts = [
            self.kind(torch.where(has_previous, previous.kinds + 1, 0)),
            self.key(torch.where(is_key, previous.keys + 1, 0)),
            _numbers(context, progress, has_previous),
            button.to(context.fused.dtype),
            held.to(context.fused.dtype),
            targets.embedded.flatten(2),
        ]
        embedded: Tensor = self.project(torch.cat(parts, dim=-1))
        return embedded


def _is_one_of(kinds: Tensor, *wanted: ActionKind) -> Tensor:
    return torch.stack([kinds == kind for kind in wanted]).any(dim=0)


def _numbers(context: Context, progress: Progress, has_previous: Tensor) -> Tensor:
    dtype = context.fused.dtype
    wait = torch.log1p(progress.previous.waits_ms.to(dtype))  # (B, S)
    elapsed = progress.elapsed_ms.to(dtype) / HORIZON_MS  # (B, S)
    # before the first action, the last one of the history counts
    since_s = torch.where(has_previous, 0.0, context.history.since_last_s.unsqueeze(1))  # (B, S)
    place = (context.pointer.unsqueeze(1) + progress.displacement_px) / context.history.canvas.unsqueeze(1)  # (B, S, 2)
    is_seen = (~context.history.pointer.isnan().any(dim=-1, keepdim=True)).expand_as(wait)  # (B, S)
    delta = progress.previous.delta.to(dtype)  # (B, S, 2)
    scalars = [
        has_previous.to(dtype),
        is_seen.to(dtype),
        wait / 3.0,
        torch.exp(-progress.previous.waits_ms / 16.0),
        elapsed,
        progress.step / MAX_ACTIONS,
        torch.log1p(since_s),
        torch.exp(-since_s / 0.1),
        progress.previous.scrolls / 5.0,
    ]
    pairs = [signed_log(delta) / 3.0, signed_log(progress.approach_px) / 3.0, place]
    displacement = signed_log(progress.displacement_px) / 3.0
    moved = (delta != 0).any(dim=-1, keepdim=True).to(dtype)
    return torch.cat([torch.stack(scalars, dim=-1), *pairs, displacement, moved], dim=-1)  # (B, S, 18)
