"""The 128 named features of a game state, for training and for play alike.

No absolute place of the world and no id stands among them as a number: places are differences at a scale where one tile
or one pixel matters, and identifiers are categories for an embedding.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.state import GameState
from model.feature_groups.belongings import BANK_FEATURES, INVENTORY_FEATURES, bank_values, inventory_values
from model.feature_groups.body import (
    CAMERA_FEATURES,
    PLAYER_FEATURES,
    POINTER_FEATURES,
    camera_values,
    player_values,
    pointer_values,
)
from model.feature_groups.feature import Feature
from model.feature_groups.panel import (
    BUTTON_FEATURES,
    INTERFACE_FEATURES,
    MENU_FEATURES,
    button_values,
    interface_values,
    menu_values,
)
from model.feature_groups.surroundings import ENTITY_FEATURES, entity_values
from model.tokens.token import token_digest
from model.vocabulary import Names

FEATURES_VERSION = 1
"""Grows with every change of what a feature means; a change of names or kinds changes the digest by itself."""

STATE_FEATURES: tuple[Feature, ...] = (
    *POINTER_FEATURES,
    *PLAYER_FEATURES,
    *CAMERA_FEATURES,
    *INVENTORY_FEATURES,
    *BANK_FEATURES,
    *INTERFACE_FEATURES,
    *BUTTON_FEATURES,
    *MENU_FEATURES,
    *ENTITY_FEATURES,
)

D = 128


def feature_digest() -> str:
    """SHA-256, in hexadecimal, of the version, of every feature's name and kind in order, and of the tokens' fields."""
    lines = (f"{feature.name} {feature.kind} {feature.classes} {feature.is_name}" for feature in STATE_FEATURES)
    return hashlib.sha256("\n".join((str(FEATURES_VERSION), token_digest(), *lines)).encode()).hexdigest()


def state_features(state: GameState | None, held: HeldInput, names: Names) -> npt.NDArray[np.float32]:
    """The features of one state, float32 (128,) in the order of `STATE_FEATURES`; NaN is unknown.

    Args:
        state: None where the game is not seen: then everything is unknown.
        held: pointer, buttons and keys at the state's tick.
        names: numbers the names; a `model.vocabulary.Vocabulary` wherever a network reads the result.

    Raises:
        ValueError: the state holds a number that no game can be in; the message names its field.
    """
    if state is None:
        return np.full(D, np.nan, np.float32)
    pointer = pointer_place(state, held)
    values = (
        *pointer_values(state.view, pointer),
        *player_values(state, names),
        *camera_values(state.view),
        *inventory_values(state.inventory, names),
        *bank_values(state),
        *interface_values(state, names),
        *button_values(state.interface, pointer),
        *menu_values(state.interface, pointer, names),
        *entity_values(state, pointer, names),
    )
    return np.array(values, np.float32)


def pointer_place(state: GameState | None, held: HeldInput) -> Point | None:
    """Where the pointer rests: as the input tells, or before any input as the game tells; None where nobody does."""
    if held.pointer is not None or state is None:
        return held.pointer
    return state.mouse
