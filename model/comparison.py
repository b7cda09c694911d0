"""The comparison of models on held-out windows: one protocol and one set of figures for all (docs/model.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from model.actions import ActionSequence
from model.batch import Batch, HistoryBatch, TargetBatch
from model.comparison_curves import Curves, curves_of
from model.comparison_split import first_windows
from model.dataset import WindowDataset, in_order, targets_in_order
from model.decoders.decoder import Decoder
from model.encoders.context import Context
from model.evaluate import spread_index, spread_windows
from model.kaplan_meier import fit_kaplan_meier, kaplan_meier_nats
from model.losses import LossParts
from model.metrics.calibration import ks_statistic, randomised_pit
from model.metrics.counts import count_figures
from model.metrics.kinds import kind_figures
from model.metrics.paths import path_figures
from model.metrics.sequences import ActionWindows, Floats, Ints, joined, produced_windows, true_windows
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

    def chosen(self, windows: Ints) -> Produced:
        """Those of the windows that int64 (N,) names, in growing order."""
        return Produced(tuple(draw.chosen(windows) for draw in self.draws), self.true.chosen(windows))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model came to on a split.

    Args:
        figures: by name.
        curves: for pictures.
    """

    figures: dict[str, float]
    curves: Curves


def floor_of(train: WindowDataset, most: int = 40_000) -> Tensor:
    """The Kaplan-Meier clock of the training windows, of at most `most` evenly over them; see `fit_kaplan_meier`."""
    return fit_kaplan_meier(targets_in_order(spread_windows(train, most), 512))


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
) -> Judgement:
    """Every figure of a model on a split, and what its pictures are drawn from.

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
    first, spread = first_windows(data, plan.energy_windows), spread_windows(judged, plan.energy_windows)
    total = judged.size + first.size + (0 if decode is None else spread.size)
    count = _Progress(total, on_windows)
    was_training = model.training
    model.train(False)
    try:
        likelihood, drawing = _Likelihood(model.decoder, floor, intervals), _Drawing(model.decoder, plan, decode)
        _see(model, judged, plan, device, (likelihood, drawing), count)
        made = drawing.produced()
        drawn = made if decode is None else produced(model, spread, plan, device, None, count)
        drawn = drawn.chosen(spread_index(drawn.true.size, plan.energy_windows))
        early = produced(model, first, plan, device, None, count)
    finally:
        model.train(was_training)
    pit = likelihood.pit(plan.seed)
    figures = {
        **likelihood.figures(),
        **({} if pit is None else {"pit_ks": ks_statistic(pit)}),
        **sequence_figures(made),
        "otd_energy": transport_energy(early.draws, early.true),
        "otd_energy_spread": transport_energy(drawn.draws, drawn.true),
        "windows": float(judged.size),
    }
    return Judgement(figures, curves_of(made.draws, made.true, pit))


def sequence_figures(made: Produced) -> dict[str, float]:
    """The figures of sequences alone, without the transport's energy score."""
    parts = (count_figures, timing_figures, kind_figures, path_figures)
    return {name: value for part in parts for name, value in part(made.draws, made.true).items()}


def produced(
    model: ComparedModel,
    data: WindowDataset,
    plan: ComparisonPlan,
    device: torch.device,
    decode: Decode | None,
    on_batch: Callable[[int], None],
) -> Produced:
    """What a model makes of the windows of `data`: draws, or the one sequence that `decode` gives."""
    drawing = _Drawing(model.decoder, plan, decode)
    _see(model, data, plan, device, (drawing,), on_batch)
    return drawing.produced()


@torch.inference_mode()
def _see(
    model: ComparedModel,
    data: WindowDataset,
    plan: ComparisonPlan,
    device: torch.device,
    witnesses: Sequence[_Likelihood | _Drawing],
    on_batch: Callable[[int], None],
) -> None:
    """Encode each window once and show it to all witnesses."""
    for batch in in_order(data, plan.batch):
        moved = batch.to(device)
        context = model.encode(moved.history)
        for witness in witnesses:
            witness.add(context, moved.target, batch)
        on_batch(batch.history.size)


class _Likelihood:
    """Nats by named part (`LossParts.report`), the floor's, and the calibration of the clock."""

    def __init__(self, decoder: Decoder, floor: Tensor, intervals: Intervals | None) -> None:
        self._decoder, self._floor, self._intervals = decoder, floor, intervals
        self._parts: LossParts | None = None
        self._floor_nats = 0.0
        self._ends: list[Floats] = []

    def add(self, context: Context, target: TargetBatch, batch: Batch) -> None:
        """Score a batch."""
        loss = self._decoder.loss(context, target)
        self._parts = loss if self._parts is None else self._parts + loss
        self._floor_nats += kaplan_meier_nats(self._floor, batch.target)
        if self._intervals is not None:
            self._ends.append(torch.stack(self._intervals(context, target)).cpu().numpy())

    def figures(self) -> dict[str, float]:
        """Of all batches, by name."""
        assert self._parts is not None, "no batch was scored"
        figures = self._parts.report()
        figures["kaplan_meier_nats_per_window"] = self._floor_nats / self._parts.windows.item()
        return figures

    def pit(self, seed: int) -> Floats | None:
        """The transform of all waits; the seed spreads them over their intervals."""
        if not self._ends:
            return None
        low, high = np.concatenate(self._ends, axis=1)
        return randomised_pit(low, high, np.random.default_rng(seed))


class _Drawing:
    """Draws of every window, each draw with a generator of its own; or the one sequence that is decoded."""

    def __init__(self, decoder: Decoder, plan: ComparisonPlan, decode: Decode | None) -> None:
        seeds = (plan.seed * 1_000_003 + draw for draw in range(plan.draws))
        own = [partial(decoder.sample, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
        self._makers: Sequence[Decode] = own if decode is None else (decode,)
        self._parts: list[list[ActionWindows]] = [[] for _ in self._makers]
        self._true: list[ActionWindows] = []

    def add(self, context: Context, target: TargetBatch, batch: Batch) -> None:  # noqa: ARG002 (the truth is on the CPU)
        """Draw a batch."""
        for make, part in zip(self._makers, self._parts, strict=True):
            part.append(produced_windows(make(context), batch.history))
        self._true.append(true_windows(batch.target, batch.history))

    def produced(self) -> Produced:
        """All batches together."""
        return Produced(tuple(joined(part) for part in self._parts), joined(self._true))


class _Progress:
    """Counts windows and tells about them."""

    def __init__(self, total: int, on_windows: OnWindows | None) -> None:
        self._done, self._total, self._on_windows = 0, total, on_windows

    def __call__(self, windows: int) -> None:
        self._done += windows
        if self._on_windows is not None:
            self._on_windows(self._done, self._total)
