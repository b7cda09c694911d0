"""Entities in slots of a stable meaning."""

import math

import msgspec
import pytest

from bridge.geometry import Point, Rect
from bridge.sandbox.minimap import minimap_place
from bridge.sandbox.tasks.sight import minimap_target
from bridge.sandbox.terrain import Tile
from bridge.state import EntityKind, Interface
from model.feature_groups.feature import LINEAR_PX, fine_px, fine_tiles
from tests.model.feature_groups.scenes import QUIET, VOCABULARY, entity, features
from tests.model.sessions import played

TREE, OAK, CHEST = (VOCABULARY.id_of(name) for name in ("Tree", "Oak tree", "Bank chest"))
BOX = Rect(290, 90, 21, 21)


def names(found, group, count):
    return [found[f"{group}_{slot}.name"] for slot in range(count)]


def test_the_nearest_of_each_name_has_a_slot_the_nearest_name_first():
    found = features(entities=(entity("Tree", 9, 0), entity("Oak tree", 2, 3), entity("Tree", 4, 0)))
    assert names(found, "kind", 4) == [OAK, TREE, 1.0, 1.0]
    assert [found[f"kind_{slot}.distance"] for slot in (0, 1)] == pytest.approx([fine_tiles(3), fine_tiles(4)])


def test_what_is_off_screen_has_no_place_on_the_canvas_but_one_on_the_minimap():
    found = features(entities=(entity("Tree", 9, 0),))
    assert math.isnan(found["kind_0.dx_linear"])
    assert found["kind_0_map.dx_linear"] * LINEAR_PX == pytest.approx(670 + 36 - 100)
    assert found["kind_0_map.dy_linear"] * LINEAR_PX == pytest.approx(84 - 100)


def test_what_is_on_screen_is_aimed_at_by_its_middle():
    found = features(entities=(entity("Tree", 3, 0, BOX),), pointer=Point(100, 100))
    assert found["kind_0.dx_linear"] == pytest.approx(200 / 400)
    assert found["kind_0.dx_fine"] == pytest.approx(fine_px(200))
    assert found["kind_0.is_under_pointer"] == 0.0
    assert features(entities=(entity("Tree", 3, 0, BOX),), pointer=Point(290, 110))["kind_0.is_under_pointer"] == 1.0


def test_only_the_part_on_the_viewport_is_aimed_at():
    found = features(entities=(entity("Tree", 3, 0, Rect(500, 100, 40, 20)),), pointer=Point(508, 110))
    assert found["kind_0.dx_linear"] == 0.0
    assert math.isnan(features(entities=(entity("Tree", 3, 0, Rect(510, 100, 40, 20)),))["kind_0.dx_linear"])


def test_the_bank_is_always_in_its_own_slot():
    found = features(entities=(entity("Tree", 1, 0, BOX), entity("Bank chest", 12, 5), entity("Tree", 2, 0, BOX)))
    assert found["bank_place.name"] == CHEST
    assert found["bank_place.is_on_screen"] == 0.0
    assert (found["bank_place.right"], found["bank_place.forward"]) == pytest.approx((fine_tiles(12), fine_tiles(5)))
    assert CHEST not in [*names(found, "kind", 4), *names(found, "near", 6)]


def test_of_a_bank_that_nobody_measured_it_is_unknown_whether_it_shows():
    chest = entity("Bank chest", 12, 5)
    assert math.isnan(features(entities=(chest,), unmeasured=(chest.key,))["bank_place.is_on_screen"])
    assert features(entities=(chest,), unmeasured=("another",))["bank_place.is_on_screen"] == 0.0


def test_without_a_bank_its_slot_says_that_there_is_none():
    assert features()["bank_place.name"] == 1.0
    assert math.isnan(features()["bank_map.dx_linear"])


def test_remains_and_other_players_fill_no_slot():
    found = features(entities=(entity("Tree stump", 1, 0, BOX), entity("Someone", 1, 1, BOX, EntityKind.PLAYER)))
    assert names(found, "kind", 4) == [1.0] * 4
    assert found["closest.name"] == 1.0


