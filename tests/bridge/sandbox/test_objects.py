"""What a client shows of each kind of thing."""

from __future__ import annotations

from bridge.sandbox.objects import BankChest, GroundItem, Tree, appearance
from bridge.sandbox.terrain import Tile
from bridge.state import EntityKind
from tests.bridge.sandbox.small_worlds import RULES

HERE = Tile(1, 1)


def test_a_tree_can_be_chopped_down_and_its_stump_cannot() -> None:
    tree = appearance(Tree("t", HERE, "willow", 3), RULES)
    stump = appearance(Tree("t", HERE, "willow", 0, respawn_ticks=5), RULES)
    assert (tree.name, tree.option) == ("Willow tree", "Chop down")
    assert (stump.name, stump.option) == ("Willow tree stump", "")
    assert tree.type_id != stump.type_id


def test_the_logs_left_and_the_ticks_to_respawn_do_not_show() -> None:
    shown = {appearance(Tree("t", HERE, "oak", logs), RULES) for logs in range(1, 9)}
    stumps = {appearance(Tree("t", HERE, "oak", 0, respawn_ticks=ticks), RULES) for ticks in range(1, 41)}
    assert (len(shown), len(stumps)) == (1, 1)


def test_the_chest_banks_and_a_lying_item_is_taken() -> None:
    assert appearance(BankChest("c", HERE), RULES).option == "Bank"
    lying = appearance(GroundItem("g", HERE, "logs", 9), RULES)
    assert (lying.kind, lying.option, lying.name) == (EntityKind.GROUND_ITEM, "Take", "Logs")


def test_every_object_is_14_to_40_pixels_across_at_every_zoom() -> None:
    trees = [Tree("t", HERE, kind, 1, ticks) for kind in RULES.trees for ticks in (0, 5)]
    for thing in (*trees, BankChest("c", HERE), GroundItem("g", HERE, "logs", 9)):
        looks = appearance(thing, RULES)
        for zoom in RULES.camera.zoom_px_per_tile:
            assert 14 <= round(looks.width_share * zoom) <= 40
            assert 14 <= round(looks.height_share * zoom) <= 40
