"""An LSTM over sequences of very different lengths, without pads; see `model.sorted_gru`.

The equations are those of `torch.nn.LSTM`, differentiated by hand.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from model.sorted_steps import Saved, steps_before, steps_of


class SortedLstm(Function):
    """(N, F) inputs, step by step -> (N, H) hidden states; what is before the first step is zero.

    Step s holds the first `sizes[s]` sequences; sizes never grow.
    """

    @staticmethod
    def forward(
        ctx: Saved, inputs: Tensor, of_input: Tensor, of_hidden: Tensor, bias: Tensor, sizes: tuple[int, ...]
    ) -> Tensor:
        """Run all steps.

        Args:
            ctx: what the gradient needs.
            inputs: float (N, F).
            of_input: float (4 H, F), of the input: in, forget, new and out.
            of_hidden: float (4 H, H), of the hidden state.
            bias: float (4 H,), of both together.
            sizes: how many sequences each step holds; their sum is N.
        """
        width = of_hidden.shape[1]
        gates = torch.addmm(bias, inputs, of_input.t())  # (N, 4 H), of the inputs at first, and worked on in place
        cells, bent, outputs = (inputs.new_empty(len(inputs), width) for _ in range(3))
        kept, hidden = cells[:0], outputs[:0]  # what the step before left
        for gate, cell, shown, output in zip(*(steps_of(x, sizes) for x in (gates, cells, bent, outputs)), strict=True):
            if len(hidden):
                gate.addmm_(hidden[: len(gate)], of_hidden.t())
            enters, forgets = gate[:, : 2 * width].sigmoid_().chunk(2, dim=1)  # (n, H) each
            new, leaves = gate[:, 2 * width : 3 * width].tanh_(), gate[:, 3 * width :].sigmoid_()  # (n, H) each
            torch.mul(enters, new, out=cell)
            if len(kept):
                cell.addcmul_(forgets, kept[: len(gate)])
            torch.mul(leaves, torch.tanh(cell, out=shown), out=output)
            kept, hidden = cell, output
        ctx.save_for_backward(inputs, of_input, of_hidden, gates, cells, bent, outputs)
        ctx.sizes = sizes
        return outputs

    @staticmethod
    @once_differentiable
    def backward(ctx: Saved, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of the inputs, both weights and the bias, from (N, H)."""
        inputs, of_input, of_hidden, gates, cells, bent, outputs = ctx.saved_tensors
        width, first = of_hidden.shape[1], ctx.sizes[0]
        enters, forgets, new, leaves = gates.chunk(4, dim=1)  # (N, H) each
        zeros = outputs.new_zeros(first, width)
        # what a cell's and an output's gradient is multiplied by on its way to each gate, for all steps at once
        to_cell = leaves * (1.0 - bent.square())  # (N, H)
        to_enters, to_new = new * enters * (1.0 - enters), enters * (1.0 - new.square())  # (N, H) each
        to_forgets = steps_before(zeros, cells, ctx.sizes) * forgets * (1.0 - forgets)  # (N, H)
        to_gates = torch.stack([to_enters, to_forgets, to_new], dim=1)  # (N, 3, H)
        to_leaves = bent * leaves * (1.0 - leaves)  # (N, H)
        flowing, of_gates = gradient.clone(), torch.empty_like(gates)  # (N, H), (N, 4 H)
        kept = after = zeros[:0]
        parts = (steps_of(x, ctx.sizes) for x in (flowing, to_cell, to_gates, to_leaves, forgets, of_gates))
        for total, cell, to_gate, to_leave, forget, of_gate in reversed(list(zip(*parts, strict=True))):
            total[: len(after)] += after
            of_cell = total * cell  # (n, H)
            of_cell[: len(kept)] += kept
            torch.mul(of_cell.unsqueeze(1), to_gate, out=of_gate[:, : 3 * width].unflatten(1, (3, width)))
            torch.mul(total, to_leave, out=of_gate[:, 3 * width :])
            kept, after = of_cell * forget, of_gate @ of_hidden  # (n, H) each
        before = steps_before(zeros, outputs, ctx.sizes)  # (N, H), zero in the first step
        of_hidden_weight = of_gates[first:].t() @ before[first:]  # (4 H, H)
        return of_gates @ of_input, of_gates.t() @ inputs, of_hidden_weight, of_gates.sum(dim=0), None
