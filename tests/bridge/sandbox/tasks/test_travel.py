"""How a player gets to things."""

from __future__ import annotations

import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.layout import MINIMAP
from bridge.sandbox.tasks.errand import ClickOn, Errand, Rest
from bridge.sandbox.tasks.travel import Travel, is_going_to, is_rested
from bridge.state import GameState, Player, WorldPoint
from tests.bridge.sandbox.tasks.scenes import HERE, scene, thing

NEAR = Rect(200, 100, 30, 34)


def player_of(state: GameState) -> Player:
    assert state.player is not None
    return state.player


def reach(state: GameState, number: int = 0) -> Errand:
    entity = (state.entities or ())[number]
    return Travel(np.random.default_rng(1), None).reach(state, player_of(state), entity)


def test_what_is_on_the_view_is_clicked() -> None:
    assert reach(scene(thing("Bank chest", 2, 2, NEAR))) == ClickOn("use Bank chest-2-2", NEAR)


def test_what_is_off_the_view_is_walked_to() -> None:
    errand = reach(scene(thing("Bank chest", 12, 0)))
    assert isinstance(errand, ClickOn)
    assert MINIMAP.contains(errand.target.centre.x, errand.target.centre.y)


def test_on_the_way_one_only_looks() -> None:
    chest = thing("Bank chest", 0, 10)
    assert reach(scene(chest, destination=WorldPoint(HERE.x, HERE.y + 9))) == Rest()


def test_who_walks_with_energy_left_is_rested() -> None:
    assert is_rested(player_of(scene(is_running=False, energy=0.5)))
    assert not is_rested(player_of(scene(is_running=False, energy=0.1)))
    assert not is_rested(player_of(scene(is_running=True)))


def test_a_way_that_stops_short_is_lengthened_before_it_ends() -> None:
    goal = WorldPoint(HERE.x, HERE.y + 20)
    assert scene_player_goes(WorldPoint(HERE.x, HERE.y + 12), goal)
    assert not scene_player_goes(WorldPoint(HERE.x, HERE.y + 4), goal)


def scene_player_goes(destination: WorldPoint, goal: WorldPoint) -> bool:
    player = scene(destination=destination).player
    assert player is not None
    return is_going_to(player, goal)