def test_the_others_on_screen_follow_by_distance():
    far, near, nearest = (entity("Tree", east, 0, BOX) for east in (9, 5, 2))
    found = features(entities=(far, near, nearest, entity("Oak tree", 20, 0)))
    assert names(found, "kind", 3) == [TREE, OAK, 1.0]
    assert names(found, "near", 3) == [TREE, TREE, 1.0]


def test_who_the_player_is_busy_with_is_aimed_at():
    tree = entity("Tree", 5, 0, BOX)
    busy = msgspec.structs.replace(QUIET.player, interacting=tree.key)
    found = features(entities=(tree,), player=busy, pointer=Point(260, 100))
    assert (found["partner.dx_linear"], found["partner.is_under_pointer"]) == (pytest.approx(0.1), 0.0)
    assert math.isnan(features(entities=(tree,))["partner.dx_linear"])


def test_the_closest_to_the_pointer_is_the_one_that_holds_it():
    wide, small = entity("Tree", 2, 0, Rect(100, 100, 200, 30)), entity("Oak tree", 3, 0, Rect(90, 80, 10, 10))
    found = features(entities=(small, wide), pointer=Point(105, 101))
    assert (found["closest.name"], found["closest.is_under_pointer"]) == (TREE, 1.0)
    assert found["closest.width"] == pytest.approx(fine_px(200))


def test_without_entities_the_surroundings_are_unknown_and_with_none_they_are_empty():
    unknown, empty = features(entities=None), features(entities=())
    assert math.isnan(unknown["near_0.name"])
    assert empty["near_0.name"] == 1.0


def test_without_a_minimap_there_is_no_place_on_it():
    found = features(entities=(entity("Tree", 9, 0),), interface=Interface((), buttons=()))
    assert math.isnan(found["kind_0_map.dx_linear"])


def test_what_is_too_far_for_the_minimap_lies_inside_its_rim():
    found = features(entities=(entity("Bank chest", 300, 400),), pointer=Point(670, 84))
    dx, dy = found["bank_map.dx_linear"] * LINEAR_PX, found["bank_map.dy_linear"] * LINEAR_PX
    assert (dx, dy) == pytest.approx((0.6 * 64, -0.8 * 64))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_place_on_the_minimap_is_where_the_expert_clicks(seed):
    state = played(seed).states[0]
    chest = next(entity for entity in state.entities if entity.name == "Bank chest")
    found = features(state, pointer=Point(0, 0))
    target = minimap_target(state, chest.position).centre
    assert abs(found["bank_map.dx_linear"] * LINEAR_PX - target.x) <= 1.0
    assert abs(found["bank_map.dy_linear"] * LINEAR_PX - target.y) <= 1.0


def test_the_slot_of_the_nearest_name_follows_the_distance_of_steps():
    diagonal, straight = entity("Tree", 4, 4, BOX), entity("Oak tree", 5, 0, BOX)
    assert names(features(entities=(straight, diagonal)), "kind", 2) == [TREE, OAK]


def test_directions_turn_with_the_camera_as_the_sandbox_draws_them():
    state = played(1).states[0]
    tree = next(entity for entity in state.entities if entity.bounds is None)
    here = state.player.position
    eye, tile = Tile(here.x, here.y), Tile(tree.position.x, tree.position.y)
    x, y = minimap_place(state.view, eye, tile)
    only = features(state, pointer=Point(0, 0), entities=(tree,))
    prefix = "bank_map" if tree.name == "Bank chest" else "kind_0_map"
    reach = 64 / max(64.0, math.hypot(x - 670, y - 84))
    assert only[f"{prefix}.dx_linear"] * LINEAR_PX == pytest.approx(670 + reach * (x - 670), abs=0.01)
    assert only[f"{prefix}.dy_linear"] * LINEAR_PX == pytest.approx(84 + reach * (y - 84), abs=0.01)


def test_an_entity_on_the_players_own_tile_has_distance_0():
    assert features(entities=(entity("Tree", 0, 0, BOX),))["kind_0.distance"] == 0.0
