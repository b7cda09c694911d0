"""How likely one of some classes in a row is: the log-probability of ranges of classes, given their logits.

Written out with its gradient: a softmax over many classes of which one or a few are asked for reads and writes its
numbers several times over when it is put together from smaller functions.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from model.sorted_steps import Saved


class _RangeLogProbability(Function):
    @staticmethod
    def forward(ctx: Saved, logits: Tensor, allowed: Tensor, first: Tensor, end: Tensor) -> Tensor:
        masked = logits.masked_fill(~allowed, -torch.inf)  # (N, C)
        highest = masked.amax(dim=1, keepdim=True)  # (N, 1)
        asked = masked.gather(1, first.unsqueeze(1)).squeeze(1)  # (N,)
        shares = masked.sub_(highest).exp_()  # (N, C)
        total = shares.sum(dim=1, keepdim=True)  # (N, 1)
        whole = (highest + total.log()).squeeze(1)  # (N,)
        shares.div_(total)
        several = (end - first > 1).nonzero().squeeze(1)  # (S,)
        classes = torch.arange(logits.shape[1], device=logits.device)  # (C,)
        inside = (classes >= first[several].unsqueeze(1)) & (classes < end[several].unsqueeze(1)) & allowed[several]
        parts = logits[several].masked_fill(~inside, -torch.inf)  # (S, C)
        asked[several] = parts.logsumexp(dim=1)
        ctx.save_for_backward(shares, first, several, parts.softmax(dim=1))
        return asked - whole

    @staticmethod
    @once_differentiable
    def backward(ctx: Saved, gradient: Tensor) -> tuple[Tensor | None, ...]:
        shares, first, several, parts = ctx.saved_tensors
        of_logits = shares * -gradient.unsqueeze(1)  # (N, C)
        single = gradient.index_fill(0, several, 0.0)  # (N,)
        of_logits.scatter_add_(1, first.unsqueeze(1), single.unsqueeze(1))
        of_logits.index_add_(0, several, parts * gradient[several].unsqueeze(1))
        return of_logits, None, None, None


def range_log_probability(logits: Tensor, allowed: Tensor, first: Tensor, end: Tensor) -> Tensor:
    """The log-probability that one of the classes first..end-1 comes up.

    Args:
        logits: float (N, C).
        allowed: bool (N, C), which classes can come up; in each row at least one of those asked for.
        first: int64 (N,), 0..C-1.
        end: int64 (N,), beyond `first`.

    Returns:
        float (N,).
    """
    logits = logits.to(torch.promote_types(logits.dtype, torch.float32))  # half as many digits are too few for a sum
    return cast("Tensor", _RangeLogProbability.apply(logits, allowed, first, end))  # type: ignore[no-untyped-call]
