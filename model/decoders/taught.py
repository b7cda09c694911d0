"""Steps of windows whose actions are known, one a row: what the compared models are trained on, without a loop."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.batch import TargetBatch
from model.decoders.plain_heads import MarkLosses
from model.decoders.progress import Marks, Progress, marks_of, progress_along
from model.encoders.context import Context
from model.losses import LossParts
from model.packing import PackedRows, pack_rows


@dataclass(frozen=True, slots=True)
class TaughtSteps:
    """N steps of B windows, one more than actions in each; at M of them an action follows.

    Args:
        rows: where the steps come from, in a grid (B, A + 1).
        steps: (N,), what was before each.
        acts: bool (N,), whether an action follows; not after a window's last one.
        actions: (M,).
        waits_ms: int64 (N,), before the action, or watched past the last one.
        place_px: float (M, 2), where the pointer is after the action.
        canvas_px: float (N, 2).
        weight: float (N,), of the step's window.
    """

    rows: PackedRows
    steps: Progress
    acts: Tensor
    actions: Marks
    waits_ms: Tensor
    place_px: Tensor
    canvas_px: Tensor
    weight: Tensor


def taught_steps(context: Context, target: TargetBatch) -> TaughtSteps:
    """The steps of a target; pads are never read."""
    marks, lengths = marks_of(target), target.lengths.unsqueeze(1)  # (B, 1)
    along = progress_along(context, marks)  # (B, A + 1)
    rows = pack_rows(along.step <= lengths)
    acts = rows.of(along.step < lengths)  # (N,)
    steps = along.rows(rows)
    actions = marks.at(rows.slots[acts] - rows.sequences[acts])  # A + 1 steps a window, but A actions
    before_px = context.pointer[rows.sequences] + steps.displacement_px  # (N, 2)
    return TaughtSteps(
        rows=rows,
        steps=steps,
        acts=acts,
        actions=actions,
        waits_ms=rows.of(target.waits_ms),
        place_px=before_px[acts] + actions.delta,
        canvas_px=context.history.canvas[rows.sequences],
        weight=target.weight[rows.sequences],
    )


def loss_parts(
    taught: TaughtSteps, target: TargetBatch, clock: Tensor, survival: Tensor, marks: MarkLosses
) -> LossParts:
    """The parts of a compared model: its own losses of time, and the likelihood of the marks.

    Args:
        taught: the steps.
        target: that they come from.
        clock: of the waits before actions, a scalar.
        survival: of how the windows end, a scalar.
        marks: (M,).
    """
    weight = taught.weight[taught.acts]  # (M,)
    return LossParts(
        clock=clock,
        survival=survival,
        kind=(marks.kind * weight).sum(),
        place=(marks.place * weight).sum(),
        button=(marks.button * weight).sum(),
        key=(marks.key * weight).sum(),
        scroll=(marks.scroll * weight).sum(),
        actions=weight.sum(),
        windows=target.weight.sum(),
        impossible=torch.zeros((), dtype=torch.int64, device=weight.device),
        is_likelihood=False,
    )
