"""One tick: what input does at its end."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.errors import LocalProtocolError
from bridge.events import Author, KeyPress, MouseButton, PointerMove
from bridge.sandbox.digest import world_digest
from bridge.sandbox.menu import row_rect
from bridge.sandbox.step import step, tick_inputs
from bridge.sandbox.terrain import Tile
from bridge.sandbox.worldgen import make_world
from bridge.state import TICK_NS
from tests.bridge.sandbox.small_worlds import (
    OPEN_FIELD,
    RULES,
    after,
    after_idle,
    click,
    place_of,
    place_of_tile,
    type_keys,
    world_of,
)


def test_a_click_on_the_ground_walks_one_tile_a_tick() -> None:
    world = world_of(OPEN_FIELD)
    start = world.hero.tile
    clicked = after(world, click(place_of_tile(world, Tile(start.x + 3, start.y))))
    assert clicked.hero.tile == Tile(start.x + 1, start.y)
    assert after_idle(clicked, 1).hero.tile == Tile(start.x + 2, start.y)
    assert after_idle(clicked, 5).hero.tile == Tile(start.x + 3, start.y)


def test_the_picture_of_the_ticks_start_says_what_a_click_hits() -> None:
    world = world_of(OPEN_FIELD)
    goal = Tile(world.hero.tile.x + 2, world.hero.tile.y + 2)
    turning = (KeyPress(0, "left", Author.HUMAN), *click(place_of_tile(world, goal)))
    turned = after(world, turning)
    assert turned.camera.yaw_rad > 0.5
    assert turned.hero.path[-1] == goal


def test_a_menu_opened_and_answered_in_one_tick_acts() -> None:
    world = world_of("....\n..T.\n.@..")
    tree = place_of(world, "tree-0")
    menu = after(world, click(tree, MouseButton.RIGHT)).menu
    assert menu is not None
    answered = after(world, (*click(tree, MouseButton.RIGHT, 10), *click(row_rect(menu, 0), at_ms=200)))
    assert answered.menu is None
    assert answered.hero.aim == "tree-0"


def test_without_input_nothing_but_time_goes_on() -> None:
    world = world_of("....\n..T.\n.@..")
    assert after_idle(world, 1) == msgspec.structs.replace(world, tick=1)


def test_the_click_mark_fades_after_a_tick() -> None:
    world = world_of(OPEN_FIELD)
    clicked = after(world, click(place_of_tile(world, world.hero.tile)))
    assert clicked.click_mark is not None
    assert after_idle(clicked, 1).click_mark is None


def test_the_step_leaves_its_world_as_it_was() -> None:
    world = make_world(RULES, "woodcutting", 3)
    digest = world_digest(world)
    after(world, click(world.objects[0].tile and place_of(world, world.objects[0].key)), type_keys("left"))
    assert world_digest(world) == digest


def test_the_same_seed_and_inputs_give_the_same_world() -> None:
    one, other = (after_idle(make_world(RULES, "woodcutting", 4), 30, seed=9) for _ in range(2))
    assert one == other
    assert world_digest(one) == world_digest(other)


@pytest.mark.parametrize("at_ns", [-1, TICK_NS])
def test_an_input_outside_its_tick_is_refused(at_ns: int) -> None:
    with pytest.raises(LocalProtocolError, match="outside its tick"):
        step(world_of(OPEN_FIELD), [PointerMove(at_ns, 5, 5, Author.HUMAN)], np.random.default_rng(0))


def test_inputs_out_of_order_are_refused() -> None:
    events = [PointerMove(7, 5, 5, Author.HUMAN), PointerMove(6, 5, 5, Author.HUMAN)]
    with pytest.raises(LocalProtocolError, match="comes after"):
        step(world_of(OPEN_FIELD), events, np.random.default_rng(0))


def test_inputs_of_a_tick_count_from_its_start() -> None:
    assert tick_inputs([PointerMove(1_000_007, 1, 2, Author.AGENT)], 1_000_000) == (PointerMove(7, 1, 2, Author.AGENT),)
