"""The pointer's velocity between a history's last two actions, as `model.encoders.context.last_velocity` has it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.runtimes.structs import Floats

_SECOND_MS = np.float32(1000.0)
_LEAST_MS = np.float32(1.0)


def pointer_velocity(windows: Sequence[tuple[Floats, float]]) -> Floats:
    """Pixels a millisecond, float32 (2,); 0 where there are not two actions.

    Args:
        windows: rows float32 (A, 7) and length in seconds of each, oldest first.
    """
    lengths_s = np.array([length_s for _, length_s in windows], np.float32)
    starts_s = np.cumsum(lengths_s, dtype=np.float64).astype(np.float32) - lengths_s  # rounded as torch does
    newest: list[tuple[np.float32, Floats]] = []
    for (rows, _), start_s in zip(reversed(windows), starts_s[::-1], strict=True):
        newest += [(start_s + row[0], row[2:4]) for row in rows[: -3 + len(newest) : -1]]
        if len(newest) == 2:
            (last_s, last_px), (before_s, before_px) = newest
            velocity: Floats = (last_px - before_px) / max(_SECOND_MS * (last_s - before_s), _LEAST_MS)
            return velocity
    return np.zeros(2, np.float32)
