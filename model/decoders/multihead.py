"""Attention with eight heads, of which what is attended to is made once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

HEADS = 8


@dataclass(frozen=True, slots=True)
class Memory:
    """Keys and values (B, heads, L, H / heads) that queries attend to.

    Args:
        keys: what is compared with the queries.
        values: what is taken.
        mask: bool (B, 1, 1, L), which may be attended to; None: all.
    """

    keys: Tensor
    values: Tensor
    mask: Tensor | None = None

    def rows(self, index: Tensor) -> Memory:
        """The memories that int64 (N,) names, one a row."""
        return Memory(self.keys[index], self.values[index], None if self.mask is None else self.mask[index])

    def grown(self, other: Memory) -> Memory:
        """With that of another one appended; both have a mask, or none has."""
        mask = None if self.mask is None or other.mask is None else torch.cat([self.mask, other.mask], dim=3)
        keys, values = torch.cat([self.keys, other.keys], dim=2), torch.cat([self.values, other.values], dim=2)
        return Memory(keys, values, mask)


class Attention(nn.Module):
    """Attention with eight heads.

    Args:
        hidden: H, a multiple of eight.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.query = nn.Linear(hidden, hidden)
        self.memory = nn.Linear(hidden, 2 * hidden)
        self.project = nn.Linear(hidden, hidden)

    def remember(self, values: Tensor, mask: Tensor | None = None) -> Memory:
        """What can be attended to, from (B, L, H) and bool (B, L)."""
        return memory_of(self.memory(values), mask)

    def forward(self, inputs: Tensor, memory: Memory, *, is_causal: bool = False) -> Tensor:
        """(B, S, H) attends -> (B, S, H); where it is causal, slot s sees the slots 0..s of as many."""
        found = functional.scaled_dot_product_attention(
            _split(self.query(inputs)), memory.keys, memory.values, attn_mask=memory.mask, is_causal=is_causal
        )  # (B, heads, S, H / heads)
        projected: Tensor = self.project(found.transpose(1, 2).flatten(2))
        return projected


def memory_of(pairs: Tensor, mask: Tensor | None = None) -> Memory:
    """Keys and values that lie side by side, (B, L, 2 H), of which bool (B, L) may be attended to."""
    keys, values = (_split(part) for part in pairs.chunk(2, dim=-1))
    return Memory(keys, values, None if mask is None else mask[:, None, None, :])


def _split(values: Tensor) -> Tensor:
    """(B, L, H) by heads: (B, 8, L, H / 8)."""
    return values.reshape(*values.shape[:2], HEADS, values.shape[2] // HEADS).transpose(1, 2)
