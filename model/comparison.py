"""The comparison of models on held-out windows: one protocol and one set of figures for all (docs/model.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from model.actions import ActionSequence
from model.batch import Batch, HistoryBatch, TargetBatch
from model.comparison_split import first_windows
from model.dataset import WindowDataset, in_order
from model.decoders.decoder import Decoder
from model.encoders.context import Context
from model.evaluate import spread_windows
from model.kaplan_meier import fit_kaplan_meier, kaplan_meier_nats
from model.losses import LossParts
from model.metrics.calibration import ks_statistic, randomised_pit
from model.metrics.counts import count_figures
from model.metrics.kinds import kind_figures
from model.metrics.paths import path_figures
from model.metrics.sequences import ActionWindows, joined, produced_windows, true_windows
from model.metrics.timing import timing_figures
from model.metrics.transport import transport_energy

Decode = Callable[[Context], list[ActionSequence]]
"""One sequence a row, always the same: medians and most likely classes."""
Intervals = Callable[[Context, TargetBatch], tuple[Tensor, Tensor]]
"""See `model.decoders.wait_intervals`."""
OnWindows = Callable[[int, int], None]
"""Told how many windows are done, and of how many."""


class ComparedModel(Protocol):
    """What is compared: a history encoded, and a decoder of what follows."""

    training: bool

    @property
    def decoder(self) -> Decoder:
        """Its losses and its draws."""
        ...

    def encode(self, history: HistoryBatch) -> Context:
        """The context of each history."""
        ...

    def train(self, mode: bool) -> object:
        """Whether dropout and its like are active."""
        ...


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """How much is drawn.

    Args:
        draws: of each window.
        energy_windows: of the transport's energy score: so many from the split's start, and so many evenly over it.
        most_windows: of everything else, evenly over the split; None: all.
        batch: windows that are drawn at once.
        seed: of all draws; each draw has a generator of its own.
    """

    draws: int = 12
    energy_windows: int = 600
    most_windows: int | None = None
    batch: int = 256
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Produced:
    """Draws of the same windows, and what was really done in them."""

    draws: tuple[ActionWindows, ...]
    true: ActionWindows


def floor_of(train: WindowDataset, most: int = 40_000) -> Tensor:
    """The Kaplan-Meier clock of the training windows, of at most `most` evenly over them; see `fit_kaplan_meier`."""
    return fit_kaplan_meier(batch.target for batch in in_order(spread_windows(train, most), 512))


def compare_model(
    model: ComparedModel,
    data: WindowDataset,
    floor: Tensor,
    plan: ComparisonPlan = ComparisonPlan(),
    device: torch.device = torch.device("cpu"),  # noqa: B008 (it is a value)
    *,
    decode: Decode | None = None,
    intervals: Intervals | None = None,
    on_windows: OnWindows | None = None,
) -> dict[str, float]:
    """Every figure of a model on a split, by name.

    Args:
        model: left in the mode that it was in.
        data: the windows that count.
        floor: from `floor_of`.
        plan: how much is drawn.
        device: where the model is.
        decode: how the model's sequences are made for all figures but energy scores; None: drawn.
        intervals: of the model's clock; None: it has none, and there is no "pit_ks".
        on_windows: progress, over everything.
    """
    judged = data if plan.most_windows is None else spread_windows(data, plan.most_windows)
    first, spread = first_windows(data, plan.energy_windows), spread_windows(data, plan.energy_windows)
    count = _Progress(judged.size * 2 + first.size + spread.size, on_windows)
    was_training = model.training
    model.train(False)
    try:
        figures = likelihood_figures(model, judged, floor, plan, device, intervals, count)
        figures |= sequence_figures(produced(model, judged, plan, device, decode, count))
        for name, windows in (("otd_energy", first), ("otd_energy_spread", spread)):
            drawn = produced(model, windows, plan, device, None, count)
            figures[name] = transport_energy(drawn.draws, drawn.true)
    finally:
        model.train(was_training)
    return figures | {"windows": float(judged.size)}


def sequence_figures(made: Produced) -> dict[str, float]:
    """The figures of sequences alone, without the transport's energy score."""
    parts = (count_figures, timing_figures, kind_figures, path_figures)
    return {name: value for part in parts for name, value in part(made.draws, made.true).items()}


@torch.inference_mode()
def likelihood_figures(
    model: ComparedModel,
    data: WindowDataset,
    floor: Tensor,
    plan: ComparisonPlan,
    device: torch.device,
    intervals: Intervals | None,
    on_batch: Callable[[int], None],
) -> dict[str, float]:
    """Nats by named part (`LossParts.report`), the floor's, and the calibration of the clock."""
    parts: LossParts | None = None
    floor_nats, ends = 0.0, []
    for batch in in_order(data, plan.batch):
        context, target = _encoded(model, batch, device)
        loss = model.decoder.loss(context, target)
        parts = loss if parts is None else parts + loss
        floor_nats += kaplan_meier_nats(floor, batch.target)
        if intervals is not None:
            ends.append(torch.stack(intervals(context, target)).cpu().numpy())
        on_batch(batch.history.size)
    assert parts is not None
    figures = parts.report() | {"kaplan_meier_nats_per_window": floor_nats / parts.windows.item()}
    if ends:
        low, high = np.concatenate(ends, axis=1)
        figures["pit_ks"] = ks_statistic(randomised_pit(low, high, np.random.default_rng(plan.seed)))
    return figures


@torch.inference_mode()
def produced(
    model: ComparedModel,
    data: WindowDataset,
    plan: ComparisonPlan,
    device: torch.device,
    decode: Decode | None,
    on_batch: Callable[[int], None],
) -> Produced:
    """What a model makes of the windows of `data`: draws, or the one sequence that `decode` gives.

    Each history is encoded once, whatever the number of draws.
    """
    generators = [torch.Generator().manual_seed(plan.seed * 1_000_003 + draw) for draw in range(plan.draws)]
    parts: list[list[ActionWindows]] = [[] for _ in (generators if decode is None else (None,))]
    true: list[ActionWindows] = []
    for batch in in_order(data, plan.batch):
        context, _ = _encoded(model, batch, device)
        for draw, part in enumerate(parts):
            made = model.decoder.sample(context, generators[draw]) if decode is None else decode(context)
            part.append(produced_windows(made, batch.history))
        true.append(true_windows(batch.target, batch.history))
        on_batch(batch.history.size)
    return Produced(tuple(joined(part) for part in parts), joined(true))


def _encoded(model: ComparedModel, batch: Batch, device: torch.device) -> tuple[Context, TargetBatch]:
    batch = batch.to(device)
    return model.encode(batch.history), batch.target


class _Progress:
    """Counts windows and tells about them."""

    def __init__(self, total: int, on_windows: OnWindows | None) -> None:
        self._done, self._total, self._on_windows = 0, total, on_windows

    def __call__(self, windows: int) -> None:
        self._done += windows
        if self._on_windows is not None:
            self._on_windows(self._done, self._total)
