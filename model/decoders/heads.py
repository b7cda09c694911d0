"""The heads of the point process: kind given the wait; button, key, scroll and place given the wait and the kind.

Letters: N actions, one a row; H hidden width; M mixture components; K targets; E target width.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, ActionKind
from model.class_ranges import range_log_probability
from model.decoders.legality import PAST_HORIZON, WAIT_CLASSES, allowed_waits
from model.decoders.progress import Progress
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.distributions import PlaceMixture, bounded_log_scale, masked_log_probabilities, signed_exp, signed_log

MAX_NOTCHES = 5
LONGEST_IDLE_MS = 600
"""A gap that has lasted so long before the window has no rhythm left."""
_WAIT_WIDTH = 16
_NARROWEST_LOG, _WIDEST_LOG = -2.0, 3.0
_AIM_BIAS = -2.0
_PLACE_WIDTH = 7 + TARGET_WIDTH
_STAY_LOGIT = 1.5
_UNFITTED_SURVIVAL = 0.3


def unfitted_clock() -> Tensor:
    """Log-probabilities float64 (601,) of a clock that nothing is known of."""
    shares = torch.full((WAIT_CLASSES,), (1.0 - _UNFITTED_SURVIVAL) / HORIZON_MS, dtype=torch.float64)
    shares[PAST_HORIZON] = _UNFITTED_SURVIVAL
    return shares.log()


class ClockHead(nn.Module):
    """(N, H) -> log-probabilities of the 601 waits (N, 601); starts as what is known of waits in general.

    A window begins at any moment between two actions. What is left of that gap depends on how long it has lasted, so
    the first wait is foreseen twice over, in time since the window's start (a game's tick starts things) and in time
    since the last action before it (hands and timers have a rhythm of their own); the logits add up.
    """

    marginal: Tensor

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, WAIT_CLASSES)
        self.gap = nn.Linear(hidden, HORIZON_MS + LONGEST_IDLE_MS)
        for layer in (self.project, self.gap):
            nn.init.normal_(layer.weight, std=0.1 / hidden**0.5)
        nn.init.zeros_(self.gap.bias)
        self.register_buffer("marginal", unfitted_clock())
        self.start_from(self.marginal)

    def start_from(self, log_probabilities: Tensor) -> None:
        """Start from the data's own waits, so that no length collapses before anything is learned.

        Args:
            log_probabilities: float64 (601,), of `model.kaplan_meier`; kept beside the weights for comparison.
        """
        with torch.no_grad():
            self.marginal.copy_(log_probabilities)
            self.project.bias.copy_(log_probabilities)

    def log_probabilities(self, hidden: Tensor, progress: Progress, *, are_first: bool | None = None) -> Tensor:
        """Of each wait that can follow N steps, -inf for the others: float (N, 601).

        Args:
            hidden: float (N, H).
            progress: of the steps.
            are_first: whether they are the first of their windows, all or none of them; None: it is looked up.
        """
        logits: Tensor = self.project(hidden) if are_first is False else self._logits(hidden, progress, are_first)
        return masked_log_probabilities(logits, allowed_waits(progress.step, progress.elapsed_ms))

    def range_log_probability(self, hidden: Tensor, progress: Progress, first_ms: Tensor, end_ms: Tensor) -> Tensor:
        """That the wait after each of N steps is one of first_ms..end_ms-1, int64 (N,) each: float (N,)."""
        allowed = allowed_waits(progress.step, progress.elapsed_ms)  # (N, 601)
        return range_log_probability(self._logits(hidden, progress), allowed, first_ms, end_ms)

    def _logits(self, hidden: Tensor, progress: Progress, are_first: bool | None = None) -> Tensor:
        logits: Tensor = self.project(hidden)  # (N, 601)
        if are_first:
            is_near = (progress.idle_ms < LONGEST_IDLE_MS).unsqueeze(1)  # (N, 1)
            idle_ms = progress.idle_ms.clamp(max=LONGEST_IDLE_MS - 1)  # (N,)
            return logits + torch.where(is_near, self._gap_logits(hidden, idle_ms), 0.0)
        first = ((progress.step == 0) & (progress.idle_ms < LONGEST_IDLE_MS)).nonzero().squeeze(1)  # (F,)
        return logits.index_add_(0, first, self._gap_logits(hidden[first], progress.idle_ms[first]))

    def _gap_logits(self, hidden: Tensor, idle_ms: Tensor) -> Tensor:
        """What the gap's length adds to the first waits of F windows, float (F,) ms after the last action: (F, 601)."""
        waits = torch.arange(HORIZON_MS, device=hidden.device)  # (600,)
        inside = self.gap(hidden).gather(1, idle_ms.to(torch.int64).unsqueeze(1) + waits)  # (F, 600)
        return functional.pad(inside, (0, 1))


