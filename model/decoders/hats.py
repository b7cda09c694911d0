"""Hat functions: linear B-splines over whole milliseconds, of which at most two are not 0 at any of them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def hat_functions(knots_ms: Sequence[int]) -> Tensor:
    """How much of each knot's value a millisecond has: float (L, K), rows that sum to 1.

    Args:
        knots_ms: K growing whole numbers from 0 on; the last one is L, the first millisecond that has no row.
    """
    knots = torch.tensor(knots_ms, dtype=torch.float32)  # (K,)
    at_ms = torch.arange(knots_ms[-1], dtype=torch.float32).unsqueeze(1)  # (L, 1)
    before = torch.cat([knots[:1] - 1.0, knots[:-1]])  # (K,)
    after = torch.cat([knots[1:], knots[-1:] + 1.0])  # (K,)
    rising, falling = (at_ms - before) / (knots - before), (after - at_ms) / (after - knots)
    return torch.minimum(rising, falling).clamp(min=0.0)
