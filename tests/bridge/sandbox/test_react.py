"""What single events do at once."""

from __future__ import annotations

from bridge.events import Author, ButtonPress, KeyPress, MouseButton, PointerMove, WheelScroll
from bridge.geometry import Point
from bridge.sandbox.layout import CHAT_BOX
from bridge.sandbox.menu import row_rect
from bridge.sandbox.react import reacted
from bridge.sandbox.world import World
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, click, place_of, world_of

TREE = world_of("....\n..T.\n.@..")


def clicked(world: World, place: Point, button: MouseButton = MouseButton.LEFT) -> World:
    for event in click(place, button):
        world = reacted(world, event)
    return world


def with_menu() -> World:
    return clicked(TREE, place_of(TREE, "tree-0"), MouseButton.RIGHT)


def test_a_left_click_on_a_tree_sets_off_with_a_red_mark() -> None:
    after = clicked(TREE, place_of(TREE, "tree-0"))
    assert after.hero.aim == "tree-0"
    assert after.click_mark is not None
    assert after.click_mark.is_on_something


def test_a_right_click_opens_a_menu_and_walks_nowhere() -> None:
    menu = with_menu().menu
    assert menu is not None
    assert [choice.option for choice in menu.choices] == ["Chop down", "Walk here", "Examine", "Cancel"]
    assert with_menu().hero == TREE.hero


def test_a_row_of_the_menu_acts_and_closes_it() -> None:
    world = with_menu()
    assert world.menu is not None
    after = clicked(world, row_rect(world.menu, 2).centre)
    assert after.menu is None
    assert after.chat[-1] == "It is a tree."


def test_a_click_beside_the_menu_only_closes_it() -> None:
    world = with_menu()
    assert world.menu is not None
    bounds = world.menu.bounds
    press = ButtonPress(0, bounds.x - 4, bounds.y + 4, MouseButton.LEFT, Author.HUMAN)
    after = reacted(world, press)
    assert (after.menu, after.hero) == (None, TREE.hero)


def test_moving_far_off_closes_the_menu() -> None:
    assert reacted(with_menu(), PointerMove(0, 700, 400, Author.HUMAN)).menu is None


def test_escape_closes_the_menu_and_the_open_interface() -> None:
    escape = KeyPress(0, "escape", Author.HUMAN)
    assert reacted(with_menu(), escape).menu is None
    assert reacted(world_of(OPEN_FIELD, open_interface="bank"), escape).open_interface == ""


def test_a_click_on_nothing_does_nothing() -> None:
    after = clicked(TREE, CHAT_BOX.centre)
    assert (after.hero, after.click_mark, after.menu) == (TREE.hero, None, None)


def test_the_middle_button_does_nothing() -> None:
    assert clicked(TREE, place_of(TREE, "tree-0"), MouseButton.MIDDLE).hero == TREE.hero


def test_the_world_knows_where_the_pointer_is_and_what_is_held() -> None:
    world = reacted(TREE, PointerMove(0, 7, 8, Author.HUMAN))
    world = reacted(world, KeyPress(1, "left", Author.HUMAN))
    world = reacted(world, WheelScroll(2, 9, 8, 1, Author.HUMAN))
    assert (world.held.pointer, world.held.keys) == (Point(9, 8), {"left"})
