"""What lies over the world as tokens."""

from __future__ import annotations

import math

from bridge.events import KEYS
from bridge.geometry import Rect
from bridge.state import Button, Dialogue, Interface, Item, ItemContainer, Menu, MenuRow
from model.tokens.token import TokenField
from tests.model.feature_groups.scenes import VOCABULARY
from tests.model.tokens.shown import row_of, tokens

NAMES_OF_BUTTONS = ("make.1", "make.2", "make.space", "run_toggle")
BOX = Rect(290, 90, 21, 30)


def bank(*items: Item) -> ItemContainer:
    return ItemContainer(400, items)


def test_a_menu_row_has_what_it_does_and_what_to():
    menu = Menu(Rect(80, 70, 60, 36), (MenuRow("Chop", "Oak tree", Rect(80, 90, 60, 16)),))
    row = row_of(tokens(interface=Interface((), menu=menu)), "menu:Chop:Oak tree")
    assert (row[TokenField.NAME], row[TokenField.DETAIL]) == (VOCABULARY.id_of("Chop"), VOCABULARY.id_of("Oak tree"))
    assert (row[TokenField.Y], row[TokenField.RANK]) == (90, 0)


def test_the_answers_of_a_dialogue_are_numbered_and_have_no_place():
    found = tokens(interface=Interface(("make",), dialogue=Dialogue("", "What?", ("Logs", "Tree"))))
    second = row_of(found, "answer:1")
    assert (second[TokenField.NAME], second[TokenField.RANK]) == (VOCABULARY.id_of("Tree"), 1)
    assert math.isnan(second[TokenField.X])


def test_a_button_is_told_the_answer_it_gives_and_a_strip_below_it_too():
    options = [Rect(92 + 120 * number, 368, 96, 92) for number in range(2)]
    buttons = (
        *(Button(f"make.{number + 1}", place) for number, place in enumerate(options)),
        Button("make.space", Rect(212, 460, 96, 22)),
        Button("run_toggle", Rect(540, 90, 30, 30)),
    )
    shown = Interface(("make",), buttons=buttons, dialogue=Dialogue("", "What?", ("Logs", "Tree")))
    found = {name: row_of(tokens(interface=shown), f"button:{name}")[TokenField.DETAIL] for name in NAMES_OF_BUTTONS}
    logs, tree, nothing = (VOCABULARY.id_of(name) for name in ("Logs", "Tree", ""))
    assert found == {"make.1": logs, "make.2": tree, "make.space": tree, "run_toggle": nothing}


def test_a_button_that_gives_an_answer_knows_the_key_that_gives_the_same():
    keyed = (Button("make.2", Rect(92, 368, 96, 92)), Button("make.space", Rect(92, 460, 96, 22)))
    buttons = (*keyed, Button("other.1x", Rect(0, 0, 9, 9)), Button("no.9", Rect(0, 20, 9, 9)))
    shown = Interface(("make",), buttons=buttons, dialogue=Dialogue("", "What?", ("Logs", "Tree")))
    keys = {one.name: row_of(tokens(interface=shown), f"button:{one.name}")[TokenField.SHORTCUT] for one in buttons}
    assert (keys["make.2"], keys["make.space"]) == (KEYS.index("2"), KEYS.index("space"))
    assert math.isnan(keys["other.1x"])
    assert math.isnan(keys["no.9"]), "there is no ninth answer"


def test_two_slots_of_the_same_item_have_a_token_each_and_more_are_counted():
    items = tuple(Item(slot, 1511, "Logs", 1, Rect(560, 210 + 30 * slot, 30, 30)) for slot in range(3, 8))
    found = tokens(inventory=ItemContainer(28, items))
    kept = [key for key in found.keys if key.startswith("INVENTORY_ITEM")]
    assert kept == ["INVENTORY_ITEM:3", "INVENTORY_ITEM:4"]
    assert [row_of(found, key)[TokenField.RANK] for key in kept] == [0, 1], "of its name, wherever it lies"
    assert row_of(found, kept[0])[TokenField.ALIKE] == 5


def test_items_of_an_open_bank_count_from_the_first_that_shows():
    seen, above, below = Item(16, 1, "Logs", 3, Rect(40, 56, 36, 32)), Item(4, 2, "Tree", 9), Item(40, 3, "Ore", 1)
    found = tokens(bank=bank(above, seen, below))
    assert [row_of(found, f"BANK_ITEM:{slot}")[TokenField.RANK] for slot in (16, 4, 40)] == [0, -12, 24]
    assert tokens(bank=bank(above)).keys == tokens().keys  # closed: it is told by the features of what is owned


def test_the_wheel_scrolls_over_the_place_of_all_items_that_show():
    items = (Item(3, 1511, "Logs", 5, Rect(100, 90, 36, 32)), Item(12, 1521, "Tree", 5, Rect(150, 130, 36, 32)))
    row = row_of(tokens(bank=bank(*items)), "button:bank.items")
    place = [row[field] for field in (TokenField.X, TokenField.Y, TokenField.WIDTH, TokenField.HEIGHT)]
    assert place == [100, 90, 86, 72]


def test_what_an_open_bank_hides_lies_on_the_line_past_which_to_scroll():
    shown = tuple(Item(slot, slot, "Logs", 1, Rect(40 + 50 * (slot - 8), 56, 36, 32)) for slot in (8, 9))
    found = tokens(bank=bank(Item(5, 2, "Tree", 9), *shown, Item(14, 3, "Ore", 1)))
    place = (TokenField.X, TokenField.Y, TokenField.WIDTH, TokenField.HEIGHT)
    assert [row_of(found, "BANK_ITEM:5")[field] for field in place] == [90, 55, 36, 1]
    assert [row_of(found, "BANK_ITEM:14")[field] for field in place] == [40, 88, 36, 1]
    assert row_of(found, "BANK_ITEM:5")[TokenField.COVERED] == 1
    assert math.isnan(row_of(found, "BANK_ITEM:8")[TokenField.COVERED])


def test_a_token_tells_how_many_of_its_name_are_carried():
    logs = tuple(Item(slot, 1511, "Logs", 1, Rect(560, 210 + 30 * slot, 30, 30)) for slot in range(3))
    stacks = bank(Item(0, 1511, "Logs", 90, Rect(40, 56, 36, 32)), Item(1, 2, "Tree", 9, Rect(90, 56, 36, 32)))
    found = tokens(inventory=ItemContainer(28, logs), bank=stacks)
    carried = [row_of(found, key)[TokenField.CARRIED] for key in ("BANK_ITEM:0", "BANK_ITEM:1", "INVENTORY_ITEM:0")]
    assert carried == [3, 0, 3]
    assert math.isnan(row_of(tokens(inventory=None, bank=stacks), "BANK_ITEM:0")[TokenField.CARRIED])
