"""What a player reads off a state agrees with what the game draws."""

from __future__ import annotations

import pytest

from bridge.clock import VirtualClock
from bridge.geometry import Point, Rect
from bridge.sandbox.camera import Camera, tile_under
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.minimap import tile_on_minimap
from bridge.sandbox.tasks.sight import (
    clickable_bounds,
    minimap_target,
    square,
    steps_between,
    turn_hold_ns,
    turn_to_see_rad,
    turned,
    uncovered_bounds,
    view_target,
    yaw_error_rad,
)
from bridge.sandbox.terrain import Tile
from bridge.state import WorldPoint
from tests.bridge.sandbox.tasks.scenes import HERE, VIEWPORT, scene, thing

EYE = Tile(20, 20)


def away(east: int, north: int) -> WorldPoint:
    return WorldPoint(HERE.x + east, HERE.y + north)


def test_steps_count_a_diagonal_as_one() -> None:
    assert steps_between(HERE, away(3, -5)) == 5


@pytest.mark.parametrize("yaw_rad", [0.0, 1.1, 3.0, 5.9])
def test_the_minimap_target_is_where_the_game_has_the_place(yaw_rad: float) -> None:
    target = minimap_target(scene(yaw_rad=yaw_rad), away(-7, 4)).centre
    assert tile_on_minimap(Camera(yaw_rad, 0.96, 30.0), EYE, target.x, target.y) == Tile(13, 24)


def test_a_place_beyond_the_minimap_is_walked_to_in_its_direction() -> None:
    target = minimap_target(scene(), away(0, 40)).centre
    assert tile_on_minimap(Camera(0.0, 0.96, 30.0), EYE, target.x, target.y) == Tile(20, 36)


@pytest.mark.parametrize("yaw_rad", [0.0, 1.1, 3.0, 5.9])
def test_the_view_target_is_where_the_game_has_the_place(yaw_rad: float) -> None:
    target = view_target(scene(yaw_rad=yaw_rad), away(3, 2))
    assert target is not None
    assert tile_under(Camera(yaw_rad, 0.96, 30.0), EYE, target.centre.x, target.centre.y) == Tile(23, 22)


def test_the_view_target_of_a_far_place_stays_on_the_view() -> None:
    target = view_target(scene(), away(-40, 31))
    assert target is not None
    assert target.intersection(VIEWPORT) == target


def test_there_is_no_view_target_where_something_stands() -> None:
    tree = thing("Tree", 3, 0, Rect(330, 150, 40, 40))
    assert view_target(scene(tree), away(3, 0)) is None


def test_only_enough_of_an_entity_can_be_clicked() -> None:
    assert clickable_bounds(thing("Tree", 0, 3), VIEWPORT) is None
    assert clickable_bounds(thing("Tree", 0, 3, Rect(510, 50, 30, 30)), VIEWPORT) is None
    assert clickable_bounds(thing("Tree", 0, 3, Rect(500, 50, 30, 30)), VIEWPORT) == Rect(500, 50, 16, 30)


def test_a_place_straight_ahead_needs_no_turn() -> None:
    assert yaw_error_rad(scene(), away(0, 9)) == 0.0
    assert yaw_error_rad(scene(yaw_rad=0.5), HERE) == pytest.approx(-0.5)


def test_turning_by_the_error_brings_a_place_straight_ahead() -> None:
    yaw_rad = 2.0 + yaw_error_rad(scene(yaw_rad=2.0), away(5, -3))
    right, up = turned(5, -3, yaw_rad)
    assert right == pytest.approx(0.0)
    assert up > 0


def test_the_left_key_turns_as_far_as_its_hold_says() -> None:
    game = SandboxGame("woodcutting", 1, VirtualClock())
    rules = game.rules.camera
    assert turn_hold_ns(-rules.turn_rad_per_s) == 1_000_000_000


def test_a_square_lies_around_its_middle() -> None:
    assert square(Point(50, 60), 14).centre == Point(50, 60)


BACK = thing("Furnace", 0, 3, Rect(200, 100, 30, 30))
HEDGE = frozenset({"Tall hedge"})


@pytest.mark.parametrize(
    ("cover", "seen"),
    [
        (Rect(400, 90, 30, 54), Rect(200, 100, 30, 30)),
        (Rect(190, 90, 22, 54), Rect(212, 100, 18, 30)),
        (Rect(214, 90, 30, 54), Rect(200, 100, 14, 30)),
        (Rect(190, 90, 50, 54), None),
        (Rect(190, 116, 50, 54), Rect(200, 100, 30, 16)),
        (Rect(190, 60, 50, 54), Rect(200, 100, 30, 30)),  # its foot is farther away
    ],
)
def test_what_a_nearer_thing_covers_is_not_seen(cover: Rect, seen: Rect | None) -> None:
    state = scene(BACK, thing("Tall hedge", 0, 2, cover))
    assert uncovered_bounds(state, BACK, HEDGE) == seen
    assert uncovered_bounds(state, BACK, frozenset()) == BACK.bounds


def test_the_camera_turns_until_the_covers_lie_behind() -> None:
    assert turn_to_see_rad(scene(yaw_rad=0.0), away(0, 3), (away(0, 4),)) == 0.0
    assert turn_to_see_rad(scene(yaw_rad=0.5), away(0, 3), (away(0, 4),)) == pytest.approx(-0.5)
    assert abs(turn_to_see_rad(scene(yaw_rad=0.0), away(0, 3), (away(0, 2),))) == pytest.approx(3.14159, abs=1e-4)
    assert turn_to_see_rad(scene(), away(0, 3), ()) == 0.0
