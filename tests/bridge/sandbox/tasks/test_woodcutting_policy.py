"""What a woodcutter wants in each situation."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.geometry import Rect
from bridge.sandbox.layout import MINIMAP, RUN_ORB, VIEWPORT
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff, Rest, TypeKeys
from bridge.sandbox.tasks.patience import PATIENCE_TICKS
from bridge.sandbox.tasks.travel import use_purpose
from bridge.sandbox.tasks.woodcutting_policy import WoodcuttingPolicy, cost_ticks
from bridge.state import GamePhase, GameState, Menu, MenuRow, WorldPoint
from tests.bridge.sandbox.tasks.scenes import CLOSE, DEPOSIT, HERE, scene, thing

NEAR = Rect(200, 100, 30, 34)
FAR = Rect(400, 60, 30, 34)
CHEST = thing("Bank chest", 3, 3, Rect(300, 200, 28, 25))


def policy(seed: int = 1) -> WoodcuttingPolicy:
    return WoodcuttingPolicy(np.random.default_rng(seed), None)


def want(state: GameState) -> Errand:
    return policy().want(state)


def test_the_cheapest_tree_on_the_view_is_clicked() -> None:
    state = scene(thing("Willow tree", 1, 1, FAR), thing("Tree", 2, 2, NEAR), thing("Tree", 6, 6, FAR))
    assert want(state) == ClickOn("use Tree-2-2", NEAR)


def test_stumps_are_left_alone() -> None:
    assert want(scene(thing("Tree stump", 1, 1, NEAR))) == Rest()


def test_chopping_goes_on_by_itself() -> None:
    tree = thing("Tree", 1, 1, NEAR, "tree-1")
    assert want(scene(tree, thing("Tree", 2, 2, FAR), interacting="tree-1")) == Rest()


def test_a_depleted_tree_is_left_for_the_next_one() -> None:
    stump = thing("Tree stump", 1, 1, NEAR, "tree-1")
    assert want(scene(stump, thing("Tree", 2, 2, FAR), interacting="tree-1")) == ClickOn("use Tree-2-2", FAR)


def test_a_tree_off_the_view_is_walked_to_by_the_minimap() -> None:
    errand = want(scene(thing("Tree", 10, 0)))
    assert isinstance(errand, ClickOn)
    assert errand.purpose == "walk to Tree-10-0"
    assert MINIMAP.contains(errand.target.centre.x, errand.target.centre.y)


def test_at_times_a_tree_off_the_view_is_walked_to_by_the_ground() -> None:
    tree = thing("Tree", 10, 0, key="tree-1")
    wants = []
    for seed in range(30):
        walker = policy(seed)
        walker.want(scene(thing("Tree", 1, 1, NEAR, "tree-2"), interacting="tree-2"))
        errand = walker.want(scene(tree))
        assert isinstance(errand, ClickOn)
        wants.append(VIEWPORT.contains(errand.target.centre.x, errand.target.centre.y))
    assert 3 <= sum(wants) <= 17


def test_without_trees_one_walks_to_the_stumps() -> None:
    errand = want(scene(thing("Oak tree stump", 10, 0)))
    assert isinstance(errand, ClickOn)
    assert errand.purpose == "walk to Oak tree stump-10-0"


def test_a_full_inventory_is_brought_to_the_chest() -> None:
    assert want(scene(thing("Tree", 1, 1, NEAR), CHEST, logs=28)) == ClickOn(use_purpose(CHEST), CHEST.bounds or NEAR)


def test_the_way_to_the_chest_goes_on_by_itself() -> None:
    assert want(scene(CHEST, logs=28, interacting=CHEST.key)) == Rest()


def test_in_the_bank_everything_is_deposited() -> None:
    assert want(scene(CHEST, logs=28, buttons=(DEPOSIT, CLOSE))) == ClickOn("deposit", DEPOSIT.bounds)


def test_an_emptied_bank_is_closed_by_key_or_by_button() -> None:
    closing = set()
    for seed in range(20):
        banker = policy(seed)
        banker.want(scene(CHEST, logs=28, buttons=(DEPOSIT, CLOSE)))
        closing.add(banker.want(scene(CHEST, buttons=(DEPOSIT, CLOSE))))
    assert closing == {HoldKey("close", "escape"), ClickOn("close", CLOSE.bounds)}


def test_an_open_menu_is_left_by_its_cancel_row() -> None:
    row = Rect(211, 130, 100, 16)
    menu = Menu(Rect(210, 100, 102, 50), (MenuRow("Cancel", "", row),))
    assert want(scene(thing("Tree", 1, 1, NEAR), menu=menu)) == ClickOn("leave menu", row)


def test_a_menu_without_a_cancel_row_is_left_by_moving_away() -> None:
    errand = want(scene(menu=Menu(Rect(10, 100, 102, 50), ())))
    assert isinstance(errand, MoveOff)
    assert errand.area.x > 112


@pytest.mark.parametrize(("energy", "errand"), [(0.5, ClickOn("run", RUN_ORB)), (0.1, Rest())])
def test_running_is_turned_on_when_there_is_energy(energy: float, errand: Errand) -> None:
    assert want(scene(is_running=False, energy=energy)) == errand


def test_on_the_login_screen_one_logs_in() -> None:
    assert isinstance(want(scene(phase=GamePhase.LOGIN_SCREEN)), TypeKeys)


def test_a_tree_that_cannot_be_used_is_left_for_another() -> None:
    woodcutter = policy()
    trees = (thing("Tree", 1, 1, NEAR), thing("Tree", 5, 5, FAR))
    purposes = [woodcutter.want(scene(*trees, tick=tick)).purpose for tick in range(PATIENCE_TICKS + 3)]
    assert purposes[0] == "use Tree-1-1"
    assert purposes[-1] == "use Tree-5-5"


def test_one_waits_while_the_way_leads_there() -> None:
    tree = thing("Tree", 0, 10)
    assert want(scene(tree, destination=WorldPoint(HERE.x, HERE.y + 9))) == Rest()
    assert want(scene(tree, destination=WorldPoint(HERE.x, HERE.y - 9))) != Rest()


def test_a_near_slow_tree_can_cost_more_than_a_far_quick_one() -> None:
    assert cost_ticks(thing("Willow tree", 1, 1), HERE) > cost_ticks(thing("Tree", 9, 9), HERE)
