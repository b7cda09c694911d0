"""What a number of the configuration may be: each out of its range is refused by name, NaN and infinity too."""

from __future__ import annotations

import math
from dataclasses import dataclass

from model.actions import MOST_COMMITTED_MS
from model.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high`.

    Args:
        has_low, has_high: whether the end itself is one of them.
    """

    low: float
    high: float
    has_low: bool = True
    has_high: bool = True

    def __contains__(self, number: float) -> bool:
        above = number >= self.low if self.has_low else number > self.low
        return above and (number <= self.high if self.has_high else number < self.high)

    def __str__(self) -> str:
        return f"{'[' if self.has_low else '('}{self.low:g}, {self.high:g}{']' if self.has_high else ')'}"


_SHARE, _SHARE_BUT_ALL = Range(0.0, 1.0), Range(0.0, 1.0, has_high=False)
_WEIGHT, _POSITIVE_WEIGHT = Range(0.0, 1e6), Range(0.0, 1e6, has_low=False)
_COUNT, _AT_ONCE, _THREADS = Range(1, 10**12), Range(1, 10**6), Range(1, 1024)

RANGES = {
    "encoder": {
        "hidden": Range(2, 8192),
        "dropout": _SHARE_BUT_ALL,
        "forgetting": _SHARE_BUT_ALL,
        "picture_width": Range(8, 1024),
    },
    "decoder": {"mixture": Range(1, 1024)},
    "decoder.timing": {"overrun": _WEIGHT, "length": _WEIGHT, "coherence": _WEIGHT},
    "training": {
        "steps": _COUNT,
        "batch": _AT_ONCE,
        "accumulate": _AT_ONCE,
        "chapter": _COUNT,
        "evenness": _SHARE,
        "neighbours": _AT_ONCE,
        "learning_rate": Range(0.0, math.inf, has_low=False, has_high=False),
        "weight_decay": _WEIGHT,
        "warmup_share": _SHARE,
        "correction_weight": _POSITIVE_WEIGHT,
        "committed_ms": Range(0, MOST_COMMITTED_MS),
        "goal_weight": _WEIGHT,
        "lesson_weight": _WEIGHT,
        "gradient_norm": _POSITIVE_WEIGHT,
        "average_decay": _SHARE_BUT_ALL,
        "evaluate_every": _COUNT,
        "evaluate_windows": _COUNT,
        "loaders": _THREADS,
        "seed": Range(0, 2**53),
        "threads": _THREADS,
    },
}
"""The numbers of each section by their field."""


def require(condition: bool, message: str) -> None:
    """Refuse a configuration with a message where a condition does not hold.

    Raises:
        ConfigurationError: it does not.
    """
    if not condition:
        raise ConfigurationError(message)


def require_in_ranges(section: str, values: object) -> None:
    """Refuse a section in which a number is outside of its range.

    Args:
        section: its dotted name.
        values: its dataclass.

    Raises:
        ConfigurationError: a number is; the message names it.
    """
    for name, allowed in RANGES[section].items():
        found = getattr(values, name)
        require(found in allowed, f"{section}.{name} lies in {allowed}, found {found}")
