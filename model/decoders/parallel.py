"""The parallel decoders: every action slot of a window at once, none knowing what another one says.

`parallel` says how many slots count; `parallel_cumulative` counts the slots whose times, summed up, lie in the window.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionSequence
from model.batch import TargetBatch
from model.config import TimingLossConfig
from model.decoders.decoder import Generators, row_uniforms
from model.decoders.plain import PlainDecoder, check_window, sequences_of
from model.decoders.plain_heads import LENGTH, UNIFORMS, WAIT, PlainHeads, class_of
from model.decoders.progress import marks_of
from model.decoders.quantiles import CROSSING_MS, MEDIAN, QuantileHead, censored_pinball, pinball, wait_of
from model.decoders.taught import TaughtSteps, loss_parts, taught_steps
from model.decoders.timing_loss import timing_loss
from model.encoders.context import Context
from model.losses import LossParts


class SlotProcessors(nn.Module):
    """(B, H) -> (B, S, H): one layer for each slot."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        bound = hidden**-0.5
        self.weight = nn.Parameter(torch.empty(MAX_ACTIONS, hidden, hidden).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(MAX_ACTIONS, hidden).uniform_(-bound, bound))

    def forward(self, fused: Tensor, slots: int) -> Tensor:
        """The first `slots` slots."""
        return functional.relu(torch.einsum("bh,shk->bsk", fused, self.weight[:slots]) + self.bias[:slots])


class ParallelDecoder(PlainDecoder):
    """Implements `model.decoders.decoder.Decoder`.

    Its clock is the pinball loss of the waits, and its survival the cross-entropy of the length; with cumulative times,
    the pinball loss of the wait that runs past the horizon. Neither is a likelihood.

    Args:
        hidden: H.
        keys: K.
        cumulative: whether the times tell the length; otherwise a head of its own does.
        timing: what is added to the loss, None for nothing; only for a decoder with a length head.
    """

    def __init__(self, hidden: int, keys: int, *, cumulative: bool, timing: TimingLossConfig | None) -> None:
        super().__init__()
        self.slots = SlotProcessors(hidden)
        self.waits = QuantileHead(hidden)
        self.marks = PlainHeads(hidden, keys)
        self.length = None if cumulative else nn.Linear(hidden, MAX_ACTIONS + 1)
        self.timing = timing

    def loss(self, context: Context, target: TargetBatch) -> LossParts:
        """See the class; the marks are negative log-likelihoods."""
        taught = taught_steps(context, target)
        has_slot = taught.steps.step < MAX_ACTIONS  # (N,)
        hidden = self.slots(context.fused, min(target.mask.shape[1] + 1, MAX_ACTIONS))  # (B, S, H)
        step = taught.steps.step.clamp(max=MAX_ACTIONS - 1)  # (N,)
        rows = hidden[taught.rows.sequences, step]  # (N, H)
        acting = rows[taught.acts]  # (M, H)
        waits = pinball(self.waits(acting), taught.waits_ms[taught.acts])  # (M,)
        clock = (waits * taught.weight[taught.acts]).sum()
        marks = self.marks.losses(acting, taught.actions, taught.place_px, taught.canvas_px[taught.acts])
        if self.length is None:
            survival = self._ending(taught, rows, has_slot & ~taught.acts)
        else:
            survival = self._length_loss(self.length(context.fused), target, hidden)
        return loss_parts(taught, target, clock, survival, marks)

    def sample(
        self, context: Context, generator: Generators, horizon_ms: int = HORIZON_MS, max_actions: int = MAX_ACTIONS
    ) -> list[ActionSequence]:
        """One sequence a row, every slot drawn from its own heads; see `decode` for what may come out."""
        check_window(horizon_ms, max_actions)
        uniforms = row_uniforms(generator, context.size, MAX_ACTIONS, UNIFORMS, context.fused.device)
        return self._sequences(context, uniforms, horizon_ms, max_actions)

    def decode(self, context: Context) -> list[ActionSequence]:
        """Medians, means and most likely classes.

        Nothing keeps the length and the times in agreement: a sequence that runs past the horizon has an endless one.
        Nothing is known of what is held: buttons may be pressed twice.
        """
        return self._sequences(context, None, HORIZON_MS, MAX_ACTIONS)

    @torch.inference_mode()
    def _sequences(
        self, context: Context, uniforms: Tensor | None, horizon_ms: int, max_actions: int
    ) -> list[ActionSequence]:
        lengths, slots = None, MAX_ACTIONS
        if self.length is not None:
            drawn = class_of(self.length(context.fused), None if uniforms is None else uniforms[:, 0], LENGTH)
            lengths = drawn.clamp(max=max_actions)  # (B,)
            slots = int(lengths.max())
        hidden = self.slots(context.fused, slots)  # (B, S, H)
        levels = None if uniforms is None else uniforms[:, :slots, WAIT].flatten()  # (B S,)
        waits_ms = wait_of(self.waits(hidden).flatten(0, 1), levels).reshape(context.size, slots)  # (B, S)
        if lengths is None:
            lengths = (waits_ms.cumsum(dim=1) < HORIZON_MS).sum(dim=1).clamp(max=max_actions)
        longest = int(lengths.max())
        canvas_px = context.history.canvas.repeat_interleave(longest, dim=0)  # (B S, 2)
        flat = None if uniforms is None else uniforms[:, :longest].flatten(0, 1)  # (B S, 6)
        marks = self.marks.guess(hidden[:, :longest].flatten(0, 1), canvas_px, flat)
        guess = marks.grid(context.size, longest)
        return sequences_of(context, waits_ms[:, :longest], guess, lengths, horizon_ms)

    def _ending(self, taught: TaughtSteps, rows: Tensor, ends: Tensor) -> Tensor:
        """The loss of the waits after the last actions: they must reach the horizon. A full window has no slot left."""
        crossing = censored_pinball(self.waits(rows[ends]), taught.waits_ms[ends] + CROSSING_MS)
        return (crossing * taught.weight[ends]).sum()

    def _length_loss(self, logits: Tensor, target: TargetBatch, hidden: Tensor) -> Tensor:
        """The loss of the length under logits (B, 101), and what is added for the times."""
        loss = functional.cross_entropy(logits, target.lengths, reduction="none")  # (B,)
        total = (loss * target.weight).sum()
        if self.timing is None or target.mask.shape[1] == 0:
            return total
        marks, slots = marks_of(target), target.mask.shape[1]
        medians_ms = self.waits(hidden[:, :slots])[..., MEDIAN]  # (B, A)
        return total + timing_loss(self.timing, medians_ms, marks.waits_ms, target.mask, logits, target.weight)
