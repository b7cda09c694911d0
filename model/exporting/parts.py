"""The two graphs that a file is made of: what is worked out once for a history, and what for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model.batch import THUMBNAIL_SHAPE, HistoryBatch
from model.decoders.drawing import MarkChances, action_numbers
from model.decoders.feedback import Setting
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import Progress, progress_at_start
from model.encoders.context import Context
from model.exporting.encoding import encode_for_graph
from model.runtimes.nested_tensors import tensors_in, with_tensors
from model.runtimes.static_draw import StaticStep, draw_step
from model.timed_action_model import TimedActionModel
from model.tokens.token import F_TOKEN


@dataclass(frozen=True, slots=True)
class Carried:
    """What one step of a window tells the next, (1, ...)."""

    progress: Progress
    hidden: Tensor


@dataclass(frozen=True, slots=True)
class Chances:
    """What a step is drawn from: without the row of B = 1."""

    waits: Tensor | None
    marks: MarkChances | None


def unread(model: TimedActionModel) -> tuple[str, ...]:
    """The tensors of a `HistoryBatch` that a model does not look at, and its graph does not ask for."""
    return ("pictures",) if model.config.encoder.sees_tokens else ("tokens", "token_mask", "pictures")


class StartGraph(nn.Module):
    """The tensors of a `HistoryBatch` that the model reads -> the context and all that its steps begin with.

    Args:
        model: with a point process.
        names: of the tensors, in the order in which they are given.
    """

    def __init__(self, model: TimedActionModel, names: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.names = names

    def forward(self, *history: Tensor) -> tuple[Tensor, ...]:
        """Fused (1, H), windows (1, T, H), then the tensors of the `Setting`, then those that are `Carried`."""
        read = dict(zip(self.names, history, strict=True))
        nothing = history[0].new_zeros(1, 0, F_TOKEN)
        unseen = history[0].new_zeros(1, 0, *THUMBNAIL_SHAPE).byte()
        blank = {"tokens": nothing, "token_mask": nothing[..., 0].bool(), "pictures": unseen}
        context = encode_for_graph(self.model.encoder, HistoryBatch(**{**blank, **read}))
        setting, carried = started(_process(self.model), context)
        return context.fused, context.windows, *_only(setting), *_only(carried)


class StepGraph(nn.Module):
    """Setting, what is carried, and a row of uniforms -> what is carried on, the action, and what it was drawn from.

    Args:
        model: with a point process.
        context: any one history, for the shapes.
    """

    def __init__(self, model: TimedActionModel, context: Context) -> None:
        super().__init__()
        self.model = model
        self.setting, self.carried = started(_process(model), context)

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        """What is carried on, int64 (7,) of the action, whether it lies within the horizon (), and `Chances`."""
        given = iter(tensors)
        setting, carried = with_tensors(self.setting, given), with_tensors(self.carried, given)
        running = torch.ones_like(carried.progress.step, dtype=torch.bool)  # (1,)
        before, until_ms = (
            StaticStep(carried.progress, carried.hidden, running),
            torch.zeros_like(carried.progress.step),
        )
        step = draw_step(_process(self.model), setting, before, next(given), until_ms, is_first=True)
        chances = Chances(step.waits, step.marks)
        after = Carried(step.progress, step.hidden)
        action, is_running = action_numbers(setting, step.progress)[0], step.is_running[0]  # (7,), ()
        return *_only(after), action, is_running, *(tensor[0] for tensor in _only(chances))


def started(decoder: PointProcessDecoder, context: Context) -> tuple[Setting, Carried]:
    """What all steps of a window share, and what the first of them is told."""
    setting = decoder.setting(context, looks=False)
    return setting, Carried(progress_at_start(context), decoder.initial(context))


def _process(model: TimedActionModel) -> PointProcessDecoder:
    assert isinstance(model.decoder, PointProcessDecoder), "checked by whoever exports"
    return model.decoder


def _only(value: object) -> list[Tensor]:
    return [tensor for _, tensor in tensors_in(value)]
