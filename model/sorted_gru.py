"""A GRU over sequences of very different lengths, without pads: the longest first, and each step takes those still on.

torch's own GRU on a CPU multiplies for the weights' gradients once a step; here one product over all steps does. The
equations are those of `torch.nn.GRU`, differentiated by hand.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from model.sorted_steps import Saved, steps_before, steps_of


class SortedGru(Function):
    """(N, F) inputs, step by step, and (B, H) first states -> (N, H) hidden states.

    Step s holds the first `sizes[s]` sequences; sizes never grow.
    """

    @staticmethod
    def forward(
        ctx: Saved,
        inputs: Tensor,
        initial: Tensor,
        of_input: Tensor,
        of_hidden: Tensor,
        input_bias: Tensor,
        hidden_bias: Tensor,
        sizes: tuple[int, ...],
    ) -> Tensor:
        """Run all steps.

        Args:
            ctx: what the gradient needs.
            inputs: float (N, F).
            initial: float (B, H).
            of_input: float (3 H, F), of the input: reset, update and new.
            of_hidden: float (3 H, H), of the hidden state.
            input_bias: float (3 H,).
            hidden_bias: float (3 H,).
            sizes: how many sequences each step holds; their sum is N.
        """
        both = 2 * initial.shape[1]
        bias = torch.cat([input_bias[:both] + hidden_bias[:both], input_bias[both:]])  # (3 H,)
        gates = torch.addmm(bias, inputs, of_input.t())  # (N, 3 H), of the inputs at first, and worked on in place
        own, outputs = (torch.empty_like(gates[:, both:], memory_format=torch.contiguous_format) for _ in range(2))
        opens, renews, new_bias = of_hidden[:both].t(), of_hidden[both:].t(), hidden_bias[both:]
        hidden = initial
        steps = zip(steps_of(gates, sizes), steps_of(own, sizes), steps_of(outputs, sizes), strict=True)
        for gate, mine, output in steps:
            hidden = hidden[: len(gate)]  # (n, H)
            reset, update = gate[:, :both].addmm_(hidden, opens).sigmoid_().chunk(2, dim=1)  # (n, H) each
            torch.addmm(new_bias, hidden, renews, out=mine)
            new = gate[:, both:].addcmul_(reset, mine).tanh_()  # (n, H)
            hidden = torch.lerp(new, hidden, update, out=output)
        ctx.save_for_backward(inputs, initial, of_input, of_hidden, gates, own, outputs)
        ctx.sizes = sizes
        return outputs

    @staticmethod
    @once_differentiable
    def backward(ctx: Saved, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of the inputs, the first states, both weights and both biases, from (N, H)."""
        inputs, initial, of_input, of_hidden, gates, own, outputs = ctx.saved_tensors
        before, both = steps_before(initial, outputs, ctx.sizes), 2 * initial.shape[1]
        resets, updates, news = gates.chunk(3, dim=1)  # (N, H) each
        # what a hidden state's gradient is multiplied by on its way to each gate, for all steps at once
        to_new = (1.0 - updates) * (1.0 - news.square())  # (N, H)
        to_update = (before - news) * updates * (1.0 - updates)  # (N, H)
        to_reset = to_new * own * resets * (1.0 - resets)  # (N, H)
        factors = torch.stack([to_reset, to_update, to_new * resets], dim=1)  # (N, 3, H)
        flowing, of_gates = (
            gradient.clone(),
            torch.empty_like(factors),
        )  # (N, H), (N, 3, H): as the hidden state sees them
        after = gradient.new_zeros(0, initial.shape[1])
        parts = (steps_of(each, ctx.sizes) for each in (flowing, factors, of_gates, updates))
        for total, factor, of_gate, update in reversed(list(zip(*parts, strict=True))):
            total[: len(after)] += after
            torch.mul(total.unsqueeze(1), factor, out=of_gate)
            after = torch.addmm(total * update, of_gate.flatten(1), of_hidden)  # (n, H)
        flat = of_gates.flatten(1)  # (N, 3 H)
        of_hidden_weight, of_hidden_bias = flat.t() @ before, flat.sum(dim=0)
        told = flat  # the inputs' new gate is not reset
        told[:, both:] = flowing * to_new
        of_input_bias = torch.cat([of_hidden_bias[:both], told[:, both:].sum(dim=0)])
        return told @ of_input, after, told.t() @ inputs, of_hidden_weight, of_input_bias, of_hidden_bias, None
