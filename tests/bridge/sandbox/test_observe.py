"""What a client of the sandbox sends."""

from __future__ import annotations

import msgspec
import pytest

from bridge.events import MouseButton
from bridge.geometry import Point, Rect
from bridge.sandbox.layout import BANK_SLOTS, INVENTORY_SLOTS, RUN_ORB, VIEWPORT, Tab
from bridge.sandbox.menu import row_rect
from bridge.sandbox.objects import GroundItem
from bridge.sandbox.observe import observe
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import Stack, World
from bridge.sandbox.worldgen import make_world
from bridge.state import Entity, EntityKind, GamePhase, GameState, Item, Skill, Tick, WorldPoint
from tests.bridge.sandbox.small_worlds import (
    OPEN_FIELD,
    RULES,
    after,
    after_idle,
    click,
    place_of,
    place_of_tile,
    with_items,
    world_of,
)

GROVE = world_of("....\n..O.\n.@..")


def entities(world: World) -> tuple[Entity, ...]:
    found = observe(world, 0).entities
    assert found is not None
    return found


def buttons(world: World) -> dict[str, Rect]:
    return {button.name: button.bounds for button in observe(world, 0).interface.buttons or ()}


def test_the_tick_carries_its_time_of_arrival() -> None:
    assert observe(after_idle(GROVE, 3), 77).tick == Tick(3, 77)


def test_the_whole_state_survives_the_wires_encoding() -> None:
    state = observe(make_world(RULES, "woodcutting", 1), 5)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=GameState) == state


def test_the_world_is_the_sandbox() -> None:
    assert observe(GROVE, 0).world_host == "sandbox"


def test_positions_are_in_world_coordinates() -> None:
    player = observe(GROVE, 0).player
    assert player is not None
    assert player.position == WorldPoint(RULES.map.origin_x + 1, RULES.map.origin_y)


def test_a_tree_shows_name_place_and_bounds_and_nothing_hidden() -> None:
    (oak,) = entities(GROVE)
    assert (oak.key, oak.kind, oak.name) == ("oak-0", EntityKind.OBJECT, "Oak tree")
    assert oak.position == WorldPoint(RULES.map.origin_x + 2, RULES.map.origin_y + 1)
    assert oak.bounds is not None
    assert oak.bounds.contains(*msgspec.structs.astuple(place_of(GROVE, "oak-0")))
    fuller = world_of("....\n..O.\n.@..", logs_left=8)
    assert entities(fuller) == (oak,)


def test_a_stumps_time_to_respawn_is_not_told() -> None:
    stumps = [
        world_of("@T", objects=(msgspec.structs.replace(world_of("@T").objects[0], respawn_ticks=ticks),))
        for ticks in (3, 30)
    ]
    assert entities(stumps[0]) == entities(stumps[1])
    assert entities(stumps[0])[0].name == "Tree stump"


def test_what_is_off_screen_has_no_bounds() -> None:
    far = world_of("T" + "." * 20 + "@")
    assert entities(far)[0].bounds is None


def test_bounds_end_with_the_view() -> None:
    for seed in range(4):
        for entity in entities(make_world(RULES, "woodcutting", seed)):
            assert entity.bounds is None or entity.bounds.intersection(VIEWPORT) == entity.bounds


def test_the_nearest_comes_first() -> None:
    assert [entity.key for entity in entities(world_of("T....\n..@.T\n.....\nT...."))] == ["tree-1", "tree-2", "tree-0"]


def test_a_lying_item_is_told_with_its_quantity() -> None:
    (lying,) = entities(world_of(OPEN_FIELD, objects=(GroundItem("ground-0", Tile(4, 4), "logs", 9),)))
    assert (lying.kind, lying.name, lying.quantity) == (EntityKind.GROUND_ITEM, "Logs", 1)


def test_the_player_works_walks_and_rests_visibly() -> None:
    far = world_of("......\n@...O.\n......")
    walking = observe(after(far, click(place_of(far, "oak-0"))), 0).player
    working = observe(after(far, click(place_of(far, "oak-0")), (), (), ()), 0).player
    resting = observe(far, 0).player
    assert walking is not None
    assert working is not None
    assert resting is not None
    assert (walking.is_moving, walking.animation, walking.interacting) == (True, -1, "oak-0")
    assert (working.is_moving, working.animation, working.interacting) == (False, 879, "oak-0")
    assert (resting.is_moving, resting.animation, resting.interacting, resting.destination) == (False, -1, "", None)


def test_the_destination_is_told_until_it_is_reached() -> None:
    world = after(world_of(OPEN_FIELD), click(place_of_tile(world_of(OPEN_FIELD), Tile(8, 5))))
    player = observe(world, 0).player
    assert player is not None
    assert player.destination == WorldPoint(RULES.map.origin_x + 8, RULES.map.origin_y + 5)


