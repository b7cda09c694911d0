"""Sequences of very different lengths through a recurrence: the pads are cut out, then like runs with like.

Most windows hold a few actions and some hold a hundred. Everything but the recurrence works on the valid slots alone;
the recurrence takes the sequences in groups of similar length. (torch's own packed sequences cost, when
differentiated, a zero-filled copy of the whole input for every slot.)
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

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
        return values.flatten(0, 1)[self.slots]

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
    first = rows.lengths.cumsum(0) - rows.lengths  # (B,), the first row of each sequence
    outputs, places = [], []
    for group in _groups(rows.lengths):
        lengths = rows.lengths[group].unsqueeze(1)  # (n, 1)
        slot = torch.arange(int(lengths.max()), device=inputs.device)  # (L,)
        index = first[group].unsqueeze(1) + torch.minimum(slot, lengths - 1)  # (n, L); pads repeat the last row
        start = () if initial is None else (initial[group].unsqueeze(0),)
        output = recurrent(inputs[index], *start)[0]  # (n, L, H)
        is_valid = slot < lengths  # (n, L)
        outputs.append(output[is_valid])
        places.append(index[is_valid])
    order = torch.cat(places).argsort()
    return torch.cat(outputs)[order]


def _groups(lengths: Tensor) -> list[Tensor]:
    """The sequences in groups whose lengths differ by less than a factor of two, int64 (n,) each."""
    if lengths.shape[0] <= _FEW:
        return [torch.arange(lengths.shape[0], device=lengths.device)]
    octave = torch.floor(torch.log2(lengths.to(torch.float64)))  # (B,)
    return [(octave == each).nonzero().squeeze(1) for each in torch.unique(octave)]
