"""A GRU over sequences of very different lengths, without pads: the longest first, and each step takes those still on.

torch's own GRU on a CPU multiplies for the weights' gradients once a step; here one product over all steps does. The
equations are those of `torch.nn.GRU`, differentiated by hand.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

# torch declares no types for functions of its own
_Saved = Any


class SortedGru(Function):
    """(N, 3 H) gates of the inputs, step by step, and (B, H) first states -> (N, H) hidden states.

    Step s holds the first `sizes[s]` sequences; sizes never grow.
    """

    @staticmethod
    def forward(
        ctx: _Saved, gates: Tensor, initial: Tensor, weight: Tensor, bias: Tensor, sizes: tuple[int, ...]
    ) -> Tensor:
        """Run all steps.

        Args:
            ctx: what the gradient needs.
            gates: float (N, 3 H), reset, update and new, of the inputs.
            initial: float (B, H).
            weight: float (3 H, H), of the hidden state.
            bias: float (3 H,), of the hidden state.
            sizes: how many sequences each step holds; their sum is N.
        """
        width, own, before = initial.shape[1], torch.empty_like(gates), gates.new_empty(len(gates), initial.shape[1])
        resets, updates, news, outputs = (torch.empty_like(before) for _ in range(4))
        hidden = initial
        for start, end in _spans(sizes):
            hidden = hidden[: end - start]  # (n, H)
            before[start:end] = hidden
            told, mine = gates[start:end], own[start:end]  # (n, 3 H) each
            torch.addmm(bias, hidden, weight.t(), out=mine)
            both = torch.sigmoid(told[:, : 2 * width] + mine[:, : 2 * width])  # (n, 2 H)
            resets[start:end], updates[start:end] = both[:, :width], both[:, width:]
            new = torch.addcmul(told[:, 2 * width :], both[:, :width], mine[:, 2 * width :]).tanh_()  # (n, H)
            news[start:end] = new
            hidden = torch.lerp(new, hidden, both[:, width:])  # (n, H)
            outputs[start:end] = hidden
        ctx.save_for_backward(weight, before, own[:, 2 * width :], resets, updates, news)
        ctx.sizes = sizes
        return outputs

    @staticmethod
    @once_differentiable
    def backward(ctx: _Saved, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of the gates, the first states, the weight and the bias, from (N, H)."""
        weight, before, own_new, resets, updates, news = ctx.saved_tensors
        width = news.shape[1]
        # what a hidden state's gradient is multiplied by, for all steps at once
        of_new = (1.0 - updates) * (1.0 - news.square())  # (N, H)
        of_update = (before - news) * updates * (1.0 - updates)  # (N, H)
        of_reset = of_new * own_new * resets * (1.0 - resets)  # (N, H)
        factors = torch.cat([of_reset, of_update, of_new * resets], dim=1).reshape(-1, 3, width)  # (N, 3, H)
        own = torch.empty_like(factors)  # (N, 3, H)
        flowing = torch.empty_like(gradient)  # (N, H)
        after = gradient.new_zeros(0, width)
        for start, end in reversed(_spans(ctx.sizes)):
            total = flowing[start:end].copy_(gradient[start:end])  # (n, H)
            total[: len(after)] += after
            torch.mul(total.unsqueeze(1), factors[start:end], out=own[start:end])
            after = torch.addmm(total * updates[start:end], own[start:end].flatten(1), weight)  # (n, H)
        gates = torch.cat([own[:, :2].flatten(1), flowing * of_new], dim=1)  # (N, 3 H)
        flat = own.flatten(1)  # (N, 3 H)
        return gates, after, flat.t() @ before, flat.sum(dim=0), None


def _spans(sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    """The rows of each step."""
    spans, start = [], 0
    for size in sizes:
        spans.append((start, start + size))
        start += size
    return spans
