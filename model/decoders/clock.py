"""The clock of the point process: the hazard of each whole millisecond of a wait.

The hazard h(w) is the probability that the wait ends in millisecond w, given that it has lasted so long:

    P(wait = w) = h(w) * product over j < w of (1 - h(j)),    S(c) = P(wait >= c) = product over j < c of (1 - h(j)).

What does not fit into the window any more is survival, and no millisecond needs to know of those after it.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.decoders.hats import hat_functions
from model.decoders.legality import WAIT_CLASSES, allowed_waits
from model.decoders.progress import Progress
from model.hazards import hazard_log_likelihood

LONGEST_IDLE_MS = 600
"""A gap that has lasted so long before the window has no rhythm left."""
SHORT_MS = 144
"""Nearly all waits between two actions are shorter: of these the later milliseconds are not worked out."""
_UNFITTED_SURVIVAL = 0.3
_KNOTS_MS = (0, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 160, 200, 250, 300, 350, 400, 450, 500, 550, HORIZON_MS)
_GAP_KNOTS_MS = (*_KNOTS_MS, 660, 720, 780, 840, 900, 1000, 1100, HORIZON_MS + LONGEST_IDLE_MS)
"""Denser where most waits end."""


def unfitted_clock() -> Tensor:
    """Log-probabilities float64 (601,) of a clock that nothing is known of."""
    shares = torch.full((WAIT_CLASSES,), (1.0 - _UNFITTED_SURVIVAL) / HORIZON_MS, dtype=torch.float64)
    shares[HORIZON_MS] = _UNFITTED_SURVIVAL
    return shares.log()


class ClockHead(nn.Module):
    """(N, H) -> how likely each of the 601 waits is; starts exactly as what is known of waits in general.

    A window begins at any moment between two actions. What is left of that gap depends on how long it has lasted, so
    the first wait is foreseen twice over, in time since the window's start (a game's tick starts things) and in time
    since the last action before it (hands and timers have a rhythm of their own); the logits of the hazards add up.

    Each logit is one of its own, since timers tick in whole milliseconds, and a share of what the knots around it say:
    late milliseconds are met seldom, and would else be learned too slowly to end the waits that last long.
    """

    marginal: Tensor
    hats: Tensor
    gap_hats: Tensor

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, HORIZON_MS)
        self.gap = nn.Linear(hidden, HORIZON_MS + LONGEST_IDLE_MS)
        self.shared, self.gap_shared = nn.Linear(hidden, len(_KNOTS_MS)), nn.Linear(hidden, len(_GAP_KNOTS_MS))
        for layer in (self.project, self.gap, self.shared, self.gap_shared):
            nn.init.normal_(layer.weight, std=0.1 / hidden**0.5)
        for layer in (self.gap, self.shared, self.gap_shared):
            nn.init.zeros_(layer.bias)
        self.register_buffer("hats", hat_functions(_KNOTS_MS), persistent=False)
        self.register_buffer("gap_hats", hat_functions(_GAP_KNOTS_MS), persistent=False)
        self.register_buffer("marginal", unfitted_clock())
        self.start_from(self.marginal)

    def start_from(self, log_probabilities: Tensor) -> None:
        """Start from the data's own waits, so that no length collapses before anything is learned.

        Args:
            log_probabilities: float64 (601,), of `model.kaplan_meier`; kept beside the weights for comparison.
        """
        longer = log_probabilities.flip(0).logcumsumexp(0).flip(0)[1:]  # (600,), log P(wait > w)
        with torch.no_grad():
            self.marginal.copy_(log_probabilities)
            self.project.bias.copy_(log_probabilities[:HORIZON_MS] - longer)

    @torch.no_grad()
    def folded(self) -> tuple[nn.Linear, nn.Linear]:
        """The logits' two layers, H to 600 and H to 1200, as they are now, with the shares of the knots in them."""
        pairs = ((self.project, self.shared, self.hats), (self.gap, self.gap_shared, self.gap_hats))
        project, gap = (_sum_of(own, shared, hats) for own, shared, hats in pairs)
        return project, gap

    def log_probabilities(self, hidden: Tensor, progress: Progress, *, are_first: bool | None = None) -> Tensor:
        """Of each wait that can follow N steps, -inf for the others: float (N, 601).

        Args:
            hidden: float (N, H).
            progress: of the steps.
            are_first: False: none is the first of its window; True: some may be, and what these take is worked out for
                all; None: it is worked out for those that are.
        """
        logits = self._logits(hidden, progress.step, progress.idle_ms, HORIZON_MS, are_first)  # (N, 600)
        lasting = functional.pad(-functional.softplus(logits).cumsum(dim=-1), (1, 0))  # (N, 601), log P(wait >= w)
        allowed = allowed_waits(progress.step, progress.elapsed_ms)  # (N, 601)
        left_ms = allowed.sum(dim=-1, keepdim=True) - 1  # (N, 1)
        ending = -functional.softplus(-logits)  # (N, 600), log h(w); the log of a sigmoid is coarse in onnxruntime
        acting = (lasting[:, :-1] + ending).masked_fill(~allowed[:, :-1], -torch.inf)
        return torch.cat([acting, lasting.gather(1, left_ms)], dim=1)

    def log_likelihood(self, hidden: Tensor, progress: Progress, waits_ms: Tensor, acts: Tensor) -> Tensor:
        """The log-probability of what N steps saw: a wait that ended in an action, or one that lasted so long.

        Args:
            hidden: float (N, H).
            progress: (N,).
            waits_ms: int64 (N,).
            acts: bool (N,), whether an action ended the wait.

        Returns:
            float (N,).
        """
        met_ms = waits_ms + acts  # (N,), in so many milliseconds a hazard was met
        is_long = met_ms > SHORT_MS  # (N,)
        result = hidden.new_zeros(waits_ms.shape)
        for chosen, reach_ms in ((~is_long, SHORT_MS), (is_long, HORIZON_MS)):
            rows = chosen.nonzero().squeeze(1)  # (n,)
            if rows.numel() == 0:
                continue
            logits = self._logits(hidden[rows], progress.step[rows], progress.idle_ms[rows], reach_ms)  # (n, R)
            result = result.index_copy(0, rows, hazard_log_likelihood(logits, met_ms[rows], acts[rows]))
        return result.masked_fill(progress.step >= MAX_ACTIONS, 0.0)  # nothing can follow, and nothing does

    def _logits(
        self, hidden: Tensor, step: Tensor, idle_ms: Tensor, reach_ms: int, are_first: bool | None = None
    ) -> Tensor:
        """Of the hazards of the first milliseconds of N waits, (N, R)."""
        own = functional.linear(hidden, self.project.weight[:reach_ms], self.project.bias[:reach_ms])  # (N, R)
        logits = own + functional.linear(self.shared(hidden), self.hats[:reach_ms])
        if are_first is False:
            return logits
        if are_first:
            is_near = ((step == 0) & (idle_ms < LONGEST_IDLE_MS)).unsqueeze(1)  # (N, 1)
            near_ms = idle_ms.clamp(max=LONGEST_IDLE_MS - 1)  # (N,)
            return logits + torch.where(is_near, self._gap_logits(hidden, near_ms, reach_ms), 0.0)
        first = ((step == 0) & (idle_ms < LONGEST_IDLE_MS)).nonzero().squeeze(1)  # (F,)
        return logits.index_add(0, first, self._gap_logits(hidden[first], idle_ms[first], reach_ms))

    def _gap_logits(self, hidden: Tensor, idle_ms: Tensor, reach_ms: int) -> Tensor:
        """What the gap's length adds to the first waits of F windows, float (F,) ms after the last action: (F, R)."""
        waits = torch.arange(reach_ms, device=hidden.device)  # (R,)
        gaps: Tensor = self.gap(hidden) + functional.linear(self.gap_shared(hidden), self.gap_hats)  # (F, 1200)
        return gaps.gather(1, idle_ms.to(torch.int64).unsqueeze(1) + waits)


def _sum_of(own: nn.Linear, shared: nn.Linear, hats: Tensor) -> nn.Linear:
    layer = nn.Linear(own.in_features, own.out_features, device=hats.device)
    layer.weight.copy_(own.weight + hats @ shared.weight)
    layer.bias.copy_(own.bias + hats @ shared.bias)
    return layer
