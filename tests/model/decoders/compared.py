"""What the tests of the compared decoders share."""

from __future__ import annotations

from dataclasses import replace

import torch

from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from model.actions import HORIZON_MS, ActionKind, ActionSequence, TimedAction
from model.batch import Batch, TargetBatch
from model.config import DecoderConfig, ModelConfig, TimingLossConfig
from model.encoder_config import EncoderConfig
from model.timed_action_model import TimedActionModel
from tests.model.network_batches import moves, random_history, row_of, target_of, tiny_model

TIMING = TimingLossConfig(overrun=0.1, length=0.1, coherence=0.1)
PARALLEL = {
    "parallel": DecoderConfig("parallel"),
    "cumulative": DecoderConfig("parallel_cumulative"),
    "timing": DecoderConfig("parallel", timing=TIMING),
    "as_written": DecoderConfig("parallel", timing=TimingLossConfig(as_written=True)),
}
STEPWISE = {
    "sequential": DecoderConfig("sequential"),
    "as_written": DecoderConfig("sequential", as_written=True),
    "attention": DecoderConfig("attention"),
    "sequential_scales": DecoderConfig("sequential", multi_scale=True),
    "sequential_aware": DecoderConfig("sequential", context_aware=True),
    "attention_scales": DecoderConfig("attention", multi_scale=True),
}

EVERY_KIND = ActionSequence(
    (
        TimedAction(0.0, ActionKind.MOVE, 20, 30),
        TimedAction(0.016, ActionKind.PRESS, 20, 30, button=MouseButton.LEFT),
        TimedAction(0.084, ActionKind.RELEASE, 21, 30, button=MouseButton.LEFT),
        TimedAction(0.1, ActionKind.SCROLL, 21, 30, scroll=-2),
        TimedAction(0.1, ActionKind.KEY_PRESS, 21, 30, key="a"),
        TimedAction(0.05, ActionKind.KEY_RELEASE, 21, 30, key="a"),
    )
)


def compared_model(decoder: DecoderConfig, seed: int = 0) -> TimedActionModel:
    return tiny_model(seed, ModelConfig(EncoderConfig(hidden=16, dropout=0.0), decoder))


def every_kind(slots: int | None = None) -> Batch:
    """Four windows: one with an action of every kind, one with a move, two without."""
    history = random_history(4)
    move = ActionSequence((TimedAction(0.3, ActionKind.MOVE, 5, 6),))
    return Batch(history, target_of([EVERY_KIND, move, ActionSequence(()), ActionSequence(())], history, slots))


def with_other_pads(target: TargetBatch) -> TargetBatch:
    """The same windows with other numbers wherever nothing is."""
    pads = ~target.mask
    beyond = torch.arange(target.waits_ms.shape[1]) > target.lengths.unsqueeze(1)
    return replace(
        target,
        waits_ms=torch.where(beyond, 77, target.waits_ms),
        kinds=torch.where(pads, 1, target.kinds),
        delta=torch.where(pads.unsqueeze(-1), 999, target.delta),
        buttons=torch.where(pads, 2, target.buttons),
        keys=torch.where(pads, 3, target.keys),
        scrolls=torch.where(pads, 4, target.scrolls),
    )


def without_gradient(model: TimedActionModel, batch: Batch) -> list[str]:
    """The decoder's weights that the loss does not move at all."""
    model.zero_grad()
    model.loss(batch).total.backward()
    named = ((name, weight.grad) for name, weight in model.named_parameters() if name.startswith("decoder."))
    return [name for name, gradient in named if gradient is None or not bool(gradient.abs().sum() > 0)]


def elapsed_ms(sequence: ActionSequence) -> int:
    return sum(round(1000 * action.wait_s) for action in sequence.actions)


def is_told_of_overrun(sequence: ActionSequence) -> bool:
    return (elapsed_ms(sequence) >= HORIZON_MS) == (sequence.horizon_s == float("inf"))


def events_of(sequence: ActionSequence) -> tuple[type, ...]:
    """The kinds of event that a sequence turns into, which checks that every action is complete."""
    known = (PointerMove, ButtonPress, ButtonRelease, WheelScroll, KeyPress, KeyRelease)
    events = sequence.events(0, Author.AGENT)
    assert all(isinstance(event, known) for event in events)
    return tuple(type(event) for event in events)


def generators(rows: int, seed: int = 0) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(seed + row) for row in range(rows)]


def totals_with_other_pads(config: DecoderConfig) -> list[float]:
    """The loss of the same windows: with pads, with other numbers in them, and without any."""
    model, batch = compared_model(config), every_kind(slots=9)
    other = Batch(batch.history, with_other_pads(batch.target))
    few = Batch(batch.history, every_kind().target)
    return [model.loss(each).total.item() for each in (batch, other, few)]


def has_finite_loss(config: DecoderConfig, waits_ms: list[list[int]]) -> bool:
    """Of moves after such waits; its gradient, too."""
    model = compared_model(config)
    loss = model.loss(Batch(random_history(len(waits_ms)), moves(waits_ms)))
    loss.total.backward()
    gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
    return bool(loss.total.isfinite()) and all(bool(gradient.isfinite().all()) for gradient in gradients)


def is_drawn_alone_as_among_others(model: TimedActionModel) -> bool:
    history = random_history(8)
    together = model.sample(history, generators(8))
    return all(
        model.sample(row_of(history, row), [torch.Generator().manual_seed(row)]) == [together[row]] for row in (0, 7)
    )


def is_cut_as_asked(model: TimedActionModel, horizon_ms: int, max_actions: int) -> bool:
    """Whether a shorter horizon and fewer actions give the same draws, cut."""
    history = random_history(6)
    whole, short = model.sample(history, generators(6)), model.sample(history, generators(6), horizon_ms, max_actions)
    for sequence, cut in zip(whole, short, strict=True):
        prefixes = [ActionSequence(sequence.actions[:length], 1e9) for length in range(max_actions + 1)]
        longest = max(len(prefix.actions) for prefix in prefixes if elapsed_ms(prefix) < horizon_ms)
        if cut != ActionSequence(sequence.actions[:longest], horizon_ms / 1000):
            return False
    return model.sample(history, generators(6), max_actions=0) == [ActionSequence(())] * 6
