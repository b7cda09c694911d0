"""Randomness that torch's layers draw by themselves (first weights, dropout), held to a seed for a block only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def seeded(*seeds: int) -> Iterator[None]:
    """Within the block torch's own generators start from `seeds`; afterwards they are as they were before.

    Layers take no generator, so this is the one place where a global one is touched.

    Args:
        seeds: at least one; each different tuple is a different stream.
    """
    devices = list(range(torch.cuda.device_count()))
    with torch.random.fork_rng(devices=devices):
        torch.random.manual_seed(hash(seeds) & (2**63 - 1))  # the hash of a tuple of ints is the same on every run
        yield
