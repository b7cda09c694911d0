"""How a state is looked at."""

from __future__ import annotations

import math

import msgspec
import pytest

from bridge.geometry import Point, Rect
from bridge.sandbox.tasks.sight import view_target
from bridge.state import GameState
from model.feature_groups.sight import Sight
from tests.model.feature_groups.scenes import QUIET, VOCABULARY, entity
from tests.model.sessions import played


def sight_of(state: GameState = QUIET) -> Sight:
    assert state.player is not None
    return Sight(state, state.player, Point(100, 100), VOCABULARY)


def test_too_little_of_a_thing_does_not_show():
    assert sight_of().shown(entity("Tree", 1, 0, Rect(507, 100, 40, 40))) is None
    assert sight_of().shown(entity("Tree", 1, 0, Rect(500, 100, 40, 40))) == Rect(500, 100, 16, 40)
    assert sight_of().shown(None) is None


def test_the_ground_towards_a_thing_is_where_a_person_clicks_to_walk_there():
    seen = 0
    for history in played(2).histories[::9]:
        state = history.now.state
        assert state is not None
        assert state.player is not None
        for thing in state.entities or ():
            target = view_target(state, thing.position)
            if target is not None:
                sight = sight_of(state)
                place = sight.ground_place(sight.tiles(thing))
                assert place == pytest.approx((target.centre.x, target.centre.y), abs=1.0)
                seen += 1
    assert seen > 5


def test_without_a_camera_no_ground_is_known():
    view = msgspec.structs.replace(QUIET.view, zoom=None)
    assert all(
        math.isnan(part) for part in sight_of(msgspec.structs.replace(QUIET, view=view)).ground_place((9.0, 0.0))
    )
