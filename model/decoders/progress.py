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
from model.encoders.context import Context
from model.encoders.hand_motion import HandMotion, last_hand_motion, places_hand
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

    def chosen(self, index: Tensor) -> Marks:
        """The actions of the rows that int64 (M,) names."""
        return Marks(*(getattr(self, field.name).index_select(0, index) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of windows before steps of one shape (...).

    Args:
        step: int64 (...), number of the step.
        elapsed_ms: int64 (...), from the window's start to the action before.
        displacement_px: float (..., 2), of the pointer since the window's start.
        hand_px: float (..., 2), from the pointer to where the hand rests; see `model.encoders.hand_motion`.
        way_px: float (..., 2), the hand's last step.
        velocity: float (..., 2), of that step, pixels a millisecond.
        idle_ms: float (...), how long before the window's start the action before was; 0 once there is one in it.
        rest_ms: float (...), from the hand's last place to the action before, or to the window's start.
        held_buttons: bool (..., 3).
        held_keys: bool (..., K).
        previous: the action before each step (...); at step 0 all zero.
    """

    step: Tensor
    elapsed_ms: Tensor
    displacement_px: Tensor
    hand_px: Tensor
    way_px: Tensor
    velocity: Tensor
    idle_ms: Tensor
    rest_ms: Tensor
    held_buttons: Tensor
    held_keys: Tensor
    previous: Marks

    def rows(self, rows: PackedRows) -> Progress:
        """The steps (N,) of packed rows of (B, S)."""
        return self._each(rows.of, self.previous.rows(rows))

    def chosen(self, index: Tensor) -> Progress:
        """The steps that int64 (M,) names."""
        return self._each(lambda value: value.index_select(0, index), self.previous.chosen(index))

    def advanced(self, action: Marks) -> Progress:
        """The progress after one action more in each window."""
        delta = action.delta.to(self.displacement_px.dtype)  # (..., 2)
        is_placed, passed_ms = places_hand(action.kinds), self.rest_ms + action.waits_ms  # (...)
        placed, step_px = is_placed.unsqueeze(-1), delta - self.hand_px  # (..., 1), (..., 2)
        return Progress(
            step=self.step + 1,
            elapsed_ms=self.elapsed_ms + action.waits_ms,
            displacement_px=self.displacement_px + delta,
            hand_px=torch.where(placed, 0.0, self.hand_px - delta),
            way_px=torch.where(placed, step_px, self.way_px),
            velocity=torch.where(placed, step_px / passed_ms.clamp(min=1.0).unsqueeze(-1), self.velocity),
            idle_ms=torch.zeros_like(self.idle_ms),
            rest_ms=torch.where(is_placed, 0.0, passed_ms),
            held_buttons=_held_after(self.held_buttons, action.kinds, action.buttons, _BUTTON_KINDS),
            held_keys=_held_after(self.held_keys, action.kinds, action.keys, _KEY_KINDS),
            previous=action,
        )

    def carried_px(self, waits_ms: Tensor) -> Tensor:
        """Where the hand would be carried in its motion by the end of waits int64 (...): float (..., 2)."""
        return self.velocity * (self.rest_ms + waits_ms).clamp(max=_LONGEST_CARRY_MS).unsqueeze(-1)

    def hand_step(self, delta: Tensor) -> Tensor:
        """From the hand to a place int64 (..., 2) from the pointer: int64 (..., 2)."""
        return delta - self.hand_px.to(torch.int64)

    def corner_step(self, pointer_px: Tensor) -> Tensor:
        """From the hand to the canvas's corner, int64 (..., 2); the pointer float (..., 2) is the window's first."""
        return -(pointer_px + self.displacement_px + self.hand_px).round().to(torch.int64)

    def _each(self, change: Callable[[Tensor], Tensor], previous: Marks) -> Progress:
        return Progress(
            change(self.step),
            change(self.elapsed_ms),
            change(self.displacement_px),
            change(self.hand_px),
            change(self.way_px),
            change(self.velocity),
            change(self.idle_ms),
            change(self.rest_ms),
            change(self.held_buttons),
            change(self.held_keys),
            previous,
        )


_LONGEST_CARRY_MS = 130.0
"""So far apart are the places of a hand where a slow line is logged."""
_BUTTON_KINDS = (ActionKind.PRESS, ActionKind.RELEASE)
_KEY_KINDS = (ActionKind.KEY_PRESS, ActionKind.KEY_RELEASE)


def progress_at_start(context: Context) -> Progress:
    """The first step of each window, (B,)."""
    zeros = torch.zeros(context.size, dtype=torch.int64, device=context.fused.device)
    pairs = torch.zeros((context.size, 2), dtype=torch.int64, device=context.fused.device)
    hand = last_hand_motion(context.history)
    return Progress(
        step=zeros,
        elapsed_ms=zeros,
        displacement_px=pairs.to(context.fused.dtype),
        hand_px=hand.away_px,
        way_px=hand.way_px,
        velocity=hand.velocity,
        idle_ms=1000.0 * context.history.since_last_s,
        rest_ms=hand.rest_ms,
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
    elapsed_ms = _after_start(start.elapsed_ms, marks.waits_ms.cumsum(dim=1))  # (B, A + 1)
    displacement_px = _after_start(start.displacement_px, marks.delta.to(context.fused.dtype).cumsum(dim=1))
    hand = _hand_along(start, marks.kinds, elapsed_ms, displacement_px)
    return Progress(
        step=torch.arange(steps, device=elapsed_ms.device).expand(context.size, steps),
        elapsed_ms=elapsed_ms,
        displacement_px=displacement_px,
        hand_px=hand.away_px,
        way_px=hand.way_px,
        velocity=hand.velocity,
        idle_ms=_after_start(start.idle_ms, torch.zeros_like(displacement_px[:, 1:, 0])),
        rest_ms=hand.rest_ms,
        held_buttons=_held_along(start.held_buttons, marks.kinds, marks.buttons, _BUTTON_KINDS),
        held_keys=_held_along(start.held_keys, marks.kinds, marks.keys, _KEY_KINDS),
        previous=Marks(
            *(_after_start(getattr(start.previous, field.name), getattr(marks, field.name)) for field in fields(Marks))
        ),
    )


def _hand_along(start: Progress, kinds: Tensor, elapsed_ms: Tensor, displacement_px: Tensor) -> HandMotion:
    """The hand before each of S = A + 1 steps, from kinds (B, A), and the time and pointer of each step."""
    steps = torch.arange(elapsed_ms.shape[1], device=kinds.device)  # (S,)
    placed = torch.where(places_hand(kinds), steps[1:], 0)  # (B, A), the step after each place of the hand
    last = _after_start(start.step, placed).cummax(dim=1).values
    before = last.gather(1, (last - 1).clamp(min=0))  # (B, S), the place before the last one
    # at step 0 the hand is where the window finds it
    place_px = displacement_px + torch.where(steps.unsqueeze(-1) == 0, start.hand_px.unsqueeze(1), 0.0)  # (B, S, 2)
    time_ms = elapsed_ms - torch.where(steps == 0, start.rest_ms.unsqueeze(1), 0.0)  # (B, S)
    here_px, here_ms = _at(place_px, last), time_ms.gather(1, last)  # (B, S, 2), (B, S)
    is_moved = (last > 0).unsqueeze(-1)  # (B, S, 1)
    way_px = torch.where(is_moved, here_px - _at(place_px, before), start.way_px.unsqueeze(1))  # (B, S, 2)
    passed_ms = (here_ms - time_ms.gather(1, before)).clamp(min=1.0).unsqueeze(-1)  # (B, S, 1)
    return HandMotion(
        away_px=here_px - displacement_px,
        way_px=way_px,
        velocity=torch.where(is_moved, way_px / passed_ms, start.velocity.unsqueeze(1)),
        rest_ms=elapsed_ms - here_ms,
    )


def _at(pairs: Tensor, steps: Tensor) -> Tensor:
    """The pairs (B, S, 2) of the steps that int64 (B, S) names."""
    return pairs.gather(1, steps.unsqueeze(-1).expand(-1, -1, 2))


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
