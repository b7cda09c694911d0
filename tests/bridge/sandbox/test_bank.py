"""Items between the inventory and the bank."""

from __future__ import annotations

import msgspec

from bridge.events import Author, MouseButton, WheelScroll
from bridge.sandbox.bank import (
    deposited,
    deposited_all,
    last_bank_row,
    scrolled,
    scrolls_bank,
    shown_stacks,
    withdrawn,
)
from bridge.sandbox.layout import BANK_PANEL, BANK_SLOTS
from bridge.sandbox.world import BANK, INVENTORY_CAPACITY, Counters, Stack, World
from tests.bridge.sandbox.small_worlds import (
    CRAFT_RULES,
    OPEN_FIELD,
    RULES,
    after,
    click,
    forge_of,
    with_items,
    world_of,
)

CARRYING = with_items(world_of(OPEN_FIELD), "logs", "oak_logs", "logs", "bronze_axe", "logs")


def carried(world: World) -> list[str]:
    return [item for item in world.inventory if item is not None]


def test_depositing_one_takes_the_clicked_slot() -> None:
    after = deposited(CARRYING, 2, 1)
    assert after.inventory[:5] == ("logs", "oak_logs", None, "bronze_axe", "logs")
    assert after.bank == (Stack("logs", 1),)


def test_depositing_more_takes_its_like_from_other_slots() -> None:
    after = deposited(CARRYING, 2, 2)
    assert after.inventory[:5] == (None, "oak_logs", None, "bronze_axe", "logs")
    assert deposited(CARRYING, 2, INVENTORY_CAPACITY).bank == (Stack("logs", 3),)


def test_depositing_everything_empties_the_inventory_into_stacks() -> None:
    after = deposited_all(CARRYING)
    assert carried(after) == []
    assert after.bank == (Stack("logs", 3), Stack("oak_logs", 1), Stack("bronze_axe", 1))


def test_an_empty_slot_deposits_nothing() -> None:
    assert deposited(CARRYING, 9, 1) == CARRYING


def test_only_logs_are_counted_and_withdrawing_takes_them_back() -> None:
    banked = deposited_all(CARRYING)
    assert banked.counters == Counters(logs_banked=4)
    again = deposited_all(withdrawn(banked, 0, 3))
    assert withdrawn(banked, 0, 3).counters == Counters(logs_banked=1)
    assert again.counters == banked.counters


def test_withdrawing_fills_free_slots_and_removes_an_empty_stack() -> None:
    world = msgspec.structs.replace(world_of(OPEN_FIELD), bank=(Stack("logs", 2), Stack("oak_logs", 5)))
    after = withdrawn(world, 0, 5)
    assert carried(after) == ["logs", "logs"]
    assert after.bank == (Stack("oak_logs", 5),)


def test_withdrawing_ends_with_the_free_slots_and_says_so() -> None:
    world = msgspec.structs.replace(with_items(world_of(OPEN_FIELD), *["logs"] * 27), bank=(Stack("oak_logs", 5),))
    after = withdrawn(world, 0, 5)
    assert carried(after).count("oak_logs") == 1
    assert after.bank == (Stack("oak_logs", 4),)
    assert after.chat[-1] == "You don't have enough inventory space."


def test_an_empty_bank_slot_gives_nothing() -> None:
    assert withdrawn(CARRYING, 3, 1) == CARRYING


def test_a_full_bank_takes_only_what_it_knows() -> None:
    rules = msgspec.structs.replace(RULES, bank_chest=msgspec.structs.replace(RULES.bank_chest, capacity=1))
    after = deposited_all(msgspec.structs.replace(CARRYING, rules=rules))
    assert after.bank == (Stack("logs", 3),)
    assert carried(after) == ["oak_logs", "bronze_axe"]
    assert after.chat[-1] == "Your bank is full."


STACKS = tuple(Stack(item, 50) for item in sorted(CRAFT_RULES.items))[:120]
LONG = forge_of(OPEN_FIELD, open_interface=BANK, bank=STACKS)
OVER = WheelScroll(0, BANK_PANEL.centre.x, BANK_PANEL.centre.y, -2, Author.HUMAN)


def test_a_bank_of_120_scrolls_row_by_row_to_its_end() -> None:
    assert last_bank_row(LONG) == 10
    assert scrolled(LONG, -3).bank_row == 3
    assert scrolled(LONG, -99).bank_row == 10
    assert scrolled(LONG, 2).bank_row == 0
    slots = [slot for slot, _, _ in shown_stacks(scrolled(LONG, -10))]
    assert slots == list(range(80, 120))


def test_a_click_hits_the_stack_that_is_scrolled_there() -> None:
    world = after(scrolled(LONG, -2), click(BANK_SLOTS[3], MouseButton.RIGHT))
    assert world.menu is not None
    assert world.menu.choices[0].target == CRAFT_RULES.items[STACKS[19].item].name
    taken = after(scrolled(LONG, -2), click(BANK_SLOTS[3]))
    assert taken.inventory.count(STACKS[19].item) == 13


def test_the_wheel_over_the_bank_scrolls_it_and_does_not_zoom() -> None:
    assert scrolls_bank(LONG, OVER)
    world = after(LONG, (OVER,))
    assert (world.bank_row, world.camera) == (2, LONG.camera)


def test_beside_a_bank_and_over_one_that_fits_the_wheel_zooms() -> None:
    closed = msgspec.structs.replace(LONG, open_interface="")
    fitting = msgspec.structs.replace(LONG, bank=STACKS[:40])
    for world in (closed, fitting):
        assert not scrolls_bank(world, OVER)
        assert after(world, (OVER,)).camera.zoom == world.camera.zoom - 2
