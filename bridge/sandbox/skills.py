"""Levels from experience: level L needs a quarter of the sum of floor(l + 300 * 2^(l / 7)) over the levels l < L."""

from __future__ import annotations

from bisect import bisect_right

MAX_LEVEL = 99


def experience_for(level: int) -> int:
    """The least experience of a level; 0 for level 1, 83 for level 2."""
    return sum(int(step + 300 * 2 ** (step / 7)) for step in range(1, level)) // 4


_THRESHOLDS = tuple(experience_for(level) for level in range(2, MAX_LEVEL + 1))


def level_at(experience: int) -> int:
    """The level, 1 to 99, that some experience makes."""
    return 1 + bisect_right(_THRESHOLDS, experience)
