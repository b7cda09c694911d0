"""Likelihood training: all steps of all windows at once, beside one step of all windows after another.

Both work out the same loss and its gradients for the same batch with the same weights; the loop is held to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import torch
from torch import Tensor
from torch.nn import functional

from model.actions import MAX_ACTIONS
from model.batch import Batch, TargetBatch
from model.config import load_config
from model.decoders.feedback import Setting
from model.decoders.legality import allowed_kinds
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import Marks, Progress, marks_of, progress_at_start
from model.distributions import log_probability_of, masked_log_probabilities
from model.encoders.context import Context
from model.state_layout import feature_layout
from model.timed_action_model import TimedActionModel
from tests.benchmarks.measurement import Measurement, best_seconds, measured
from tests.model.network_batches import moves, random_history

WINDOWS = 64
LONGEST = 60
"""Actions of the busiest window of a batch."""
ROUNDS, REPEATS = 8, 2


def measurements() -> Iterator[Measurement]:
    """Windows a second of the decoder's loss and its gradients."""
    torch.set_num_threads(1)
    model, batch = _model(), _batch()
    with torch.no_grad():
        context = model.encode(batch.history)
        at_once, looped = (work(model.decoder, context, batch.target) for work in (_at_once, _looped))
    if not torch.isclose(at_once, looped, rtol=1e-4):
        raise AssertionError(f"the loop works out another loss: {float(looped)} instead of {float(at_once)}")
    ways = {
        "at once": lambda: _at_once(model.decoder, context, batch.target),
        "padded": lambda: _looped(model.decoder, context, _padded(batch.target)),
        "trimmed": lambda: _looped(model.decoder, context, batch.target),
    }
    rounds = [[_windows_per_s(loss) for loss in ways.values()] for _ in range(ROUNDS)]  # in turns: load strikes all
    fast, padded, trimmed = (max(way) for way in zip(*rounds, strict=True))
    name = "training: all steps at once"
    yield measured(f"{name} (baseline: a loop over 100 steps)", fast, "windows/s", baseline=padded, goal="ratio >= 10")
    yield measured(f"{name} (baseline: a loop to the longest window's end)", fast, "windows/s", baseline=trimmed)


def _windows_per_s(loss: Callable[[], Tensor]) -> float:
    return WINDOWS / best_seconds(lambda: loss().backward(), repeats=REPEATS)


def _padded(target: TargetBatch) -> TargetBatch:
    """The target with room for 100 actions in each window, as the seed's decoders have it."""
    more = MAX_ACTIONS - target.kinds.shape[1]
    wide = {
        part.name: functional.pad(value, (0, 0) * (value.dim() - 2) + (0, more))
        for part in fields(target)
        if (value := getattr(target, part.name)).dim() > 1
    }
    return replace(target, **wide)


def _at_once(decoder: PointProcessDecoder, context: Context, target: TargetBatch) -> Tensor:
    terms = decoder.terms(context, target)
    return terms.survival.sum() + terms.clock.sum() + terms.kind.sum() + terms.place.sum()  # of moves, there is no more


def _looped(decoder: PointProcessDecoder, context: Context, target: TargetBatch) -> Tensor:
    """The same, one step of all windows after another: what a decoder costs that is written step by step."""
    setting, progress, hidden = decoder.setting(context), progress_at_start(context), decoder.initial(context)
    marks, total = marks_of(target), torch.zeros(())
    for step in range(target.kinds.shape[1] + 1):
        view = decoder.view(setting, progress)
        output, carried = decoder.recurrent(decoder.feedback(setting, progress, view).unsqueeze(1), hidden.unsqueeze(0))
        hidden = carried[0]
        acts, ends = target.lengths > step, target.lengths == step
        waited = decoder.clock.log_likelihood(output[:, 0], progress, target.waits_ms[:, step], acts)  # (B,)
        total = total + waited[acts | ends].sum()
        if step < target.kinds.shape[1]:
            action = Marks(*(getattr(marks, part.name)[:, step] for part in fields(Marks)))
            total = total + _mark_terms(decoder, setting, progress, hidden, action, acts)
            progress = progress.advanced(action)
    return total


def _mark_terms(
    decoder: PointProcessDecoder, setting: Setting, progress: Progress, hidden: Tensor, action: Marks, acts: Tensor
) -> Tensor:
    view, heads = decoder.view(setting, progress), decoder.marks
    carried_px = progress.carried_px(action.waits_ms)
    trunk = heads.trunk_after_wait(hidden, action.waits_ms, progress.elapsed_ms, carried_px)
    may = allowed_kinds(progress.held_buttons, progress.held_keys)
    kind = log_probability_of(masked_log_probabilities(heads.kind(trunk), may), action.kinds)
    trunk = heads.trunk_after_kind(trunk, action.kinds)
    corner_px = progress.corner_step(setting.pointer_px)
    mixture = heads.place_mixture(trunk, action.kinds, view, carried_px, corner_px, progress.hand_px)
    place = mixture.log_probability(progress.hand_step(action.delta))
    return (kind + place)[acts].sum()


def _model() -> TimedActionModel:
    torch.manual_seed(0)
    return TimedActionModel(load_config(None, ["encoder.dropout=0", "encoder.forgetting=0"]), feature_layout()).eval()


def _batch() -> Batch:
    history = random_history(WINDOWS, slots=20)
    states = torch.full((WINDOWS, 10, 128), torch.nan)
    # as people play: of windows after activity a third is empty, three actions are the median, a tenth has 25 and more
    lengths = [int(LONGEST * (row / WINDOWS) ** 4) for row in range(WINDOWS)]
    target: TargetBatch = moves([[600 // (LONGEST + 1)] * length for length in lengths])
    return Batch(replace(history, states=states), target)
