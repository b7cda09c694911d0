"""What a hand can do next: waits that end inside the window, nothing pressed twice, nothing released that is up."""

from __future__ import annotations

import torch
from torch import Tensor

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind
from model.decoders.progress import Marks, Progress

WAIT_CLASSES = HORIZON_MS + 1
"""Waits of 0..599 whole milliseconds, and one class for "past the horizon"."""
PAST_HORIZON = HORIZON_MS


def allowed_waits(step: Tensor, elapsed_ms: Tensor) -> Tensor:
    """The waits that can follow: inside the window, past it always, only past it after the last action slot.

    Args:
        step: int64 (...), number of actions before.
        elapsed_ms: int64 (...), 0..599.

    Returns:
        bool (..., 601).
    """
    left_ms = torch.where(step < MAX_ACTIONS, HORIZON_MS - elapsed_ms, 0).unsqueeze(-1)  # (..., 1)
    waits = torch.arange(WAIT_CLASSES, device=step.device)  # (601,)
    return (waits < left_ms) | (waits == PAST_HORIZON)


def allowed_kinds(held_buttons: Tensor, held_keys: Tensor) -> Tensor:
    """The kinds that are possible with what is held: bool (..., 3) and (..., K) -> bool (..., 6)."""
    always = torch.ones_like(held_buttons[..., 0])  # (...)
    by_kind = {
        ActionKind.MOVE: always,
        ActionKind.PRESS: ~held_buttons.all(dim=-1),
        ActionKind.RELEASE: held_buttons.any(dim=-1),
        ActionKind.SCROLL: always,
        ActionKind.KEY_PRESS: ~held_keys.all(dim=-1),
        ActionKind.KEY_RELEASE: held_keys.any(dim=-1),
    }
    return torch.stack([by_kind[kind] for kind in ActionKind], dim=-1)


def allowed_classes(kinds: Tensor, held: Tensor, press: ActionKind) -> Tensor:
    """The buttons or keys that a press (kind `press`) or release can take.

    Args:
        kinds: int64 (...).
        held: bool (..., C).
        press: the kind that needs a class which is up; any other needs one that is down.

    Returns:
        bool (..., C).
    """
    return (kinds == press).unsqueeze(-1) ^ held


def is_legal(progress: Progress, marks: Marks) -> Tensor:
    """Whether each action (N,) is possible at its step (N,): bool (N,)."""
    allowed = allowed_kinds(progress.held_buttons, progress.held_keys)  # (N, 6)
    legal = allowed.gather(-1, marks.kinds.unsqueeze(-1)).squeeze(-1)  # (N,)
    for press, release, held, classes in (
        (ActionKind.PRESS, ActionKind.RELEASE, progress.held_buttons, marks.buttons),
        (ActionKind.KEY_PRESS, ActionKind.KEY_RELEASE, progress.held_keys, marks.keys),
    ):
        possible = allowed_classes(marks.kinds, held, press).gather(-1, classes.unsqueeze(-1)).squeeze(-1)  # (N,)
        legal = legal & (possible | ((marks.kinds != press) & (marks.kinds != release)))
    return legal