def test_run_energy_is_a_share() -> None:
    hero = msgspec.structs.replace(GROVE.hero, run_energy=2500)
    player = observe(msgspec.structs.replace(GROVE, hero=hero), 0).player
    assert player is not None
    assert player.run_energy == 0.25


def test_skills_are_told_by_name() -> None:
    assert observe(GROVE, 0).skills == (Skill("hitpoints", 10, 1154), Skill("woodcutting", 30, 13363))


def test_inventory_items_have_bounds_while_their_tab_shows() -> None:
    world = with_items(GROVE, "logs", "oak_logs")
    shown, hidden = (
        observe(msgspec.structs.replace(world, tab=tab), 0).inventory for tab in (Tab.INVENTORY, Tab.SKILLS)
    )
    assert shown is not None
    assert hidden is not None
    assert shown.items == (
        Item(0, 1511, "Logs", 1, INVENTORY_SLOTS[0]),
        Item(1, 1521, "Oak logs", 1, INVENTORY_SLOTS[1]),
    )
    assert [item.bounds for item in hidden.items] == [None, None]
    assert shown.capacity == 28


def test_the_bank_is_unknown_until_it_was_opened_and_known_ever_after() -> None:
    world = world_of(OPEN_FIELD, bank=(Stack("logs", 7),))
    assert observe(world, 0).bank is None
    opened = observe(msgspec.structs.replace(world, open_interface="bank", is_bank_known=True), 0)
    closed = observe(msgspec.structs.replace(world, is_bank_known=True), 0)
    assert opened.bank is not None
    assert closed.bank is not None
    assert opened.bank.items == (Item(0, 1511, "Logs", 7, BANK_SLOTS[0]),)
    assert closed.bank.items == (Item(0, 1511, "Logs", 7, None),)
    assert (opened.interface.open, closed.interface.open) == (("bank",), ())


def test_the_axe_is_wielded() -> None:
    equipment = observe(GROVE, 0).equipment
    assert equipment is not None
    assert equipment.items == (Item(3, 1351, "Bronze axe", 1, None),)


def test_buttons_are_told_while_they_can_be_clicked() -> None:
    always = {"compass", "minimap", "run_toggle", "tab.inventory", "tab.skills", "tab.logout"}
    assert set(buttons(GROVE)) == always
    assert buttons(GROVE)["run_toggle"] == RUN_ORB
    assert set(buttons(world_of(OPEN_FIELD, tab=Tab.LOGOUT))) == always | {"logout"}
    assert set(buttons(world_of(OPEN_FIELD, open_interface="bank"))) == always | {"bank.deposit_all", "bank.close"}


def test_the_menu_is_told_in_visual_order() -> None:
    world = after(GROVE, click(place_of(GROVE, "oak-0"), MouseButton.RIGHT))
    menu = observe(world, 0).interface.menu
    assert menu is not None
    assert world.menu is not None
    rows = [("Chop down", "Oak tree"), ("Walk here", ""), ("Examine", "Oak tree"), ("Cancel", "")]
    assert [(row.option, row.target) for row in menu.rows] == rows
    assert [row.bounds for row in menu.rows] == [row_rect(world.menu, number) for number in range(4)]
    assert observe(GROVE, 0).interface.menu is None


def test_camera_and_pointer_are_told() -> None:
    state = observe(after(GROVE, click(Point(40, 50))), 0)
    assert (state.view.yaw_rad, state.view.zoom, state.view.pitch_rad) == (0.0, 30.0, RULES.camera.pitch_rad)
    assert state.view.viewport == VIEWPORT
    assert state.mouse == Point(40, 50)
    assert observe(GROVE, 0).mouse is None


@pytest.mark.parametrize("part", ["player", "entities", "inventory", "bank", "equipment", "skills"])
def test_the_login_screen_tells_nothing_of_the_world(part: str) -> None:
    state = observe(make_world(RULES, "woodcutting", 1, logged_in=False), 0)
    assert state.phase is GamePhase.LOGIN_SCREEN
    assert getattr(state, part) is None


def test_the_login_screen_tells_its_fields_and_never_what_is_typed() -> None:
    world = make_world(RULES, "woodcutting", 1, logged_in=False)
    typed = msgspec.structs.replace(world, login=msgspec.structs.replace(world.login, name="bob", password="secret"))
    assert observe(typed, 0) == observe(world, 0)
    assert set(buttons(world)) == {"login.name", "login.password", "login.submit"}
    assert observe(world, 0).interface.is_text_field_active
