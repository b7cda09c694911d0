"""Game states for the tests of feature groups, and their features by name."""

from __future__ import annotations

import msgspec

from bridge.geometry import Point, Rect
from bridge.held import HeldInput
from bridge.state import (
    Button,
    Entity,
    EntityKind,
    GamePhase,
    GameState,
    Interface,
    ItemContainer,
    Player,
    Tick,
    View,
    WorldPoint,
)
from model.state_features import STATE_FEATURES, state_features
from model.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    ("Tree", "Oak tree", "Bank chest", "Logs", "inventory", "bank", "animation 879", "Cancel", "Chop")
)
HERE = WorldPoint(3200, 3200)
POINTER = Point(100, 100)
MINIMAP = Button("minimap", Rect(594, 8, 152, 152))

QUIET = GameState(
    Tick(1, 600),
    GamePhase.LOGGED_IN,
    View(765, 503, Rect(4, 4, 512, 334), yaw_rad=0.0, pitch_rad=0.9, zoom=30.0),
    Interface((), "inventory", False, (MINIMAP,), None),
    Player(HERE, -1, False, True, 1.0, 10, 10, "", None),
    (),
    (),
    ItemContainer(28, ()),
)


def entity(
    name: str, east: int, north: int, bounds: Rect | None = None, kind: EntityKind = EntityKind.OBJECT
) -> Entity:
    position = WorldPoint(HERE.x + east, HERE.y + north)
    return Entity(f"{name} {east} {north}", kind, 1, name, position, bounds)


def features(state: GameState = QUIET, pointer: Point | None = POINTER, **changes: object) -> dict[str, float]:
    """The features of a state, some of its fields changed, by name."""
    state = msgspec.structs.replace(state, **changes)
    values = state_features(state, HeldInput(pointer), VOCABULARY)
    return {feature.name: float(value) for feature, value in zip(STATE_FEATURES, values, strict=True)}
