"""The point process: actions one after another, each fed back, with survival to the horizon in the likelihood.

log L = sum of [log P(wait | past) + log p(kind | wait) + log p(button, key, scroll, place | wait, kind)]
        + log S(rest of the horizon | past); the number of actions falls out of S (docs/model.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence
from model.batch import TargetBatch
from model.decoders.decoder import Generators
from model.decoders.drawing import draw_sequences
from model.decoders.feedback import Feedback
from model.decoders.heads import ClockHead, MarkHeads, scroll_class
from model.decoders.legality import WAIT_CLASSES, allowed_classes, allowed_kinds, allowed_waits, is_legal
from model.decoders.progress import Marks, Progress, marks_of, progress_along
from model.decoders.targets import TargetReader, TargetView
from model.distributions import log_probability_of, masked_log_probabilities
from model.encoders.context import Context
from model.losses import LossParts
from model.state_layout import StateLayout


@dataclass(frozen=True, slots=True)
class StepTerms:
    """Log-probabilities of B windows of up to A actions; 0 where there is nothing to score.

    Args:
        clock: float (B, A), of the waits before actions.
        survival: float (B,), of the wait past the last action.
        kind, place, button, key, scroll: float (B, A).
        impossible: bool (B, A), actions that no legal hand can make; their kind, button and key are not scored.
    """

    clock: Tensor
    survival: Tensor
    kind: Tensor
    place: Tensor
    button: Tensor
    key: Tensor
    scroll: Tensor
    impossible: Tensor


class PointProcessDecoder(nn.Module):
    """Implements `model.decoders.decoder.Decoder` with one GRU vector as all its state."""

    def __init__(self, hidden: int, mixture: int, layout: StateLayout, keys: int) -> None:
        super().__init__()
        self.targets = TargetReader(layout)
        self.feedback = Feedback(hidden, keys, self.targets.count)
        self.start = nn.Linear(hidden, hidden)
        self.context = nn.Linear(hidden, hidden)
        self.recurrent = nn.GRU(hidden, hidden, batch_first=True)
        self.clock = ClockHead(hidden)
        self.marks = MarkHeads(hidden, mixture, keys)

    def loss(self, context: Context, target: TargetBatch) -> LossParts:
        """The negative log-likelihood of what followed, by parts; see `LossParts`."""
        terms = self.terms(context, target)
        weight = target.weight  # (B,)

        def summed(values: Tensor) -> Tensor:
            return -(values.sum(dim=1) * weight).sum()

        return LossParts(
            clock=summed(terms.clock),
            survival=-(terms.survival * weight).sum(),
            kind=summed(terms.kind),
            place=summed(terms.place),
            button=summed(terms.button),
            key=summed(terms.key),
            scroll=summed(terms.scroll),
            actions=(target.lengths * weight).sum(),
            windows=weight.sum(),
            impossible=terms.impossible.sum(),
        )

    def sample(
        self, context: Context, generator: Generators, horizon_ms: int = HORIZON_MS, max_actions: int = MAX_ACTIONS
    ) -> list[ActionSequence]:
        """One drawn sequence a row; see `model.decoders.drawing.draw_sequences`."""
        return draw_sequences(self, context, generator, horizon_ms, max_actions)

    def terms(self, context: Context, target: TargetBatch) -> StepTerms:
        """The log-probability of each part of each step, teacher-forced; pads are never read."""
        marks, mask = marks_of(target), target.mask
        progress = progress_along(context, marks, mask)
        view = self.view(context, self.targets.identity(context), progress)
        hidden, _ = self.recurrent(self.inputs(context, progress, view), self.initial(context).unsqueeze(0))
        survived_ms = target.waits_ms.gather(1, mask.sum(dim=1, keepdim=True)).squeeze(1)  # (B,)
        clock, survival = self._clock_terms(hidden, progress, marks, mask, survived_ms)
        legal = is_legal(progress.before_actions(), marks) & mask  # (B, A)
        parts = self._mark_terms(hidden[:, :-1][mask], progress, marks, view, mask, legal[mask])
        kind, place, button, key, scroll = (_scattered(part, mask) for part in parts)
        return StepTerms(clock, survival, kind, place, button, key, scroll, mask & ~legal)

    def initial(self, context: Context) -> Tensor:
        """The hidden state before the first step, (B, H)."""
        return torch.tanh(self.start(context.fused))

    def view(self, context: Context, identity: Tensor, progress: Progress) -> TargetView:
        """The targets before each step."""
        view: TargetView = self.targets(context, identity, progress.displacement_px, progress.approach_px)
        return view

    def inputs(self, context: Context, progress: Progress, view: TargetView) -> Tensor:
        """What the GRU reads at each step, (B, S, H): the feedback with the context added."""
        fed_back = self.feedback(context, progress, view)  # (B, S, H)
        return functional.silu(fed_back + self.context(context.fused).unsqueeze(1))

    def _clock_terms(
        self, hidden: Tensor, progress: Progress, marks: Marks, mask: Tensor, survived_ms: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The waits before actions (B, A), and that none came within int64 (B,) ms after the last (B,)."""
        lengths = mask.sum(dim=1, keepdim=True)  # (B, 1)
        scored, is_last = progress.step <= lengths, progress.step == lengths  # (B, A + 1)
        allowed = allowed_waits(progress.step[scored], progress.elapsed_ms[scored])  # (N, 601)
        logs = masked_log_probabilities(self.clock(hidden[scored]), allowed)  # (N, 601)
        before_action = ~is_last[scored]  # (N,)
        clock = log_probability_of(logs[before_action], marks.waits_ms[mask])  # (N - B,)
        too_soon = torch.arange(WAIT_CLASSES, device=hidden.device) < survived_ms.unsqueeze(1)  # (B, 601)
        survival = logs[~before_action].masked_fill(too_soon, -torch.inf).logsumexp(dim=-1)  # (B,)
        return _scattered(clock, mask), survival

    def _mark_terms(
        self, hidden: Tensor, progress: Progress, marks: Marks, view: TargetView, mask: Tensor, legal: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Kind, place, button, key and scroll of the N real actions, (N,) each."""
        before = progress.before_actions()
        kinds, held_buttons, held_keys = marks.kinds[mask], before.held_buttons[mask], before.held_keys[mask]
        trunk = self.marks.trunk_after_wait(hidden, marks.waits_ms[mask], before.elapsed_ms[mask])
        kind = _scored(legal, kinds, self.marks.kind(trunk), allowed_kinds(held_buttons, held_keys))
        trunk = self.marks.trunk_after_kind(trunk, kinds)  # (N, H)
        pushes = legal & ((kinds == ActionKind.PRESS) | (kinds == ActionKind.RELEASE))
        keys = legal & ((kinds == ActionKind.KEY_PRESS) | (kinds == ActionKind.KEY_RELEASE))
        may_push = allowed_classes(kinds, held_buttons, ActionKind.PRESS)
        may_key = allowed_classes(kinds, held_keys, ActionKind.KEY_PRESS)
        scrolls, notches = kinds == ActionKind.SCROLL, scroll_class(marks.scrolls[mask])
        return (
            kind,
            self._place_terms(trunk, kinds, marks.delta[mask], view.before_actions().rows(mask)),
            _scored(pushes, marks.buttons[mask], self.marks.button(trunk), may_push),
            _scored(keys, marks.keys[mask], self.marks.key(trunk), may_key),
            _scored(scrolls, notches, self.marks.scroll(trunk), None),
        )

    def _place_terms(self, trunk: Tensor, kinds: Tensor, delta: Tensor, view: TargetView) -> Tensor:
        placed = kinds < ActionKind.KEY_PRESS  # (N,)
        mixture = self.marks.place_mixture(trunk[placed], kinds[placed], view.rows(placed))
        return _scattered(mixture.log_probability(delta[placed]), placed)


def _scored(chosen: Tensor, classes: Tensor, logits: Tensor, allowed: Tensor | None) -> Tensor:
    """Log-probabilities (N,) of the classes of the chosen rows, 0 in the others."""
    rows = logits[chosen]  # (n, C)
    possible = torch.ones_like(rows, dtype=torch.bool) if allowed is None else allowed[chosen]  # (n, C)
    return _scattered(log_probability_of(masked_log_probabilities(rows, possible), classes[chosen]), chosen)


def _scattered(values: Tensor, places: Tensor) -> Tensor:
    """Values at the True places of a mask, in order, 0 elsewhere: the mask's shape."""
    return torch.zeros(places.shape, dtype=values.dtype, device=values.device).masked_scatter(places, values)
