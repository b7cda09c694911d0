"""What of a window is decided already: the actions that were committed before it was known, and until when they hold.

Deciding takes time. What the plan before says of that time is sent whatever the new one says; so the new one takes it
as given, and goes on after it (train-time real-time chunking, arXiv 2605.08168; exact for an autoregressive decoder).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridge.state import TICK_NS
from model.actions import MOST_COMMITTED_MS
from model.event_table import table_of
from model.features import now_columns
from model.history import History
from model.targets import TARGET_COLUMNS, target_rows
from model.windows import Ints, window_rows


@dataclass(frozen=True, slots=True)
class Committed:
    """The beginning of one window, given.

    Args:
        actions: int64 (P, 7), columns `model.targets.TARGET_COLUMNS`.
        until_ms: nothing but these happens before so many milliseconds; they lie before it.
    """

    actions: Ints
    until_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.until_ms <= MOST_COMMITTED_MS:
            raise ValueError(f"0..{MOST_COMMITTED_MS} ms can be committed, found {self.until_ms}")
        if len(self.actions) and self.actions[:, 0].sum() >= self.until_ms:
            raise ValueError("what is committed lies before the end of what is committed")


NOTHING_COMMITTED = Committed(np.zeros((0, len(TARGET_COLUMNS)), np.int64), 0)


def committed_of(history: History) -> Committed:
    """What is committed after a history, cut as targets are."""
    if history.committed_ms == 0:
        return NOTHING_COMMITTED
    table, now = table_of(history.committed), now_columns([history])
    offsets = np.array([0, table.size])
    pointer = now.held.pointer  # (1, 2)
    start_px = np.where(np.isnan(pointer), now.canvas // 2, pointer)
    rows = window_rows(table, offsets, np.array([history.now_ns]), start_px)
    possible, held = np.zeros(table.size, np.bool_), history.now.held
    for index, event in enumerate(history.committed):
        possible[index] = held.allows(event)
        held = held.after(event)
    targets = target_rows(rows, table, possible, np.array([TICK_NS]), start_px.astype(np.float64))
    return Committed(targets.actions.astype(np.int64), history.committed_ms)
