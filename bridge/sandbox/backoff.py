"""How long to wait before dialling again: longer after each failure, and never in step with others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_JITTER = 0.25


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from `first_s` up to `longest_s`, each shortened by up to a quarter at random."""

    first_s: float = 0.5
    longest_s: float = 10.0

    def __post_init__(self) -> None:
        if not 0 < self.first_s <= self.longest_s:
            raise ValueError(f"expected 0 < first_s <= longest_s, found {self.first_s} and {self.longest_s}")

    def wait_s(self, failures: int, generator: np.random.Generator) -> float:
        """The wait after this many failures in a row, counted from 1."""
        doubled_s = self.longest_s
        if failures - 1 < 64:  # 2.0 ** 1024 would overflow
            doubled_s = min(self.longest_s, self.first_s * 2.0 ** (failures - 1))
        return doubled_s * (1.0 - _JITTER * float(generator.random()))


DEFAULT_BACKOFF = Backoff()
