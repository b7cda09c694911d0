"""A state's tokens as rows of numbers, for training and for play alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.geometry import Rect
from bridge.state import GameState
from model.feature_groups.feature import UNKNOWN
from model.feature_groups.sight import Sight
from model.tokens.panel_tokens import bank_tokens, interface_tokens, inventory_tokens, scrolled_tokens
from model.tokens.token import F_TOKEN, Token
from model.tokens.world_tokens import world_tokens
from model.vocabulary import Names

MOST_PLACED = 160
"""Tokens with a place on the canvas: what lies over the world, what is nearest in it, what is scrolled to."""
MOST_OF_WORLD = 64
MOST_HIDDEN = 32
"""Tokens of what is known and has no place."""
MOST_TOKENS = MOST_PLACED + MOST_HIDDEN


@dataclass(frozen=True, slots=True)
class StateTokens:
    """K tokens of a state, those that show first.

    Args:
        rows: float32 (K, 19), see `model.tokens.token.TokenField`.
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
        *bank_tokens(state.bank),
        *inventory_tokens(state.inventory),
    ]
    everything = (*over, *_world(state, names), *scrolled_tokens(state.bank))
    tokens = [(token, _on_canvas(token.bounds, canvas)) for token in everything]
    placed = [(token, bounds) for token, bounds in tokens if bounds is not None]
    hidden = [(token, bounds) for token, bounds in tokens if bounds is None]
    kept = [*placed[:MOST_PLACED], *hidden[:MOST_HIDDEN]]
    carried = None if state.inventory is None else Counter(item.name for item in state.inventory.items)
    rows = [_row(token, bounds, names, carried) for token, bounds in kept]
    return StateTokens(
        np.array(rows, np.float32).reshape(-1, F_TOKEN),
        tuple(token.key for token, _ in kept),
        len(tokens) - len(kept),
    )


def _world(state: GameState, names: Names) -> Sequence[Token]:
    if state.player is None or state.entities is None:
        return ()
    return world_tokens(Sight(state, state.player, None, names), state.entities, MOST_OF_WORLD)


def _on_canvas(bounds: Rect | None, canvas: Rect) -> Rect | None:
    """The part of a rectangle that lies on the canvas, None where none does."""
    if bounds is None:
        return None
    visible = bounds.intersection(canvas)
    return visible if visible.width and visible.height else None


def _row(token: Token, bounds: Rect | None, names: Names, carried: Counter[str] | None) -> tuple[float, ...]:
    place = (UNKNOWN,) * 4 if bounds is None else (bounds.x, bounds.y, bounds.width, bounds.height)
    return (
        *(token.kind, names.id_of(token.name), names.id_of(token.detail)),
        *place,
        *(token.quantity, token.alike, token.rank, UNKNOWN if carried is None else float(carried[token.name])),
        *(token.steps, token.right, token.forward),
        *(token.health, token.covered, token.is_partner, token.is_turned, token.shortcut),
    )
