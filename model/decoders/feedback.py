"""What a step of the point process is told: the action before it, the time, the pointer, what is held, the targets."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind
from model.decoders.history_attention import HistoryAttention
from model.decoders.multihead import Memory
from model.decoders.progress import Progress
from model.decoders.targets import Targets, TargetView
from model.distributions import signed_log

_KIND_WIDTH, _KEY_WIDTH, _GAP_WIDTH = 16, 8, 32
_IDLE_CLASSES = 1024
_NUMBERS = 20
_SHORT_MS, _SHORT_S = 16.0, 0.1
_FEW_PX = 3.0


@dataclass(frozen=True, slots=True)
class Setting:
    """What all steps of a window share, of N windows.

    Args:
        context: float (N, H), what the fused context adds to each step.
        targets: at the window's start.
        pointer_px: float (N, 2), at the window's start.
        is_seen: bool (N,), whether the pointer was seen yet.
        canvas_px: float (N, 2).
        means: float (N, 5 + C), to what is wanted, see `model.decoders.means`; None where they are not known.
        memory: the history's windows, for each step to look at; None where it does not.
    """

    context: Tensor
    targets: Targets
    pointer_px: Tensor
    is_seen: Tensor
    canvas_px: Tensor
    means: Tensor | None = None
    memory: Memory | None = None

    def rows(self, index: Tensor) -> Setting:
        """The settings of the windows that int64 (M,) names, one a row."""
        return Setting(
            self.context.index_select(0, index),
            self.targets.rows(index),
            self.pointer_px.index_select(0, index),
            self.is_seen.index_select(0, index),
            self.canvas_px.index_select(0, index),
            None if self.means is None else self.means.index_select(0, index),
            None if self.memory is None else self.memory.rows(index),
        )


class Feedback(nn.Module):
    """Settings, progress and targets of N steps -> (N, H).

    Args:
        hidden: H.
        keys: K.
        told: how many numbers a step is told of the targets.
        context_aware: whether each step looks at the history's windows and at the targets.
    """

    def __init__(self, hidden: int, keys: int, told: int, *, context_aware: bool = False) -> None:
        super().__init__()
        # class 0 of each table is "no action yet" or "no key"
        self.kind = nn.Embedding(1 + len(ActionKind), _KIND_WIDTH)
        self.key = nn.Embedding(1 + keys, _KEY_WIDTH)
        # each millisecond of the wait before the last action, or of the time since it: timers tick in whole ones
        self.gap = nn.Embedding(HORIZON_MS + _IDLE_CLASSES, _GAP_WIDTH)
        width = _KIND_WIDTH + _KEY_WIDTH + _GAP_WIDTH + _NUMBERS + 3 + 3 + keys + told
        self.project = nn.Linear(width, hidden)
        self.told = told
        self.history = HistoryAttention(hidden) if context_aware else None

    def forward(self, setting: Setting, progress: Progress, view: TargetView) -> Tensor:
        """What the recurrence reads at each step, float (N, H): the feedback with the context added."""
        previous, dtype = progress.previous, setting.context.dtype
        has_previous = progress.step > 0  # (N,)
        is_key = previous.kinds >= ActionKind.KEY_PRESS  # (N,)
        is_button = (previous.kinds == ActionKind.PRESS) | (previous.kinds == ActionKind.RELEASE)  # (N,)
        button = functional.one_hot(previous.buttons, 3) * is_button.unsqueeze(-1)  # (N, 3)
        parts = [
            self.kind(torch.where(has_previous, previous.kinds + 1, 0)),
            self.key(torch.where(is_key, previous.keys + 1, 0)),
            self.gap(_gap_class(progress, has_previous)),
            _numbers(setting, progress, has_previous),
            button.to(dtype),
            progress.held_buttons.to(dtype),
            progress.held_keys.to(dtype),
        ]
        weight = self.project.weight  # (H, I)
        if view.is_blank:  # then the targets' columns would be multiplied by zeros
            weight = weight[:, : weight.shape[1] - self.told]
        else:
            parts.append(view.told)
        projected = functional.linear(torch.cat(parts, dim=-1), weight, self.project.bias)  # (N, H)
        told = functional.silu(projected + setting.context)  # (N, H)
        if self.history is None or setting.memory is None:
            return told
        seen: Tensor = self.history(told, setting.memory, view)
        return seen


def _gap_class(progress: Progress, has_previous: Tensor) -> Tensor:
    """Which millisecond, int64 (N,): of the previous action's wait or, before the first, of the time since the last."""
    idle = HORIZON_MS + progress.idle_ms.clamp(0, _IDLE_CLASSES - 1).to(torch.int64)  # (N,)
    return torch.where(has_previous, progress.previous.waits_ms, idle)


def _numbers(setting: Setting, progress: Progress, has_previous: Tensor) -> Tensor:
    dtype = setting.context.dtype
    waits_ms = progress.previous.waits_ms.to(dtype)  # (N,)
    since_s = progress.idle_ms / 1000.0  # (N,), before the first action, the last one of the history counts
    hand_px = progress.displacement_px + progress.hand_px  # (N, 2), where the hand is, from the window's start
    scalars = [
        has_previous.to(dtype),
        setting.is_seen.to(dtype),
        torch.log1p(waits_ms) / 3.0,
        torch.exp(-waits_ms / _SHORT_MS),
        progress.elapsed_ms.to(dtype) / HORIZON_MS,
        progress.step.to(dtype) / MAX_ACTIONS,
        torch.log1p(since_s),
        torch.exp(-since_s / _SHORT_S),
        progress.previous.scrolls.to(dtype) / 5.0,
        (progress.previous.delta != 0).any(dim=-1).to(dtype),
    ]
    pairs = [
        signed_log(progress.way_px) / 3.0,
        torch.tanh(progress.way_px / _FEW_PX),
        signed_log(10.0 * progress.velocity) / 3.0,
        signed_log(hand_px) / 3.0,
        (setting.pointer_px + hand_px) / setting.canvas_px,
    ]
    return torch.cat([torch.stack(scalars, dim=-1), *pairs], dim=-1)  # (N, 20)
