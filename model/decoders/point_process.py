"""The point process: actions one after another, each fed back, with survival to the horizon in the likelihood.

log L = sum of [log P(wait | past) + log p(kind | wait) + log p(button, key, scroll, place | wait, kind)]
        + log S(rest of the window | past); the number of actions falls out of S (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence
from model.batch import TargetBatch
from model.committed import Committed
from model.config import DecoderConfig
from model.decoders.clock import ClockHead
from model.decoders.decoder import Generators
from model.decoders.drawing import draw_sequences
from model.decoders.feedback import Feedback, Setting
from model.decoders.goal import Foreseen, GoalHead
from model.decoders.heads import MarkHeads, scroll_class
from model.decoders.legality import allowed_classes, allowed_kinds, is_legal
from model.decoders.mixture_clock import MixtureClockHead
from model.decoders.pointing import PointingHead, TokenReader
from model.decoders.progress import Marks, Progress, marks_of, progress_along
from model.decoders.targets import TargetReader, Targets, TargetView
from model.distributions import masked_log_probabilities, scored_rows, spread_rows
from model.encoders.context import Context
from model.encoders.hand_motion import last_hand_motion
from model.encoders.vision import aim_loss, press_labels
from model.losses import LossParts
from model.packing import PackedRows, pack_rows, run_recurrence
from model.state_layout import StateLayout


@dataclass(frozen=True, slots=True)
class StepTerms:
    """Log-probabilities of B windows of up to A actions; 0 where there is nothing to score, or what is there is given.

    Args:
        clock: float (B, A), of the waits before actions.
        survival: float (B,), of nothing after the last action for as long as the window was watched.
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


@dataclass(frozen=True, slots=True)
class TaughtWindows:
    """The N steps of B windows whose M actions are known: one more step than actions in each window.

    Args:
        rows: where the steps lie among (B, A + 1).
        steps, setting, view: (N, ...).
        hidden: float (N, H), remembered at each step.
        acts: bool (N,), whether an action follows.
        acting: int64 (M,), the steps that one follows.
        slots: int64 (M,), where the actions lie among the flattened (B (A + 1)).
        actions: (M,).
    """

    rows: PackedRows
    steps: Progress
    setting: Setting
    view: TargetView
    hidden: Tensor
    acts: Tensor
    acting: Tensor
    slots: Tensor
    actions: Marks

    @property
    def means(self) -> Tensor | None:
        """The means to what is wanted before each action, float (M, 5 + C), where they are known."""
        return None if self.setting.means is None else self.setting.means.index_select(0, self.acting)

    @property
    def before(self) -> Progress:
        """The progress before each action, (M,)."""
        return self.steps.chosen(self.acting)

    def placed(self, values: Tensor, target: TargetBatch) -> Tensor:
        """Values (M,) of the actions where these lie in the windows: (B, A), 0 in pads."""
        grid = torch.zeros(target.waits_ms.numel(), dtype=values.dtype, device=values.device)
        return grid.index_copy(0, self.slots, values).reshape(target.waits_ms.shape)[:, :-1]


