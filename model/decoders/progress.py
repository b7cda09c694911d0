"""How far a window is before each of its steps: time, pointer, what is held, and the action before.

Step k = 0..S-1 comes before action k and knows actions 0..k-1 only. Training builds all steps at once from the target;
play advances one step at a time. Both end in the same value, so that both see the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from model.actions import ActionKind
from model.batch import TargetBatch
from model.encoders.context import Context, last_velocity
from model.packing import PackedRows


@dataclass(frozen=True, slots=True)
class Marks:
    """Actions as tensors of one shape (...): `model.batch.TargetBatch` names the classes.

    Args:
        waits_ms, kinds, buttons, keys, scrolls: int64 (...); 0 where there is none.
        delta: int64 (..., 2), pixels.
    """

    waits_ms: Tensor
    kinds: Tensor
    delta: Tensor
    buttons: Tensor
    keys: Tensor
    scrolls: Tensor

    def rows(self, rows: PackedRows) -> Marks:
        """The actions (N,) of packed rows of (B, S)."""
        return Marks(*(rows.of(getattr(self, field.name)) for field in fields(self)))

    def at(self, slots: Tensor) -> Marks:
        """The actions (N,) at places int64 (N,) of the flattened (B A)."""
        return Marks(*(getattr(self, field.name).flatten(0, 1)[slots] for field in fields(self)))

    def chosen(self, mask: Tensor) -> Marks:
        """The actions of the rows that bool (N,) names."""
        return Marks(*(getattr(self, field.name)[mask] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of windows before steps of one shape (...).

    Args:
        step: int64 (...), number of the step.
        elapsed_ms: int64 (...), from the window's start to the action before.
        displacement_px: float (..., 2), of the pointer since the window's start.
        velocity: float (..., 2), of the pointer in its motion just before, pixels a millisecond.
        idle_ms: float (...), how long before the window's start the action before was; 0 once there is one in it.
        held_buttons: bool (..., 3).
        held_keys: bool (..., K).
        previous: the action before each step (...); at step 0 all zero.
    """

    step: Tensor
    elapsed_ms: Tensor
    displacement_px: Tensor
    velocity: Tensor
    idle_ms: Tensor
    held_buttons: Tensor
    held_keys: Tensor
    previous: Marks

    def rows(self, rows: PackedRows) -> Progress:
        """The steps (N,) of packed rows of (B, S)."""
        return self._each(rows.of, self.previous.rows(rows))

    def chosen(self, mask: Tensor) -> Progress:
        """The steps that bool (N,) names."""
        return self._each(lambda value: value[mask], self.previous.chosen(mask))

    def advanced(self, action: Marks) -> Progress:
        """The progress after one action more in each window."""
        delta = action.delta.to(self.displacement_px.dtype)
        return Progress(
            step=self.step + 1,
            elapsed_ms=self.elapsed_ms + action.waits_ms,
            displacement_px=self.displacement_px + delta,
            velocity=delta / _passed_ms(self.idle_ms, action.waits_ms).unsqueeze(-1),
            idle_ms=torch.zeros_like(self.idle_ms),
            held_buttons=_held_after(self.held_buttons, action.kinds, action.buttons, _BUTTON_KINDS),
            held_keys=_held_after(self.held_keys, action.kinds, action.keys, _KEY_KINDS),
            previous=action,
        )

    def carried_px(self, waits_ms: Tensor) -> Tensor:
        """Where the pointer would be carried in its motion by the end of waits int64 (...): float (..., 2)."""
        return self.velocity * (self.idle_ms + waits_ms).clamp(max=_LONGEST_CARRY_MS).unsqueeze(-1)

    def _each(self, change: Callable[[Tensor], Tensor], previous: Marks) -> Progress:
        return Progress(
            change(self.step),
            change(self.elapsed_ms),
            change(self.displacement_px),
            change(self.velocity),
            change(self.idle_ms),
            change(self.held_buttons),
            change(self.held_keys),
            previous,
        )


_LONGEST_CARRY_MS = 50.0
_BUTTON_KINDS = (ActionKind.PRESS, ActionKind.RELEASE)
_KEY_KINDS = (ActionKind.KEY_PRESS, ActionKind.KEY_RELEASE)


