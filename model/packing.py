"""Sequences of very different lengths through a recurrence: the pads are cut out, then like runs with like.

Most windows hold a few actions and some hold a hundred. Everything but the recurrence works on the valid slots alone;
on a CPU it goes step by step without any pads (`model.sorted_gru`, `model.sorted_lstm`), elsewhere, and in an LSTM that
is not differentiated, the sequences go in groups of similar length. (torch's own packed sequences cost, when
differentiated, a zero-filled copy of the whole input for every slot.)
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model.sorted_gru import SortedGru
from model.sorted_lstm import SortedLstm

_FEW = 16
"""So few sequences go through in one group: a further call costs more than their pads."""


@dataclass(frozen=True, slots=True)
class PackedRows:
    """The N valid slots of B sequences, sequence by sequence.

    Args:
        slots: int64 (N,), each row's place in the flattened (B A).
        sequences: int64 (N,), which sequence a row belongs to.
        lengths: int64 (B,), all at least 1.
    """

    slots: Tensor
    sequences: Tensor
    lengths: Tensor

    def of(self, values: Tensor) -> Tensor:
        """The rows (N, ...) of values (B, A, ...)."""
        return values.flatten(0, 1).index_select(0, self.slots)

    @property
    def first(self) -> Tensor:
        """The row of each sequence's first slot, int64 (B,)."""
        return self.lengths.cumsum(0) - self.lengths

    @property
    def last(self) -> Tensor:
        """The row of each sequence's last slot, int64 (B,)."""
        return self.lengths.cumsum(0) - 1


def pack_rows(mask: Tensor) -> PackedRows:
    """The rows of a mask bool (B, A) whose valid slots come first, at least one in each sequence."""
    slots = mask.flatten().nonzero().squeeze(1)  # (N,)
    return PackedRows(slots, slots // mask.shape[1], mask.sum(dim=1))


def run_recurrence(recurrent: nn.RNNBase, inputs: Tensor, rows: PackedRows, initial: Tensor | None = None) -> Tensor:
    """The outputs of a batch-first, one-layer recurrence over each sequence.

    Args:
        recurrent: `nn.GRU` or `nn.LSTM`, in one direction.
        inputs: float (N, F), the rows.
        rows: which sequences they make.
        initial: float (B, H), a GRU's first hidden state; None: zeros.

    Returns:
        float (N, H), row by row.
    """
    if inputs.device.type == "cpu" and (isinstance(recurrent, nn.GRU) or torch.is_grad_enabled()):
        return _run_sorted(recurrent, inputs, rows, initial)
    with torch.autocast(inputs.device.type, enabled=False):  # a device's own recurrences would choose half precision
        return _run_groups(recurrent, inputs.to(recurrent.all_weights[0][0].dtype), rows, initial)


def _run_groups(recurrent: nn.RNNBase, inputs: Tensor, rows: PackedRows, initial: Tensor | None) -> Tensor:
    first = rows.first  # (B,)
    outputs, places = [], []
    for group in _groups(rows.lengths):
        lengths = rows.lengths[group].unsqueeze(1)  # (n, 1)
        slot = torch.arange(int(lengths.max()), device=inputs.device)  # (L,)
        index = first[group].unsqueeze(1) + torch.minimum(slot, lengths - 1)  # (n, L); pads repeat the last row
        start = () if initial is None else (initial[group].unsqueeze(0).to(inputs.dtype),)
        output = recurrent(inputs[index], *start)[0]  # (n, L, H)
        is_valid = slot < lengths  # (n, L)
        outputs.append(output[is_valid])
        places.append(index[is_valid])
    order = torch.cat(places).argsort()
    return torch.cat(outputs)[order]


def _run_sorted(recurrent: nn.RNNBase, inputs: Tensor, rows: PackedRows, initial: Tensor | None) -> Tensor:
    lengths, order = rows.lengths.sort(descending=True, stable=True)  # (B,) each
    slot = torch.arange(int(lengths[0])).unsqueeze(1)  # (L, 1)
    is_valid = slot < lengths  # (L, B)
    index = (rows.first[order] + slot)[is_valid]  # (N,), rows in the order of their steps
    of_input, of_hidden, input_bias, hidden_bias = recurrent.all_weights[0]
    told, sizes = inputs.index_select(0, index).to(of_input.dtype), tuple(is_valid.sum(dim=1).tolist())  # (N, F)
    outputs: Tensor
    with torch.autocast("cpu", enabled=False):  # what is carried from step to step keeps the weights' precision
        if isinstance(recurrent, nn.LSTM):
            outputs = SortedLstm.apply(told, of_input, of_hidden, input_bias + hidden_bias, sizes)  # type: ignore[no-untyped-call]
        else:
            known = inputs.new_zeros(len(order), recurrent.hidden_size) if initial is None else initial[order]
            start = known.to(of_hidden.dtype)  # (B, H)
            outputs = SortedGru.apply(told, start, of_input, of_hidden, input_bias, hidden_bias, sizes)  # type: ignore[no-untyped-call]
    return outputs.index_select(0, index.argsort())


def _groups(lengths: Tensor) -> list[Tensor]:
    """The sequences in groups whose lengths differ by less than a factor of two, int64 (n,) each."""
    if lengths.shape[0] <= _FEW:
        return [torch.arange(lengths.shape[0], device=lengths.device)]
    octave = torch.floor(torch.log2(lengths.to(torch.float64)))  # (B,)
    return [(octave == each).nonzero().squeeze(1) for each in torch.unique(octave)]
