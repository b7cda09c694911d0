"""The rules file: what is in it, and what is refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bridge.errors import BridgeError
from bridge.sandbox.rules_file import load_rules, parse_rules

TEXT = files("bridge.sandbox").joinpath("rules.toml").read_text()


def test_the_rules_are_read_from_the_packages_own_file() -> None:
    assert load_rules("woodcutting") == parse_rules(TEXT.encode())


def test_the_woodcutting_card_is_what_the_rules_say() -> None:
    rules = load_rules("woodcutting")
    (cluster,) = rules.scenario["woodcutting"].clusters
    assert len({rules.trees[kind].chance_per_tick for kind in cluster.kinds}) == 3
    assert (cluster.count, cluster.path_tiles) == ((4, 16), (12, 25))
    assert (rules.woodcutting.logs_per_tree, rules.woodcutting.respawn_ticks) == ((1, 8), (12, 40))
    assert rules.camera.zoom_px_per_tile == (26.0, 34.0)
    assert min(rules.map.width_tiles, rules.map.height_tiles) >= 48


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(BridgeError, match="unknown field `colour_of_magic`"):
        parse_rules(f"colour_of_magic = 8\n{TEXT}".encode())


def test_a_missing_key_is_refused() -> None:
    with pytest.raises(BridgeError, match="missing required field `version`"):
        parse_rules(TEXT.replace("version = 1\n", "", 1).encode())


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(BridgeError, match="cannot be read"):
        parse_rules(b"[[[")


def test_a_tree_that_gives_an_unknown_item_is_refused() -> None:
    with pytest.raises(BridgeError, match=r"'yew_logs' in trees\.oak\.item, known are bronze_axe, logs"):
        parse_rules(TEXT.replace('item = "oak_logs"', 'item = "yew_logs"').encode())


def test_a_scenario_that_asks_for_an_unknown_object_is_refused() -> None:
    with pytest.raises(BridgeError, match=r"'yew' in scenario\.woodcutting"):
        parse_rules(TEXT.replace('kinds = ["tree", ', 'kinds = ["yew", ').encode())


def test_a_tasks_own_rules_lie_over_those_of_every_task() -> None:
    rules = parse_rules(TEXT.encode(), b"[hero]\nwoodcutting_experience = 7\n")
    assert rules.hero.woodcutting_experience == 7
    assert rules.hero.hitpoints_experience == load_rules("woodcutting").hero.hitpoints_experience


def test_the_combat_card_is_what_the_rules_say() -> None:
    rules = load_rules("combat")
    assert rules.combat is not None
    assert rules.combat.recovery_ticks * 0.6 == 60.0
    (cluster,) = rules.scenario["combat"].clusters
    assert cluster.is_mobile
    assert {"trout"} <= set(rules.scenario["combat"].inventory)
    sides = {share for kind in rules.monsters.values() for share in (kind.width_share, kind.height_share)}
    near, far = rules.camera.zoom_px_per_tile[1], rules.camera.zoom_px_per_tile[0]
    assert min(sides) * far >= 14
    assert max(sides) * near <= 40


def test_a_monster_that_drops_an_unknown_item_is_refused() -> None:
    combat = files("bridge.sandbox").joinpath("combat.toml").read_text()
    with pytest.raises(BridgeError, match=r"'gold' in combat\.monsters\.goblin\.drops"):
        parse_rules(TEXT.encode(), combat.replace('item = "bones"', 'item = "gold"', 1).encode())


def test_the_jewellery_card_is_what_the_rules_say() -> None:
    rules = load_rules("jewellery")
    assert rules.crafting is not None
    assert rules.crafting.bank_stacks == 120
    assert len(rules.items) >= 120
    assert len({item.item_id for item in rules.items.values()}) == len(rules.items)
    assert rules.bank_chest.quantities[0] == 13
    (cluster,) = rules.scenario["jewellery"].clusters
    assert (cluster.kinds, cluster.screen, cluster.is_behind_obstacle) == (("furnace",), "hedge", True)
    assert {product.kind for product in rules.crafting.products.values()} == {"ring", "necklace", "amulet"}


def test_a_product_of_an_unknown_item_is_refused() -> None:
    own = files("bridge.sandbox").joinpath("jewellery.toml").read_text()
    with pytest.raises(BridgeError, match=r"'tin_bar' in crafting\.products\.sapphire_ring"):
        parse_rules(TEXT.encode(), own.replace('inputs = ["gold_bar"', 'inputs = ["tin_bar"', 1).encode())
