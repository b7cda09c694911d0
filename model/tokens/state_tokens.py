"""A state's tokens as rows of numbers, for training and for play alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.geometry import Rect
from bridge.state import GameState
from model.feature_groups.feature import UNKNOWN
from model.feature_groups.sight import Sight
from model.tokens.panel_tokens import interface_tokens, item_tokens
from model.tokens.token import F_TOKEN, Token, TokenKind
from model.tokens.world_tokens import world_tokens
from model.vocabulary import Names

MOST_PLACED = 64
"""Tokens that show on the canvas: what lies over the world first, then the nearest of what stands in it."""
MOST_HIDDEN = 128
"""Tokens of what is known and does not show."""
MOST_TOKENS = MOST_PLACED + MOST_HIDDEN


@dataclass(frozen=True, slots=True)
class StateTokens:
    """K tokens of a state, those that show first.

    Args:
        rows: float32 (K, 17), see `model.tokens.token.TokenField`.
        keys: of the tokens.
        dropped: how many there were beyond the most.
    """

    rows: npt.NDArray[np.float32]
    keys: tuple[str, ...]
    dropped: int


def state_tokens(state: GameState | None, names: Names) -> StateTokens:
    """The tokens of a state; none where the game is not seen.

    Args:
        state: None where the game is not seen.
        names: numbers the names.
    """
    if state is None:
        return StateTokens(np.empty((0, F_TOKEN), np.float32), (), 0)
    canvas = Rect(0, 0, state.view.canvas_width_px, state.view.canvas_height_px)
    over = [
        *interface_tokens(state.interface),
        *item_tokens(state.bank, TokenKind.BANK_ITEM),
        *item_tokens(state.inventory, TokenKind.INVENTORY_ITEM),
    ]
    tokens = [(token, _on_canvas(token.bounds, canvas)) for token in (*over, *_world(state, names))]
    placed = [(token, bounds) for token, bounds in tokens if bounds is not None]
    hidden = [(token, bounds) for token, bounds in tokens if bounds is None]
    kept = [*placed[:MOST_PLACED], *hidden[:MOST_HIDDEN]]
    rows = [_row(token, bounds, names) for token, bounds in kept]
    return StateTokens(
        np.array(rows, np.float32).reshape(-1, F_TOKEN),
        tuple(token.key for token, _ in kept),
        len(tokens) - len(kept),
    )


def _world(state: GameState, names: Names) -> Sequence[Token]:
    if state.player is None or state.entities is None:
        return ()
    return world_tokens(Sight(state, state.player, None, names), state.entities, MOST_PLACED)


def _on_canvas(bounds: Rect | None, canvas: Rect) -> Rect | None:
    """The part of a rectangle that lies on the canvas, None where none does."""
    if bounds is None:
        return None
    visible = bounds.intersection(canvas)
    return visible if visible.width and visible.height else None


def _row(token: Token, bounds: Rect | None, names: Names) -> tuple[float, ...]:
    place = (UNKNOWN,) * 4 if bounds is None else (bounds.x, bounds.y, bounds.width, bounds.height)
    return (
        *(token.kind, names.id_of(token.name), names.id_of(token.detail)),
        *place,
        *(token.quantity, token.alike, token.rank, token.steps, token.right, token.forward),
        *(token.health, token.covered, token.is_partner, token.is_turned),
    )