class MarkHeads(nn.Module):
    """The marks of an action, each given what is drawn before it: wait, then kind, then the rest."""

    def __init__(self, hidden: int, mixture: int, keys: int) -> None:
        super().__init__()
        self.mixture = mixture
        self.wait = nn.Embedding(WAIT_CLASSES, _WAIT_WIDTH)
        self.after_wait = nn.Linear(hidden + _WAIT_WIDTH + 4, hidden)
        self.kind = nn.Linear(hidden, len(ActionKind))
        self.kind_shift = nn.Embedding(len(ActionKind), hidden)
        self.after_kind = nn.Linear(hidden, hidden)
        self.button = nn.Linear(hidden, 3)
        self.key = nn.Linear(hidden, keys)
        self.scroll = nn.Linear(hidden, 2 * MAX_NOTCHES)
        self.place = nn.Linear(hidden, 1 + mixture * _PLACE_WIDTH)
        self.stay_bias = nn.Parameter(torch.tensor([-_STAY_LOGIT, *[_STAY_LOGIT] * (len(ActionKind) - 1)]))
        self.scale_bias = nn.Parameter(torch.linspace(_NARROWEST_LOG, _WIDEST_LOG, mixture)[:, None].repeat(1, 2))
        self.aim_bias = nn.Parameter(torch.tensor(_AIM_BIAS))

    @torch.no_grad()
    def steady(self, spread: float, sharpness: float) -> None:
        """Change the weights so that drawn places scatter less; training and likelihood want them as they were learned.

        A stroke of thirty steps, each off by a pixel or two, ends ten pixels beside its target.

        Args:
            spread: what is left of each component's scale, about, above 0.
            sharpness: the exponent of the components' weights; above 1 the likelier ones are preferred.
        """
        self.scale_bias.add_(math.log(spread))
        first = self.place.out_features - self.mixture * _PLACE_WIDTH  # the row of the first component's weight
        weights = first + _PLACE_WIDTH * torch.arange(self.mixture)  # (M,)
        self.place.weight[weights] *= sharpness
        self.place.bias[weights] *= sharpness

    def trunk_after_wait(self, hidden: Tensor, waits_ms: Tensor, elapsed_ms: Tensor, carried_px: Tensor) -> Tensor:
        """The trunk once the wait is known.

        Args:
            hidden: float (N, H).
            waits_ms: int64 (N,).
            elapsed_ms: int64 (N,), before the wait.
            carried_px: float (N, 2), where the pointer's motion would carry it by the end of the wait.

        Returns:
            float (N, H).
        """
        waits = torch.log1p(waits_ms.to(hidden.dtype)) / 3.0
        times = torch.stack([waits, (elapsed_ms + waits_ms) / HORIZON_MS], dim=-1)  # (N, 2)
        parts = [hidden, self.wait(waits_ms), times, signed_log(carried_px) / 3.0]
        return functional.silu(self.after_wait(torch.cat(parts, dim=-1)))

    def trunk_after_kind(self, trunk: Tensor, kinds: Tensor) -> Tensor:
        """(N, H) with the kind int64 (N,) -> (N, H)."""
        return functional.silu(self.after_kind(trunk) + self.kind_shift(kinds))

    def place_mixture(self, trunk: Tensor, kinds: Tensor, targets: TargetView, carried_px: Tensor) -> PlaceMixture:
        """Where the pointer steps to: each component aims at targets by attention, carries on its motion, deviates.

        A component's mean is aim * (the way to what it attends to) + inertia * (where its motion carries it) +
        deviation; attending to nothing is possible. Its scale grows with its mean, as a hand's scatter does.

        Args:
            trunk: float (N, H), after the kind.
            kinds: int64 (N,).
            targets: (N, K, ...), the targets as seen from the pointer before the action.
            carried_px: float (N, 2).
        """
        output = self.place(trunk)  # (N, 1 + M (7 + E))
        parts = output[:, 1:].unflatten(1, (self.mixture, _PLACE_WIDTH))  # (N, M, 7 + E)
        weight, aim, inertia, deviation, scale, query = parts.split([1, 1, 1, 2, 2, TARGET_WIDTH], dim=-1)
        mean = 2.0 * torch.sigmoid(inertia) * carried_px.unsqueeze(1) + signed_exp(deviation)  # (N, M, 2)
        if not targets.is_blank:
            mean = mean + torch.sigmoid(aim + self.aim_bias) * _aimed_px(query, targets)
        log_scale = bounded_log_scale(scale + self.scale_bias) + torch.log1p(mean.norm(dim=-1, keepdim=True))
        return PlaceMixture(output[:, 0] + self.stay_bias[kinds], weight.squeeze(-1), mean, log_scale)


def _aimed_px(query: Tensor, targets: TargetView) -> Tensor:
    """The ways to what queries (N, M, E) attend to, or to nothing: float (N, M, 2)."""
    scores = query @ targets.embedded.transpose(1, 2)  # (N, M, K)
    scores = scores.masked_fill(~targets.is_known.unsqueeze(1), -torch.inf)
    nothing = torch.zeros_like(scores[..., :1])  # (N, M, 1)
    attention = torch.cat([nothing, scores], dim=-1).softmax(dim=-1)[..., 1:]  # (N, M, K)
    return attention @ targets.offset_px


def scroll_class(notches: Tensor) -> Tensor:
    """Signed notches -5..-1, 1..5 as classes 0..9."""
    return torch.where(notches < 0, notches + MAX_NOTCHES, notches + MAX_NOTCHES - 1)


def scroll_notches(classes: Tensor) -> Tensor:
    """Classes 0..9 as signed notches -5..-1, 1..5."""
    return torch.where(classes < MAX_NOTCHES, classes - MAX_NOTCHES, classes - MAX_NOTCHES + 1)