class PointProcessDecoder(nn.Module):
    """Implements `model.decoders.decoder.Decoder` with one GRU vector as all its state."""

    def __init__(
        self, hidden: int, config: DecoderConfig, layout: StateLayout, keys: int, *, has_tokens: bool = False
    ) -> None:
        super().__init__()
        slots = TargetReader(layout)
        self.targets = TokenReader(hidden) if has_tokens else slots
        self.feedback = Feedback(hidden, keys, self.targets.told_width, context_aware=config.context_aware)
        self.goal = PointingHead(hidden) if has_tokens else GoalHead(hidden, slots.count)
        self.start = nn.Linear(hidden, hidden)
        self.context = nn.Linear(hidden, hidden)
        self.recurrent = nn.GRU(hidden, hidden, batch_first=True)
        self.clock = _clock(hidden, config)
        self.marks = MarkHeads(hidden, config.mixture, keys, points=config.pointer, has_means=has_tokens)

    @property
    def marginal(self) -> Tensor:
        """The clock that knows no context, which the clock started from."""
        return self.clock.marginal

    def start_from(self, log_probabilities: Tensor) -> None:
        """See `model.decoders.clock.ClockHead`."""
        self.clock.start_from(log_probabilities)

    def loss(self, context: Context, target: TargetBatch) -> LossParts:
        """The negative log-likelihood of what followed, by parts; see `LossParts`."""
        terms, weight = self.terms(context, target), target.weight  # (B,)

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
            actions=(target.scored.sum(dim=1) * weight).sum(),
            windows=weight.sum(),
            impossible=terms.impossible.sum(),
        )

    def sample(
        self,
        context: Context,
        generator: Generators,
        horizon_ms: int = HORIZON_MS,
        max_actions: int = MAX_ACTIONS,
        committed: Sequence[Committed] | None = None,
    ) -> list[ActionSequence]:
        """One drawn sequence a row, nothing pressed twice; see `model.decoders.drawing.draw_sequences`."""
        return draw_sequences(self, context, generator, horizon_ms, max_actions, committed)

    def terms(self, context: Context, target: TargetBatch) -> StepTerms:
        """The log-probability of each part of each step, teacher-forced; pads are never read."""
        known = self._taught(context, target)
        until_ms = known.rows.of(target.committed_ms.unsqueeze(1).expand_as(target.waits_ms))  # (N,)
        waits_ms = known.rows.of(target.waits_ms)  # (N,)
        logs = self._clock_terms(known.hidden, known.steps, waits_ms, known.acts, until_ms)  # (N,)
        before = known.before  # (M,)
        corner_px = before.corner_step(known.setting.pointer_px.index_select(0, known.acting))  # (M, 2)
        view, hidden = known.view.chosen(known.acting), known.hidden.index_select(0, known.acting)  # (M, ...), (M, H)
        legal, parts = self._mark_terms(hidden, before, known.actions, view, corner_px, known.means)

        def placed(values: Tensor) -> Tensor:
            return known.placed(values, target) * target.scored  # (B, A)

        kind, place, button, key, scroll = (placed(part) for part in parts)
        clock, survival = (
            placed(logs.index_select(0, known.acting)),
            logs.index_select(0, known.rows.last),
        )  # (B, A), (B,)
        return StepTerms(clock, survival, kind, place, button, key, scroll, placed(~legal))

    def kind_probabilities(self, context: Context, target: TargetBatch) -> Tensor:
        """How likely each kind was when each action happened, given all before it: float (B, A, 6), 0 in pads."""
        known = self._taught(context, target)
        before, waits_ms = known.before, known.actions.waits_ms  # (M,)
        carried_px, hidden = before.carried_px(waits_ms), known.hidden.index_select(0, known.acting)  # (M, 2), (M, H)
        trunk = self.marks.trunk_after_wait(hidden, waits_ms, before.elapsed_ms, carried_px)  # (M, H)
        logits = self.marks.kind_logits(trunk, known.means, known.view.chosen(known.acting))
        logs = masked_log_probabilities(logits, allowed_kinds(before.held_buttons, before.held_keys))  # (M, 6)
        return torch.stack([known.placed(column, target) for column in logs.exp().unbind(dim=1)], dim=-1)

    def _taught(self, context: Context, target: TargetBatch) -> TaughtWindows:
        marks, lengths = marks_of(target), target.lengths.unsqueeze(1)  # (B, 1)
        along = progress_along(context, marks)  # (B, A + 1)
        rows = pack_rows(along.step <= lengths)  # N steps: one more than actions in each window
        steps, setting = along.rows(rows), self.setting(context).rows(rows.sequences)
        view = self.view(setting, steps)
        inputs = self.feedback(setting, steps, view)  # (N, H)
        hidden = run_recurrence(self.recurrent, inputs, rows, self.initial(context))  # (N, H)
        acts = rows.of(along.step < lengths)  # (N,)
        acting = acts.nonzero().squeeze(1)  # (M,)
        slots = rows.slots[acting]  # (M,)
        actions = marks.at(slots - rows.sequences[acting])  # (M,); A + 1 steps a window, but A actions
        return TaughtWindows(rows, steps, setting, view, hidden, acts, acting, slots, actions)

    def _clock_terms(self, hidden: Tensor, steps: Progress, waits_ms: Tensor, acts: Tensor, until_ms: Tensor) -> Tensor:
        """See `ClockHead.log_likelihood`; of a wait that was going on at `until_ms` (N,), given that it was."""
        logs = self.clock.log_likelihood(hidden, steps, waits_ms, acts)  # (N,)
        lasted_ms = torch.minimum(until_ms - steps.elapsed_ms, waits_ms)  # (N,)
        rows = (lasted_ms > 0).nonzero().squeeze(1)  # (n,)
        if rows.numel() == 0:
            return logs
        none = torch.zeros_like(acts[rows])  # (n,)
        lasting = self.clock.log_likelihood(hidden[rows], steps.chosen(rows), lasted_ms[rows], none)  # (n,)
        return logs.index_add(0, rows, -lasting)

    def initial(self, context: Context) -> Tensor:
        """The hidden state before the first step, (B, H)."""
        return torch.tanh(self.start(context.fused))

    def setting(self, context: Context, *, looks: bool = True) -> Setting:
        """What all steps of each of B windows share; unless it looks, the same is worked out whatever it holds."""
        targets = self.targets.at_start(context, looks=looks)
        foreseen = self.foresee(context, targets)[0]
        told = self.targets.with_goals(targets, foreseen.log_probabilities[:, :-2])
        return Setting(
            context=self.context(context.fused),
            targets=told,
            pointer_px=context.pointer,
            is_seen=~context.history.pointer.isnan().any(dim=-1),
            canvas_px=context.history.canvas,
            means=told.means(foreseen.by_right, self.marks.key.out_features),
            memory=None if self.feedback.history is None else self.feedback.history.remember(context),
        )

    def goal_loss(self, context: Context, presses: Tensor) -> Tensor:
        """Mean nats of foreseeing the next presses float (B, 5), see `model.goals.next_presses`, and where they lie."""
        labels = press_labels(presses, context)
        foreseen, view = self.foresee(context, self.targets.at_start(context))
        return self.goal.nats(foreseen, view, labels).mean() + aim_loss(presses, context)

    def foresee(self, context: Context, targets: Targets) -> tuple[Foreseen, TargetView]:
        """What the next presses fall on, and the targets (as at the windows' start) from the hand."""
        still = torch.zeros_like(context.pointer)
        view = self.targets(targets, still, last_hand_motion(context.history).velocity)
        if isinstance(self.goal, GoalHead):
            return self.goal(context.fused, context.afresh, view), view
        assert context.seen is not None, "the encoder looks at tokens where the decoder points at them"
        apart = context.seen.apart[:, : view.is_known.shape[1]]  # (B, K, W)
        return self.goal(context.fused, context.afresh, apart, view), view

    def view(self, setting: Setting, progress: Progress) -> TargetView:
        """The targets before each of N steps."""
        view: TargetView = self.targets(setting.targets, progress.displacement_px, progress.velocity)
        return view

    def _mark_terms(
        self,
        hidden: Tensor,
        before: Progress,
        actions: Marks,
        view: TargetView,
        corner_px: Tensor,
        means: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Of M actions: whether they are legal (M,), and kind, place, button, key and scroll (M,) each."""
        kinds, legal = actions.kinds, is_legal(before, actions)
        carried_px = before.carried_px(actions.waits_ms)  # (M, 2)
        trunk = self.marks.trunk_after_wait(hidden, actions.waits_ms, before.elapsed_ms, carried_px)  # (M, H)
        logits, may = self.marks.kind_logits(trunk, means, view), allowed_kinds(before.held_buttons, before.held_keys)
        kind = scored_rows(legal, kinds, logits, may)
        trunk = self.marks.trunk_after_kind(trunk, kinds)  # (M, H)
        pushes = legal & ((kinds == ActionKind.PRESS) | (kinds == ActionKind.RELEASE))
        keys = legal & (kinds >= ActionKind.KEY_PRESS)
        may_push = allowed_classes(kinds, before.held_buttons, ActionKind.PRESS)  # (M, 3)
        may_key = allowed_classes(kinds, before.held_keys, ActionKind.KEY_PRESS)  # (M, K)
        return legal, (
            kind,
            self._place_terms(trunk, before, actions, view, corner_px),
            scored_rows(pushes, actions.buttons, self.marks.button_logits(trunk, means), may_push),
            scored_rows(keys, actions.keys, self.marks.key_logits(trunk, means), may_key),
            scored_rows(
                kinds == ActionKind.SCROLL, scroll_class(actions.scrolls), self.marks.scroll_logits(trunk, means), None
            ),
        )

    def _place_terms(
        self, trunk: Tensor, before: Progress, actions: Marks, view: TargetView, corner_px: Tensor
    ) -> Tensor:
        placed = (actions.kinds < ActionKind.KEY_PRESS).nonzero().squeeze(1)  # (m,)
        step_px, carried_px = before.hand_step(actions.delta), before.carried_px(actions.waits_ms)  # (M, 2)
        kinds, view = actions.kinds[placed], view.chosen(placed)
        places = (each[placed] for each in (carried_px, corner_px, before.hand_px))
        mixture = self.marks.place_mixture(trunk.index_select(0, placed), kinds, view, *places)
        return spread_rows(mixture.log_probability(step_px[placed]), placed, len(actions.kinds))


def _clock(hidden: int, config: DecoderConfig) -> ClockHead | MixtureClockHead:
    if config.clock == "mixture":
        return MixtureClockHead(hidden, multi_scale=config.multi_scale)
    return ClockHead(hidden)
