"""The picture: a pure function of the world, in which everything that matters can be seen."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.events import MouseButton
from bridge.geometry import Point, Rect
from bridge.sandbox.digest import world_digest
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.drawing.skin import STONE_FRAME
from bridge.sandbox.layout import (
    BANK_PANEL,
    CHAT_BOX,
    COMPASS,
    HITPOINTS_ORB,
    INVENTORY_SLOTS,
    LOGIN_NAME,
    LOGIN_PASSWORD,
    MINIMAP,
    PANEL,
    RUN_ORB,
    VIEWPORT,
    Tab,
)
from bridge.sandbox.objects import GroundItem
from bridge.sandbox.terrain import Tile
from bridge.sandbox.view import draw
from bridge.sandbox.world import Stack, World
from bridge.sandbox.worldgen import make_world
from bridge.state import GamePhase
from tests.bridge.sandbox.small_worlds import (
    OPEN_FIELD,
    RULES,
    after,
    after_idle,
    click,
    place_of,
    type_keys,
    with_items,
    world_of,
)

FIELD = world_of(OPEN_FIELD)
VILLAGE = world_of(".....T....\n..^....O..\n.#.....W..\n.#..@..C..\n.~~.......\n.~~......T")


def part(picture: Picture, rect: Rect) -> Picture:
    return picture[rect.y : rect.y + rect.height, rect.x : rect.x + rect.width]


def changed(before: World, after_it: World) -> Rect:
    """The smallest rectangle around all pixels that differ."""
    rows, columns = np.nonzero((draw(before) != draw(after_it)).any(axis=2))
    assert len(rows), "the pictures are equal"
    left, top = int(columns.min()), int(rows.min())
    return Rect(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)


def lies_in(inner: Rect, outer: Rect) -> bool:
    return inner.intersection(outer) == inner


def with_hero(world: World, **changes: object) -> World:
    return msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, **changes))


def test_the_picture_is_rgb_of_the_fixed_canvas() -> None:
    picture = draw(VILLAGE)
    assert (picture.shape, picture.dtype) == ((503, 765, 3), np.uint8)
    assert picture.flags.c_contiguous


def test_equal_worlds_give_equal_pixels() -> None:
    one, other = (make_world(RULES, "woodcutting", 2) for _ in range(2))
    assert np.array_equal(draw(one), draw(other))
    assert np.array_equal(draw(one), draw(one))


def test_drawing_leaves_the_world_and_the_frame_as_they_were() -> None:
    digest, frame = world_digest(VILLAGE), STONE_FRAME.copy()
    draw(VILLAGE)[:] = 0
    assert world_digest(VILLAGE) == digest
    assert np.array_equal(STONE_FRAME, frame)


@pytest.mark.parametrize("key", ["tree-0", "oak-0", "willow-0", "chest-0"])
def test_an_object_is_drawn_where_it_is_clicked(key: str) -> None:
    without = msgspec.structs.replace(VILLAGE, objects=tuple(each for each in VILLAGE.objects if each.key != key))
    difference = (draw(without) != draw(VILLAGE)).any(axis=2)
    place = place_of(VILLAGE, key)
    assert difference[place.y, place.x]
    rows, columns = np.nonzero(part(difference, VIEWPORT))
    assert abs(columns.min() + VIEWPORT.x - place.x) <= 24
    assert abs(rows.min() + VIEWPORT.y - place.y) <= 24


def test_the_kinds_of_trees_and_their_stumps_look_different() -> None:
    kinds = [part(draw(world_of(f"...\n.{sign}.\n.@.")), VIEWPORT) for sign in "TOW"]
    tree = world_of("...\n.T.\n.@.")
    stump = msgspec.structs.replace(tree, objects=(msgspec.structs.replace(tree.objects[0], respawn_ticks=3),))
    pictures = [*kinds, part(draw(stump), VIEWPORT)]
    assert len({picture.tobytes() for picture in pictures}) == 4


def test_water_walls_and_rocks_look_different_from_grass() -> None:
    pictures = {part(draw(world_of(f".....\n.{sign}@..\n.....")), VIEWPORT).tobytes() for sign in ".,~#^"}
    assert len(pictures) == 5


def test_the_player_at_work_swings_the_axe() -> None:
    working = with_hero(VILLAGE, is_working=True, aim="tree-0")
    later = msgspec.structs.replace(working, tick=working.tick + 1)
    assert lies_in(changed(working, later), VIEWPORT)


def test_an_item_on_the_ground_can_be_seen() -> None:
    lying = world_of(OPEN_FIELD, objects=(GroundItem("ground-0", Tile(7, 7), "logs", 9),))
    place = place_of(lying, "ground-0")
    assert (draw(lying) != draw(FIELD)).any(axis=2)[place.y, place.x]


def test_turning_and_zooming_change_the_view_the_minimap_and_the_compass_only() -> None:
    turned = msgspec.structs.replace(VILLAGE, camera=msgspec.structs.replace(VILLAGE.camera, yaw_rad=1.0))
    difference = (draw(turned) != draw(VILLAGE)).any(axis=2)
    for place in (VIEWPORT, MINIMAP, COMPASS):
        assert part(difference, place).any()
        part(difference, place)[:] = False
    assert not difference[:, : CHAT_BOX.width].any()
    zoomed = msgspec.structs.replace(VILLAGE, camera=msgspec.structs.replace(VILLAGE.camera, zoom=26.0))
    assert lies_in(changed(VILLAGE, zoomed), VIEWPORT)


def test_an_item_fills_its_slot() -> None:
    carrying = with_items(FIELD, "logs", "oak_logs", "bronze_axe", "logs")
    assert lies_in(changed(FIELD, with_items(FIELD, "logs")), INVENTORY_SLOTS[0])
    slots = [part(draw(carrying), INVENTORY_SLOTS[slot]).tobytes() for slot in range(5)]
    assert slots[0] == slots[3]
    assert len(set(slots)) == 4


def test_each_tab_shows_its_own_panel() -> None:
    panels = {part(draw(msgspec.structs.replace(FIELD, tab=tab)), PANEL).tobytes() for tab in Tab}
    assert len(panels) == len(Tab)


def test_the_bank_lies_over_the_view() -> None:
    opened = msgspec.structs.replace(FIELD, open_interface="bank", bank=(Stack("logs", 3),))
    assert lies_in(changed(FIELD, opened), BANK_PANEL)
    richer = msgspec.structs.replace(opened, bank=(Stack("logs", 4),))
    assert lies_in(changed(opened, richer), BANK_PANEL)


def test_the_menu_lies_over_everything() -> None:
    world = after(VILLAGE, click(place_of(VILLAGE, "oak-0"), MouseButton.RIGHT))
    closed = msgspec.structs.replace(world, menu=None, held=VILLAGE.held)
    assert world.menu is not None
    assert lies_in(changed(closed, world), world.menu.bounds)


def test_the_row_under_the_pointer_is_lit() -> None:
    world = after(VILLAGE, click(place_of(VILLAGE, "oak-0"), MouseButton.RIGHT))
    assert world.menu is not None
    away = msgspec.structs.replace(world, held=VILLAGE.held)
    row = Point(world.menu.bounds.x + 10, world.menu.bounds.y + 26)
    lit = msgspec.structs.replace(world, held=msgspec.structs.replace(world.held, pointer=row))
    assert lies_in(changed(away, lit), world.menu.bounds)


def test_the_hover_text_says_what_a_click_would_do() -> None:
    pointing = msgspec.structs.replace(
        VILLAGE, held=msgspec.structs.replace(VILLAGE.held, pointer=place_of(VILLAGE, "oak-0"))
    )
    text = changed(VILLAGE, pointing)
    assert lies_in(text, Rect(VIEWPORT.x, VIEWPORT.y, VIEWPORT.width, 24))


def test_a_click_leaves_a_mark_of_its_colour() -> None:
    on_tree = after(VILLAGE, click(place_of(VILLAGE, "oak-0"))).click_mark
    on_ground = after(VILLAGE, click(Point(200, 120))).click_mark
    marked = [msgspec.structs.replace(FIELD, click_mark=mark) for mark in (on_tree, on_ground)]
    for world in marked:
        assert world.click_mark is not None
        at = world.click_mark.at
        assert changed(FIELD, world).contains(at.x, at.y)
    red, yellow = (draw(world)[world.click_mark.at.y, world.click_mark.at.x] for world in marked if world.click_mark)
    assert red[1] < 100 < yellow[1]


def test_a_new_line_is_written_in_the_chat_box() -> None:
    assert lies_in(changed(FIELD, msgspec.structs.replace(FIELD, chat=("Hello.",))), CHAT_BOX)


def test_the_orbs_show_hit_points_and_energy() -> None:
    tired, hurt = with_hero(FIELD, run_energy=1000), with_hero(FIELD, hitpoints=2)
    for world, orb in ((tired, RUN_ORB), (hurt, HITPOINTS_ORB)):
        assert lies_in(changed(FIELD, world), Rect(orb.x - 28, orb.y, orb.width + 28, orb.height))


def test_the_destination_is_flagged_in_the_view_and_on_the_minimap() -> None:
    difference = (draw(with_hero(FIELD, path=(Tile(8, 8),))) != draw(FIELD)).any(axis=2)
    assert part(difference, VIEWPORT).any()
    assert part(difference, MINIMAP).any()


def test_the_login_screen_shows_what_is_typed_but_not_the_password() -> None:
    screen = world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN)
    assert lies_in(changed(screen, after(screen, type_keys("b", "o", "b"))), LOGIN_NAME)
    one, other = (after(screen, type_keys("tab", *password)) for password in ("abc", "xyz"))
    assert np.array_equal(draw(one), draw(other))
    assert part(draw(one), LOGIN_PASSWORD).tobytes() != part(draw(screen), LOGIN_PASSWORD).tobytes()


def test_time_alone_changes_no_pixel() -> None:
    assert np.array_equal(draw(FIELD), draw(after_idle(FIELD, 1)))