def progress_at_start(context: Context) -> Progress:
    """The first step of each window, (B,)."""
    zeros = torch.zeros(context.size, dtype=torch.int64, device=context.fused.device)
    pairs = torch.zeros((context.size, 2), dtype=torch.int64, device=context.fused.device)
    return Progress(
        step=zeros,
        elapsed_ms=zeros,
        displacement_px=pairs.to(context.fused.dtype),
        velocity=last_velocity(context.history),
        idle_ms=1000.0 * context.history.since_last_s,
        held_buttons=context.history.held_buttons,
        held_keys=context.history.held_keys,
        previous=Marks(zeros, zeros, pairs, zeros, zeros, zeros),
    )


def marks_of(target: TargetBatch) -> Marks:
    """The target's actions (B, A), zeros where there is none whatever the target holds there."""
    mask = target.mask
    classes = (target.kinds, target.buttons, target.keys, target.scrolls)
    kinds, buttons, keys, scrolls = (torch.where(mask, values, 0) for values in classes)
    waits_ms = torch.where(mask, target.waits_ms[:, :-1], 0)
    return Marks(waits_ms, kinds, torch.where(mask.unsqueeze(-1), target.delta, 0), buttons, keys, scrolls)


def progress_along(context: Context, marks: Marks) -> Progress:
    """All steps of windows whose actions are known: (B, A) actions give (B, A + 1) steps."""
    start = progress_at_start(context)
    steps = marks.kinds.shape[1] + 1
    delta = marks.delta.to(context.fused.dtype)  # (B, A, 2)
    idle_ms = _after_start(start.idle_ms, torch.zeros_like(delta[..., 0]))  # (B, A + 1)
    return Progress(
        step=torch.arange(steps, device=delta.device).expand(context.size, steps),
        elapsed_ms=_after_start(start.elapsed_ms, marks.waits_ms.cumsum(dim=1)),
        displacement_px=_after_start(start.displacement_px, delta.cumsum(dim=1)),
        velocity=_after_start(start.velocity, delta / _passed_ms(idle_ms[:, :-1], marks.waits_ms).unsqueeze(-1)),
        idle_ms=idle_ms,
        held_buttons=_held_along(start.held_buttons, marks.kinds, marks.buttons, _BUTTON_KINDS),
        held_keys=_held_along(start.held_keys, marks.kinds, marks.keys, _KEY_KINDS),
        previous=Marks(
            *(_after_start(getattr(start.previous, field.name), getattr(marks, field.name)) for field in fields(Marks))
        ),
    )


def _passed_ms(idle_ms: Tensor, waits_ms: Tensor) -> Tensor:
    """Time from the action before to this one, at least 1 ms."""
    return (idle_ms + waits_ms).clamp(min=1.0)


def _after_start(start: Tensor, values: Tensor) -> Tensor:
    return torch.cat([start.unsqueeze(1), values], dim=1)


def _held_after(held: Tensor, kinds: Tensor, classes: Tensor, pair: tuple[ActionKind, ActionKind]) -> Tensor:
    named = classes.unsqueeze(-1) == torch.arange(held.shape[-1], device=held.device)  # (B, C)
    pressed, released = ((kinds == kind).unsqueeze(-1) & named for kind in pair)  # 2 of (B, C)
    return (held | pressed) & ~released


def _held_along(start: Tensor, kinds: Tensor, classes: Tensor, pair: tuple[ActionKind, ActionKind]) -> Tensor:
    """What is held before each step (B, A + 1, C): the newest press or release of a class decides."""
    press, release = pair
    presses = kinds == press  # (B, A)
    changes = presses | (kinds == release)  # (B, A)
    if not bool(changes.any()):
        return start.unsqueeze(1).expand(-1, kinds.shape[1] + 1, -1)
    # even: released, odd: pressed, 0 or 1: as at the start; the newest is the largest
    steps = torch.arange(1, kinds.shape[1] + 1, device=kinds.device, dtype=torch.int16)  # (A,)
    stamps = torch.where(changes, 2 * steps + presses, 0)  # (B, A)
    named = classes.unsqueeze(-1) == torch.arange(start.shape[-1], device=kinds.device)  # (B, A, C)
    newest = _after_start(start.to(torch.int16), named * stamps.unsqueeze(-1)).cummax(dim=1).values  # (B, A + 1, C)
    return (newest & 1).to(torch.bool)
