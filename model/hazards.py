"""How likely a wait is, given the logit of the hazard of each of its milliseconds; its gradient written out.

Put together from smaller functions, it would read and write its hundreds of numbers several times over.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.nn import functional

from model.sorted_steps import Saved


class _HazardLogLikelihood(Function):
    @staticmethod
    def forward(ctx: Saved, logits: Tensor, met_ms: Tensor, ended: Tensor) -> Tensor:
        is_met = torch.arange(logits.shape[1], device=logits.device) < met_ms.unsqueeze(1)  # (N, R)
        met = logits.masked_fill(~is_met, -torch.inf)  # (N, R), no hazard where none was met
        rows = ended.nonzero().squeeze(1)  # (E,)
        last = met_ms[rows] - 1  # (E,)
        survived = -functional.softplus(met).sum(dim=1)  # (N,)
        ctx.save_for_backward(met.sigmoid_(), rows, last)
        return survived.index_add(0, rows, logits[rows, last].to(survived.dtype))  # bf16 logits: softplus is fp32

    @staticmethod
    @once_differentiable
    def backward(ctx: Saved, gradient: Tensor) -> tuple[Tensor | None, ...]:
        hazards, rows, last = ctx.saved_tensors
        of_logits = hazards * -gradient.unsqueeze(1)  # (N, R)
        of_logits[rows, last] += gradient[rows]
        return of_logits, None, None


def hazard_log_likelihood(logits: Tensor, met_ms: Tensor, ended: Tensor) -> Tensor:
    """The log-probability of waits that met the first hazards of their row, and ended in the last of these or did not.

    Args:
        logits: float (N, R), of the hazards of R milliseconds.
        met_ms: int64 (N,), how many of them were met, 0..R; at least 1 where the wait ended.
        ended: bool (N,), whether it ended in the last one that it met; otherwise it went on.

    Returns:
        float (N,).
    """
    return cast("Tensor", _HazardLogLikelihood.apply(logits, met_ms, ended))  # type: ignore[no-untyped-call]
