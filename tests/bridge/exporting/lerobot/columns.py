"""Two columns of a state, enough to see which state a row shows."""

from __future__ import annotations

import numpy as np

from bridge.exporting.lerobot.grid import StateColumns
from bridge.held import HeldInput
from bridge.state import GameState


def _row(state: GameState, held: HeldInput) -> np.ndarray:
    return np.array([state.tick.index, np.nan, len(held.buttons)], np.float32)


COLUMNS = StateColumns(("tick", "unknown", "buttons_down"), _row)
