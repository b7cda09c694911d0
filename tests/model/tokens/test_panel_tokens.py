"""What lies over the world as tokens."""

from __future__ import annotations

import math

from bridge.geometry import Rect
from bridge.state import Dialogue, Interface, Item, ItemContainer, Menu, MenuRow
from model.tokens.token import TokenField
from tests.model.feature_groups.scenes import VOCABULARY
from tests.model.tokens.shown import row_of, tokens

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


def test_two_slots_of_the_same_item_have_a_token_each_and_more_are_counted():
    items = tuple(Item(slot, 1511, "Logs", 1, Rect(560, 210 + 30 * slot, 30, 30)) for slot in range(5))
    found = tokens(inventory=ItemContainer(28, items))
    kept = [key for key in found.keys if key.startswith("INVENTORY_ITEM")]
    assert kept == ["INVENTORY_ITEM:0", "INVENTORY_ITEM:1"]
    assert row_of(found, kept[0])[TokenField.ALIKE] == 5


def test_items_of_an_open_bank_count_from_the_first_that_shows():
    seen, hidden = Item(16, 1, "Logs", 3, Rect(40, 56, 36, 32)), Item(4, 2, "Tree", 9)
    found = tokens(bank=bank(hidden, seen))
    assert row_of(found, "BANK_ITEM:16")[TokenField.RANK] == 0
    assert row_of(found, "BANK_ITEM:4")[TokenField.RANK] == -12
    assert tokens(bank=bank(hidden)).keys == tokens().keys  # closed: it is told by the features of what is owned
