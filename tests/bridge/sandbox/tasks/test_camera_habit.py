"""The camera is turned to where the way leads and zoomed to what one likes, now and then."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.tasks.camera_habit import LIKED_ZOOM, CameraHabit
from bridge.sandbox.tasks.errand import Errand, HoldKey, Rest, TurnWheel
from bridge.state import WorldPoint
from tests.bridge.sandbox.tasks.scenes import HERE, scene

WEST = WorldPoint(HERE.x - 12, HERE.y)


def wants(ticks: int, zoom: float, goal: WorldPoint | None = None) -> list[Errand]:
    habit = CameraHabit(np.random.default_rng(1))
    return [habit.want(scene(tick=tick, zoom=zoom), goal) for tick in range(ticks)]


def test_a_zoom_that_is_not_liked_is_changed_by_the_wheel() -> None:
    far, near = wants(1, LIKED_ZOOM[0] - 2.0)[0], wants(1, LIKED_ZOOM[1] + 2.0)[0]
    assert isinstance(far, TurnWheel)
    assert isinstance(near, TurnWheel)
    assert far.notches > 0 > near.notches


def test_the_camera_turns_to_where_the_way_leads() -> None:
    turns = [errand for errand in wants(400, 29.0, WEST) if isinstance(errand, HoldKey)]
    assert turns
    assert {turn.key for turn in turns} == {"right"}


def test_the_arrow_keys_rest_for_a_while_after_a_turn() -> None:
    ticks = [tick for tick, errand in enumerate(wants(400, 29.0, WEST)) if isinstance(errand, HoldKey)]
    assert int(np.diff(ticks).min()) >= 15


def test_without_a_goal_there_is_a_glance_now_and_then_at_a_liked_zoom() -> None:
    habit = CameraHabit(np.random.default_rng(1))
    zoom, glances, rests = 29.0, 0, 0
    for tick in range(3000):
        errand = habit.want(scene(tick=tick, zoom=zoom), None)
        zoom += errand.notches if isinstance(errand, TurnWheel) else 0
        glances += isinstance(errand, HoldKey)
        rests += isinstance(errand, Rest)
    assert 10 <= glances <= 40
    assert rests > 2900
