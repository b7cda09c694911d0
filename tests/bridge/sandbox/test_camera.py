"""The camera: ground to canvas and back, turning and zooming."""

from __future__ import annotations

import math

import pytest

from bridge.events import Author, KeyPress, KeyRelease, WheelScroll
from bridge.sandbox.camera import Camera, camera_after, project, standing_rect, tile_under
from bridge.sandbox.layout import CHAT_BOX, VIEWPORT
from bridge.sandbox.terrain import Tile
from tests.bridge.sandbox.small_worlds import RULES

EYE = Tile(20, 20)
NORTH_UP = Camera(0.0, RULES.camera.pitch_rad, 30.0)
MS = 1_000_000


def turned(camera: Camera, *inputs: KeyPress | KeyRelease | WheelScroll, held: frozenset[str] = frozenset()) -> Camera:
    return camera_after(camera, held, inputs, RULES.camera)


def wheel(notches: int, y: int = 100) -> WheelScroll:
    return WheelScroll(0, 100, y, notches, Author.HUMAN)


def test_the_player_stands_in_the_middle_of_the_view() -> None:
    assert project(NORTH_UP, EYE, 20.5, 20.5) == (VIEWPORT.centre.x, VIEWPORT.centre.y)


def test_a_tile_is_zoom_pixels_wide_and_foreshortened_by_the_pitch() -> None:
    middle = VIEWPORT.centre
    assert project(NORTH_UP, EYE, 21.5, 20.5) == (middle.x + 30, middle.y)
    assert project(NORTH_UP, EYE, 20.5, 21.5) == (middle.x, middle.y - 30 * math.sin(NORTH_UP.pitch_rad))


def test_after_a_quarter_turn_east_is_up() -> None:
    x, y = project(Camera(math.pi / 2, math.pi / 2, 30.0), EYE, 21.5, 20.5)
    assert (x, y) == pytest.approx((VIEWPORT.centre.x, VIEWPORT.centre.y - 30))


@pytest.mark.parametrize("yaw_rad", [0.0, 0.7, 2.0, 4.4, 6.1])
@pytest.mark.parametrize("zoom", [26.0, 30.5, 34.0])
def test_the_tile_under_a_projected_tile_is_that_tile(yaw_rad: float, zoom: float) -> None:
    camera = Camera(yaw_rad, RULES.camera.pitch_rad, zoom)
    for dx in range(-9, 10):
        for dy in range(-9, 10):
            tile = Tile(EYE.x + dx, EYE.y + dy)
            assert tile_under(camera, EYE, *project(camera, EYE, tile.x + 0.5, tile.y + 0.5)) == tile


def test_something_upright_stands_on_its_tile() -> None:
    rect = standing_rect(NORTH_UP, EYE, EYE, 1.0, 1.2)
    assert (rect.width, rect.height) == (30, 36)
    assert rect.contains(VIEWPORT.centre.x, VIEWPORT.centre.y)


def test_a_key_turns_for_as_long_as_it_is_held() -> None:
    events = (KeyPress(100 * MS, "left", Author.HUMAN), KeyRelease(350 * MS, "left", Author.HUMAN))
    assert turned(NORTH_UP, *events).yaw_rad == pytest.approx(0.25 * RULES.camera.turn_rad_per_s)


def test_a_key_held_over_the_tick_turns_to_its_end() -> None:
    pressed = turned(NORTH_UP, KeyPress(100 * MS, "right", Author.HUMAN))
    held = turned(NORTH_UP, held=frozenset({"right"}))
    assert pressed.yaw_rad == pytest.approx(math.tau - 0.5 * RULES.camera.turn_rad_per_s)
    assert held.yaw_rad == pytest.approx(math.tau - 0.6 * RULES.camera.turn_rad_per_s)


def test_both_keys_together_turn_nothing() -> None:
    assert turned(NORTH_UP, held=frozenset({"left", "right"})) == NORTH_UP


def test_the_wheel_zooms_within_26_to_34_pixels_a_tile() -> None:
    assert turned(NORTH_UP, wheel(2)).zoom == 32.0
    assert turned(NORTH_UP, wheel(-50)).zoom == 26.0
    assert turned(NORTH_UP, wheel(50)).zoom == 34.0


def test_the_wheel_beside_the_view_zooms_nothing() -> None:
    assert turned(NORTH_UP, wheel(2, CHAT_BOX.centre.y)) == NORTH_UP
