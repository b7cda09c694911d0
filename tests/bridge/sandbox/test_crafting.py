"""Making jewellery: what is offered, how it is chosen, and the work that goes on until all are made."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from bridge.events import MouseButton
from bridge.sandbox.crafting import begun, by_space, chosen_by_key, offered
from bridge.sandbox.layout import JEWELLERY_SLOTS, MAKE_OPTIONS, MAKE_STRIPS
from bridge.sandbox.menu import row_rect
from bridge.sandbox.world import JEWELLERY, MAKE, World
from tests.bridge.sandbox.small_worlds import (
    CRAFT_RULES,
    OPEN_FIELD,
    after,
    after_idle,
    click,
    forge_of,
    place_of,
    type_keys,
    with_items,
    world_of,
)

RING, NECKLACE, AMULET = "sapphire_ring", "sapphire_necklace", "sapphire_amulet"
SUPPLIES = ("gold_bar",) * 3 + ("sapphire",) * 3
FORGE = with_items(forge_of(".....\n..F..\n..@..\n....."), *SUPPLIES)


def rings(world: World) -> int:
    assert world.craft is not None
    return world.craft.rings_made


def at_choice(interface: str = MAKE) -> World:
    return msgspec.structs.replace(FORGE, open_interface=interface)


def test_a_click_on_the_furnace_opens_one_of_its_two_interfaces() -> None:
    opened = [after(FORGE, click(place_of(FORGE, "furnace-0")), (), (), seed=seed).open_interface for seed in range(40)]
    assert set(opened) == {MAKE, JEWELLERY}
    assert 3 <= opened.count(JEWELLERY) <= 20


def test_without_a_bar_and_a_stone_nothing_is_offered() -> None:
    assert offered(with_items(FORGE, "gold_bar")) == ()
    poor = with_items(FORGE, "sapphire")
    world = after(poor, click(place_of(poor, "furnace-0")), ())
    assert (world.open_interface, world.chat[-1]) == ("", "You have nothing to make anything of.")
    assert offered(world_of(OPEN_FIELD)) == ()


def test_the_products_of_the_first_stone_carried_are_offered_in_the_seeds_order() -> None:
    assert offered(FORGE) == (RING, NECKLACE, AMULET)
    assert offered(with_items(FORGE, "gold_bar", "ruby", "sapphire"))[0] == "ruby_ring"
    assert FORGE.craft is not None
    other = msgspec.structs.replace(FORGE.craft, kinds=("amulet", "ring", "necklace"))
    assert offered(msgspec.structs.replace(FORGE, craft=other)) == (AMULET, RING, NECKLACE)


def test_space_chooses_the_first_and_then_the_one_made_last() -> None:
    assert by_space(FORGE) == RING
    assert by_space(begun(FORGE, NECKLACE)) == NECKLACE
    assert by_space(with_items(FORGE)) is None


@pytest.mark.parametrize(
    ("key", "product"),
    [("space", RING), ("1", RING), ("3", AMULET), ("4", None), ("0", None), ("a", None), ("f1", None)],
)
def test_a_key_chooses_a_product(key: str, product: str | None) -> None:
    assert chosen_by_key(FORGE, key) == product


def test_a_digit_begins_the_work_and_all_are_made() -> None:
    world = after(at_choice(), type_keys("1"))
    assert (world.open_interface, world.hero.is_working) == ("", True)
    done = after_idle(world, 9)
    assert rings(done) == 3
    assert done.inventory.count(RING) == 3
    assert not set(SUPPLIES) & set(done.inventory)
    assert not done.hero.is_working
    assert done.experience.crafting == FORGE.experience.crafting + 3 * 40


def test_a_piece_takes_three_ticks() -> None:
    assert CRAFT_RULES.crafting is not None
    world = after(at_choice(), type_keys("space"))
    made = [rings(after_idle(world, ticks)) for ticks in range(8)]
    assert [later - earlier for earlier, later in itertools.pairwise(made)].count(1) == made[-1] == 2


def test_only_rings_are_counted() -> None:
    done = after_idle(after(at_choice(), type_keys("2")), 9)
    assert (rings(done), done.inventory.count(NECKLACE)) == (0, 3)


def test_keys_choose_nothing_in_the_other_interface_nor_without_one() -> None:
    assert not after(at_choice(JEWELLERY), type_keys("1")).hero.is_working
    assert not after(FORGE, type_keys("1")).hero.is_working


def test_an_option_and_the_strip_below_it_can_be_clicked() -> None:
    for place in (MAKE_OPTIONS[0], MAKE_STRIPS[0]):
        assert rings(after_idle(after(at_choice(), click(place)), 9)) == 3


def test_the_other_interface_makes_one_by_a_left_click_and_all_by_its_menu() -> None:
    one = after_idle(after(at_choice(JEWELLERY), click(JEWELLERY_SLOTS[0])), 12)
    assert rings(one) == 1
    asked = after(at_choice(JEWELLERY), click(JEWELLERY_SLOTS[0], MouseButton.RIGHT))
    assert asked.menu is not None
    options = [choice.option for choice in asked.menu.choices]
    assert options == ["Make-1", "Make-5", "Make-All", "Cancel"]
    assert rings(after_idle(after(asked, click(row_rect(asked.menu, 2))), 12)) == 3


def test_walking_away_ends_the_work() -> None:
    world = after(after(at_choice(), type_keys("1")), click(place_of(FORGE, "furnace-0")))
    assert world.hero.is_working  # a click on the same furnace changes nothing
    gone = msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, aim="", is_working=False))
    assert rings(after_idle(gone, 12)) == rings(gone)


def test_far_from_a_furnace_nothing_begins() -> None:
    far = with_items(forge_of("F....\n.....\n..@.."), *SUPPLIES)
    assert not begun(far, RING).hero.is_working


def test_escape_closes_the_choice() -> None:
    assert after(at_choice(), type_keys("escape")).open_interface == ""
