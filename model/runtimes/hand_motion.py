"""The hand at a history's end, as `model.encoders.hand_motion` has it, for one history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from model.actions import ActionKind
from model.runtimes.structs import Floats

_SECOND_MS = np.float32(1000.0)
_LEAST_MS = np.float32(1.0)


class MovedHand(NamedTuple):
    """`model.encoders.hand_motion.HandMotion` of one history, float32.

    Args:
        away_px, way_px, velocity: (2,).
        rest_ms: (1,).
    """

    away_px: Floats
    way_px: Floats
    velocity: Floats
    rest_ms: Floats


def moved_hand(windows: Sequence[tuple[Floats, float]], pointer_px: Floats, idle_ms: Floats) -> MovedHand:
    """The hand after some windows.

    Args:
        windows: rows float32 (A, 7) and length in seconds of each, oldest first.
        pointer_px: float32 (2,).
        idle_ms: float32 (1,), since the last action.
    """
    lengths_s = np.array([length_s for _, length_s in windows], np.float32)
    ends_s = np.cumsum(lengths_s, dtype=np.float64).astype(np.float32)  # rounded as torch does
    newest = _last_places(windows, ends_s - lengths_s)
    still = np.zeros(2, np.float32)
    if not newest:
        return MovedHand(still, still.copy(), still.copy(), idle_ms.copy())
    last_s, last_px = newest[0]
    rest_ms = np.maximum(_SECOND_MS * (np.sum(lengths_s, dtype=np.float64).astype(np.float32) - last_s), idle_ms)
    if len(newest) == 1:
        return MovedHand(np.rint(last_px - pointer_px), still, still.copy(), rest_ms)
    way_px = last_px - newest[1][1]
    velocity: Floats = way_px / max(_SECOND_MS * (last_s - newest[1][0]), _LEAST_MS)
    return MovedHand(np.rint(last_px - pointer_px), way_px, velocity, rest_ms)


def _last_places(windows: Sequence[tuple[Floats, float]], starts_s: Floats) -> list[tuple[np.float32, Floats]]:
    """When and where the hand was placed last, newest first, at most two."""
    newest: list[tuple[np.float32, Floats]] = []
    for (rows, _), start_s in zip(reversed(windows), starts_s[::-1], strict=True):
        placed = rows[rows[:, 1] <= ActionKind.RELEASE]
        newest += [(start_s + row[0], row[2:4]) for row in placed[: -3 + len(newest) : -1]]
        if len(newest) == 2:
            break
    return newest
