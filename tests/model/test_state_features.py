"""128 features with names, of a state as it is."""

import math
import re

import msgspec
import numpy as np
import pytest

from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.state import GamePhase, GameState, WorldPoint
from model import state_features as module
from model.feature_groups.feature import FeatureKind
from model.state_features import STATE_FEATURES, D, feature_digest, pointer_place, state_features
from model.vocabulary import NameCollector, Vocabulary
from tests.model.sessions import played

HELD = HeldInput(Point(300, 200))


def shifted(state: GameState, tiles: int) -> GameState:
    """The same scene elsewhere in the world."""

    def there(point: WorldPoint | None) -> WorldPoint | None:
        return None if point is None else WorldPoint(point.x + tiles, point.y - tiles, point.plane)

    assert state.player is not None
    player = msgspec.structs.replace(
        state.player, position=there(state.player.position), destination=there(state.player.destination)
    )
    entities = tuple(
        msgspec.structs.replace(entity, position=there(entity.position)) for entity in state.entities or ()
    )
    return msgspec.structs.replace(state, player=player, entities=entities)


def test_there_are_128_features_with_names_of_their_own():
    assert len(STATE_FEATURES) == D == 128
    assert len({feature.name for feature in STATE_FEATURES}) == 128
    assert all(re.fullmatch(r"[a-z_0-9]+\.[a-z_0-9.]+", feature.name) for feature in STATE_FEATURES)


def test_the_digest_is_pinned():
    """A change here makes every shard and checkpoint stale: it is meant, or it is a mistake."""
    assert feature_digest() == "3e6709f8905b0ad01c32dd2776d1640a1c5782694a90f427947381121d96533f"


def test_a_new_version_is_a_new_digest(monkeypatch):
    before = feature_digest()
    monkeypatch.setattr(module, "FEATURES_VERSION", module.FEATURES_VERSION + 1)
    assert feature_digest() != before


def test_without_a_state_everything_is_unknown():
    features = state_features(None, HELD, Vocabulary())
    assert (features.dtype, features.shape) == (np.float32, (128,))
    assert np.isnan(features).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_feature_of_a_played_session_is_in_its_range(seed):
    features = played(seed).cut().columns.states
    for index, feature in enumerate(STATE_FEATURES):
        known = features[:, index][~np.isnan(features[:, index])]
        match feature.kind:
            case FeatureKind.FLAG:
                assert set(known.tolist()) <= {0.0, 1.0}, feature.name
            case FeatureKind.NUMBER:
                assert (np.abs(known) <= 2.0).all(), feature.name
            case FeatureKind.CATEGORY:
                assert (known == np.floor(known)).all(), feature.name
                assert ((known >= 0) & (known < feature.classes)).all(), feature.name


def test_no_absolute_place_of_the_world_is_a_feature():
    state, names = played(1).states[30], NameCollector()
    here, far_away = state_features(state, HELD, names), state_features(shifted(state, 1_000), HELD, names)
    assert here.tobytes() == far_away.tobytes()


def test_one_tile_matters():
    state, names = played(1).states[0], NameCollector()
    assert state.player is not None
    moved = msgspec.structs.replace(
        state.player, position=WorldPoint(state.player.position.x + 1, state.player.position.y)
    )
    one = state_features(state, HELD, names)
    other = state_features(msgspec.structs.replace(state, player=moved), HELD, names)
    bank = [index for index, feature in enumerate(STATE_FEATURES) if feature.name.startswith("bank_place.")][1:3]
    assert np.abs(one[bank] - other[bank]).max() > 0.005


def test_one_pixel_matters():
    state, names = played(1).states[30], NameCollector()
    one = state_features(state, HeldInput(Point(300, 200)), names)
    other = state_features(state, HeldInput(Point(301, 200)), names)
    assert (np.abs(one - other)[~np.isnan(one)] > 0.002).sum() > 3


def test_ids_are_no_features():
    state, names = played(1).states[30], NameCollector()
    entities = tuple(
        msgspec.structs.replace(entity, type_id=entity.type_id + 5, key=f"other {entity.key}")
        for entity in state.entities or ()
    )
    player = msgspec.structs.replace(state.player, interacting="")
    calm = msgspec.structs.replace(state, player=player)
    renumbered = msgspec.structs.replace(calm, entities=entities)
    assert state_features(calm, HELD, names).tobytes() == state_features(renumbered, HELD, names).tobytes()


def test_what_is_unknown_is_not_empty():
    state, names = played(1).states[0], NameCollector()
    index = {feature.name: index for index, feature in enumerate(STATE_FEATURES)}
    unknown = state_features(msgspec.structs.replace(state, inventory=None, entities=None), HELD, names)
    empty = state_features(msgspec.structs.replace(state, entities=()), HELD, names)
    assert math.isnan(unknown[index["inventory.is_empty"]])
    assert empty[index["inventory.is_empty"]] == 1.0
    assert math.isnan(unknown[index["kind_0.name"]])
    assert empty[index["kind_0.name"]] == 1.0


def test_a_state_of_nothing_but_the_login_screen_has_features():
    state = played(1).states[0]
    login = GameState(state.tick, GamePhase.LOGIN_SCREEN, state.view)
    features = state_features(login, HeldInput(), Vocabulary())
    assert features[27] == 1.0
    assert np.isnan(features).sum() > 100


def test_the_game_tells_the_pointer_until_the_input_does():
    state = msgspec.structs.replace(played(1).states[0], mouse=Point(1, 2))
    assert pointer_place(state, HeldInput()) == Point(1, 2)
    assert pointer_place(state, HELD) == Point(300, 200)
    assert pointer_place(None, HeldInput()) is None
