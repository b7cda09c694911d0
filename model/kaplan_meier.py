"""The clock that knows no context: the Kaplan-Meier estimate of waits, the floor that a clock must beat.

Kaplan and Meier (1958), on whole milliseconds: the hazard of a wait is the share of those still waiting who act in that
millisecond; waits that were cut off by the window's end count as long as they were watched.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from model.actions import HORIZON_MS
from model.batch import TargetBatch

_PRIOR_ACTIONS = 0.5
"""Actions that every millisecond is thought to have seen beside the data's own, spread over the horizon."""


def fit_kaplan_meier(targets: Iterable[TargetBatch]) -> Tensor:
    """Log-probabilities of waits of 0..599 ms and of a wait past the horizon, float64 (601,)."""
    acted, watched = torch.zeros(2, HORIZON_MS + 1, dtype=torch.float64)
    for target in targets:
        waits, survived = waits_of(target)
        acted += torch.bincount(waits, minlength=HORIZON_MS + 1)
        # who waits w ms or was watched for w ms was at risk in the milliseconds 0..w and 0..w-1
        watched += torch.bincount(waits, minlength=HORIZON_MS + 1)
        watched[:-1] += torch.bincount(survived, minlength=HORIZON_MS + 1)[1:]
    at_risk = watched.flip(0).cumsum(0).flip(0)[:HORIZON_MS]  # (600,)
    share = _PRIOR_ACTIONS / HORIZON_MS
    hazard = (acted[:HORIZON_MS] + share) / (at_risk + 2.0 * _PRIOR_ACTIONS)  # (600,)
    survival = torch.log1p(-hazard).cumsum(0)  # (600,)
    before = torch.cat([torch.zeros(1, dtype=torch.float64), survival])  # (601,)
    return torch.cat([before[:-1] + hazard.log(), survival[-1:]])  # (601,)


def kaplan_meier_nats(log_probabilities: Tensor, target: TargetBatch) -> float:
    """The negative log-likelihood of a batch's waits, each times its window's weight."""
    waits, survived = waits_of(target)
    rows = target.mask.nonzero()[:, 0]  # (N,)
    tail = log_probabilities.flip(0).logcumsumexp(0).flip(0)  # (601,), of a wait of at least w ms
    weight = target.weight.to(torch.float64)
    nats = -(log_probabilities[waits] * weight[rows]).sum() - (tail[survived] * weight).sum()
    return nats.item()


def waits_of(target: TargetBatch) -> tuple[Tensor, Tensor]:
    """The waits before actions int64 (N,), row by row, and the wait watched past each row's last action (B,)."""
    survived = target.waits_ms.gather(1, target.lengths.unsqueeze(1)).squeeze(1)  # (B,)
    return target.waits_ms[:, :-1][target.mask], survived
