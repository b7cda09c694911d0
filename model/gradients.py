"""The gradient of a step's loss, worked out in parts: over what fits the device at once, and over a team.

A step's loss is the nats of its whole batch divided by (actions + windows) of its whole batch, however it is cut:
each part's nats are divided by the whole's count, and gradients are summed, never averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from model.batch import Batch, HistoryBatch
from model.config import TrainingConfig
from model.encoders.context import Context
from model.errors import ConfigurationError
from model.losses import LossParts
from model.seeding import seeded
from model.team import Team
from model.timed_action_model import TimedActionModel
from model.windows import Ints

_DROPOUT = 1
"""Stream of randomness under the configured seed."""


@dataclass(frozen=True, slots=True)
class StepPart:
    """Some windows of a step.

    Args:
        number: of the part among those of the whole team; dropout is drawn by it.
        batch: the windows.
        presses: float32 (B, 5), see `model.goals.next_presses`.
        share: of the step's windows.
        whole: actions and windows of the whole step, weighted.
    """

    number: int
    batch: Batch
    presses: Tensor
    share: float
    whole: float


@dataclass(frozen=True, slots=True)
class StepFigures:
    """The loss of a whole step by parts, how badly its goals were foreseen and its pictures read; without a graph."""

    parts: LossParts
    goal: Tensor
    lesson: Tensor


def own_pieces(index: Ints, team: Team, accumulate: int) -> list[tuple[int, Ints]]:
    """The pieces of a step that fall to this member, each with its number; neighbours stay together.

    Args:
        index: int64 (B,), the windows of the step.
        team: every member takes as many pieces.
        accumulate: so many.

    Raises:
        ConfigurationError: there are not enough windows for a piece each.
    """
    count = team.size * accumulate
    if len(index) < count:
        raise ConfigurationError(
            f"a step has {len(index)} windows for {team.size} processes in {accumulate} parts each; "
            "raise training.batch, lower training.accumulate, or give more data"
        )
    pieces = np.array_split(index, count)
    return [(number, pieces[number]) for number in range(team.rank * accumulate, (team.rank + 1) * accumulate)]


def work_out_gradients(
    model: TimedActionModel, parts: Sequence[StepPart], training: TrainingConfig, step: int, team: Team
) -> StepFigures:
    """Leave the gradient of the whole step's loss in the weights of every member.

    Args:
        model: the same on every member.
        parts: this member's own, at least one.
        training: weights of the goals and of the lessons, and the seed of dropout.
        step: counted from 0.
        team: whose gradients are summed.
    """
    model.train().zero_grad(set_to_none=True)
    losses: list[LossParts] = []
    goals: list[Tensor] = []
    lessons: list[Tensor] = []
    for part in parts:
        batch, presses = part.batch.to(team.device), part.presses.to(team.device)
        with seeded(training.seed, _DROPOUT, step, part.number), team.precision():
            context = model.encode(batch.history)
            loss = model.decoder.loss(context, batch.target)
            goal = model.decoder.goal_loss(context, presses) * part.share
            lesson = _lesson(model, context, batch.history, training) * part.share
        taught = training.goal_weight * goal + training.lesson_weight * lesson
        (loss.nats / part.whole + taught).backward()  # type: ignore[no-untyped-call]  # torch declares no types here
        losses.append(loss.detach())
        goals.append(goal.detach())
        lessons.append(lesson.detach())
    _sum_gradients(model, team)
    return StepFigures(
        sum(losses[1:], start=losses[0]).summed(team.sum),
        team.sum(torch.stack(goals).sum()),
        team.sum(torch.stack(lessons).sum()),
    )


def _lesson(model: TimedActionModel, context: Context, history: HistoryBatch, training: TrainingConfig) -> Tensor:
    """See `RecurrentEncoder.lesson_loss`; nothing is worked out where it does not count."""
    if training.lesson_weight == 0.0:
        return context.fused.new_zeros(())
    return model.encoder.lesson_loss(context, history)


@torch.no_grad()
def _sum_gradients(model: nn.Module, team: Team) -> None:
    """Each weight gets the sum of all members' gradients; one that no member has stays without."""
    if team.size == 1:
        return
    weights = list(model.parameters())
    has_gradient = torch.tensor([weight.grad is not None for weight in weights], dtype=torch.float32)
    used = [
        weight
        for weight, members in zip(weights, team.sum(has_gradient.to(team.device)).tolist(), strict=True)
        if members
    ]
    flat = [torch.zeros_like(weight) if weight.grad is None else weight.grad for weight in used]
    summed = team.sum(torch.cat([gradient.flatten() for gradient in flat]))
    for weight, piece in zip(used, torch.split(summed, [weight.numel() for weight in used]), strict=True):
        weight.grad = piece.view_as(weight)
