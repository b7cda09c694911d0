"""The tokens of a session: those of all its states laid end to end, no pads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.state import GameState
from model.tokens.state_tokens import state_tokens
from model.tokens.token import F_TOKEN
from model.vocabulary import Names


@dataclass(frozen=True, slots=True)
class SessionTokens:
    """The tokens of N states.

    Args:
        rows: float32 (R, 19), see `model.tokens.token.TokenField`.
        keys: int32 (R,), the same number for the same thing all along the session.
        offsets: int64 (N + 1,), state i has the rows offsets[i] .. offsets[i + 1].
        dropped: how many had no room.
    """

    rows: npt.NDArray[np.float32]
    keys: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    dropped: int


def session_tokens(states: Sequence[GameState | None], names: Names) -> SessionTokens:
    """The tokens of states in their order; none where there is no state."""
    numbers: dict[str, int] = {}
    seen = [state_tokens(state, names) for state in states]
    return SessionTokens(
        rows=np.concatenate([np.empty((0, F_TOKEN), np.float32), *(one.rows for one in seen)]),
        keys=np.array([numbers.setdefault(key, len(numbers)) for one in seen for key in one.keys], np.int32),
        offsets=np.cumsum([0, *(len(one.rows) for one in seen)], dtype=np.int64),
        dropped=sum(one.dropped for one in seen),
    )
