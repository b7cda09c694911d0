"""The pointer, the player and the camera as numbers."""

import math

import msgspec
import pytest

from bridge.geometry import Point
from bridge.state import WorldPoint
from model.feature_groups.body import camera_tiles
from model.feature_groups.feature import fine_tiles
from tests.model.feature_groups.scenes import HERE, QUIET, VOCABULARY, entity, features


def player(**changes):
    return features(player=msgspec.structs.replace(QUIET.player, **changes))


def view(**changes):
    return features(view=msgspec.structs.replace(QUIET.view, **changes))


def test_the_pointer_is_minus_1_to_1_over_the_canvas():
    found = features(pointer=Point(0, 503))
    assert (found["pointer.x"], found["pointer.y"], found["pointer.is_in_viewport"]) == (-1.0, 1.0, 0.0)
    assert features(pointer=Point(4, 4))["pointer.is_in_viewport"] == 1.0


def test_a_pointer_that_was_not_seen_is_unknown():
    assert math.isnan(features(pointer=None)["pointer.x"])


def test_an_idle_player_has_no_animation():
    assert (player()["player.is_idle"], player()["player.animation"]) == (1.0, 1.0)
    working = player(animation=879)
    assert (working["player.is_idle"], working["player.animation"]) == (0.0, VOCABULARY.id_of("animation 879"))
    assert player(animation=1)["player.animation"] == 0.0
    assert math.isnan(player(animation=None)["player.is_idle"])


def test_whom_the_player_is_busy_with_is_a_name():
    busy = msgspec.structs.replace(QUIET.player, interacting="Oak tree 1 2")
    assert features(player=busy, entities=(entity("Oak tree", 1, 2),))["player.interacting"] == 3.0
    assert features(player=busy, entities=())["player.interacting"] == 0.0
    assert features()["player.interacting"] == 1.0


def test_a_destination_is_a_way_and_no_place():
    found = player(destination=WorldPoint(HERE.x + 3, HERE.y - 4))
    assert found["player.has_destination"] == 1.0
    assert found["player.destination_right"] == pytest.approx(fine_tiles(3))
    assert found["player.destination_forward"] == pytest.approx(fine_tiles(-4))
    assert math.isnan(player()["player.destination_right"])


def test_shares_stay_shares():
    found = player(run_energy=0.25, hitpoints=3, max_hitpoints=12)
    assert (found["player.run_energy"], found["player.hitpoints"]) == (0.25, 0.25)


def test_the_camera_is_an_angle_without_a_seam():
    just_below, just_above = view(yaw_rad=2 * math.pi - 1e-6), view(yaw_rad=1e-6)
    assert just_below["camera.yaw_sin"] == pytest.approx(just_above["camera.yaw_sin"], abs=1e-5)
    assert just_below["camera.yaw_cos"] == pytest.approx(just_above["camera.yaw_cos"], abs=1e-5)


def test_the_usual_zoom_is_0_and_twice_as_near_is_1():
    assert (view(zoom=30.0)["camera.zoom"], view(zoom=60.0)["camera.zoom"]) == (0.0, 1.0)
    assert math.isnan(view(zoom=None)["camera.zoom"])


@pytest.mark.parametrize(("field", "value"), [("yaw_rad", math.inf), ("pitch_rad", math.nan), ("zoom", 0.0)])
def test_an_impossible_camera_is_refused_by_its_field(field, value):
    with pytest.raises(ValueError, match=f"view.{field}"):
        view(**{field: value})


@pytest.mark.parametrize(
    ("yaw_rad", "right", "forward"), [(0.0, 0, 5), (math.pi / 2, -5, 0), (math.pi, 0, -5), (-math.pi / 2, 5, 0)]
)
def test_a_growing_yaw_turns_the_north_to_the_left(yaw_rad, right, forward):
    assert camera_tiles(HERE, WorldPoint(HERE.x, HERE.y + 5), yaw_rad) == pytest.approx((right, forward))


def test_a_place_on_another_plane_has_no_direction():
    assert all(math.isnan(value) for value in camera_tiles(HERE, WorldPoint(HERE.x, HERE.y, 1), 0.0))
