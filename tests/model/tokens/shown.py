"""The tokens of the quiet scene, some of its fields changed, and their numbers by field."""

from __future__ import annotations

import msgspec

from bridge.state import GameState
from model.tokens.state_tokens import StateTokens, state_tokens
from model.tokens.token import TokenField
from tests.model.feature_groups.scenes import QUIET, VOCABULARY


def tokens(state: GameState = QUIET, **changes: object) -> StateTokens:
    return state_tokens(msgspec.structs.replace(state, **changes), VOCABULARY)


def row_of(found: StateTokens, key: str) -> dict[TokenField, float]:
    return {field: float(found.rows[found.keys.index(key), field]) for field in TokenField}
