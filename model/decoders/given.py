"""What is committed of windows that are drawn, as tensors: the steps that are given rather than drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from model.committed import Committed
from model.decoders.progress import Marks


@dataclass(frozen=True, slots=True)
class Given:
    """What is committed of B windows; see `model.committed`.

    Args:
        marks: (B, P), zeros beyond `counts`.
        counts: int64 (B,), how many of them there are.
        until_ms: int64 (B,), nothing is drawn before it.
    """

    marks: Marks
    counts: Tensor
    until_ms: Tensor

    def rows(self, index: Tensor) -> Given:
        """The windows of an index."""
        return Given(_each(self.marks, lambda values: values[index]), self.counts[index], self.until_ms[index])

    def marks_at(self, slot: int, drawn: Marks) -> Marks:
        """The actions (B,) of a slot: the given ones, and where there is none what was drawn."""
        if slot >= self.marks.kinds.shape[1]:
            return drawn
        given, is_given = _each(self.marks, lambda values: values[:, slot]), slot < self.counts  # (B,)
        pairs = ((getattr(given, field.name), getattr(drawn, field.name)) for field in fields(Marks))
        return Marks(*(torch.where(is_given if one.dim() == 1 else is_given[:, None], one, two) for one, two in pairs))

    def waits_at(self, slot: int, drawn_ms: Tensor) -> Tensor:
        """The waits int64 (B,) of a slot, alike."""
        if slot >= self.marks.kinds.shape[1]:
            return drawn_ms
        return torch.where(slot < self.counts, self.marks.waits_ms[:, slot], drawn_ms)


def given_of(committed: Sequence[Committed], device: torch.device) -> Given:
    """What is committed of some windows, as tensors."""
    actions = [torch.from_numpy(one.actions) for one in committed]
    padded = torch.nn.utils.rnn.pad_sequence(actions, batch_first=True).to(device)  # (B, P, 7)
    wait, kind, x, y, button, key, scroll = padded.unbind(dim=2)  # (B, P) each
    counts = torch.tensor([len(one) for one in actions], device=device)
    until_ms = torch.tensor([one.until_ms for one in committed], device=device)
    return Given(Marks(wait, kind, torch.stack((x, y), dim=2), button, key, scroll), counts, until_ms)


def _each(marks: Marks, change: Callable[[Tensor], Tensor]) -> Marks:
    return Marks(*(change(getattr(marks, field.name)) for field in fields(Marks)))
