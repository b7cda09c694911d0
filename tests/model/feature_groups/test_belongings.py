"""Inventory and bank as numbers."""

import math

import pytest

from bridge.state import Interface, Item, ItemContainer
from tests.model.feature_groups.scenes import VOCABULARY, features


def container(*names, capacity=28):
    return ItemContainer(capacity, tuple(Item(slot, 1, name, 1) for slot, name in enumerate(names)))


def test_an_empty_inventory_is_known_to_be_empty():
    found = features(inventory=container())
    assert [found[f"inventory.{name}"] for name in ("filled", "free", "is_full", "is_empty")] == [0.0, 1.0, 0.0, 1.0]
    assert (found["inventory.most_item"], found["inventory.most_share"]) == (1.0, 0.0)


def test_a_full_inventory_and_one_with_a_slot_left_are_told_apart():
    full, almost = features(inventory=container(*["Logs"] * 28)), features(inventory=container(*["Logs"] * 27))
    assert (full["inventory.is_full"], almost["inventory.is_full"]) == (1.0, 0.0)
    assert almost["inventory.free"] - full["inventory.free"] > 0.2


def test_the_two_names_with_most_slots_are_named():
    found = features(inventory=container("Logs", "Yew", "Logs", "Tree", "Tree", "Logs", "Tree"))
    assert found["inventory.most_item"] == VOCABULARY.id_of("Logs")
    assert found["inventory.second_item"] == VOCABULARY.id_of("Tree")
    assert found["inventory.most_share"] == pytest.approx(3 / 28)


def test_an_unknown_inventory_is_not_empty():
    found = features(inventory=None)
    assert all(math.isnan(value) for name, value in found.items() if name.startswith("inventory."))


def test_the_bank_is_open_where_its_interface_is():
    assert features()["bank.is_open"] == 0.0
    assert features(interface=Interface(("bank",)))["bank.is_open"] == 1.0
    assert math.isnan(features(interface=Interface())["bank.is_open"])


def test_a_bank_that_was_never_seen_is_unknown():
    assert math.isnan(features()["bank.filled"])
    assert features(bank=container("Logs", capacity=4))["bank.filled"] == 0.25
