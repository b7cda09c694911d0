"""What a fighter wants in each situation."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.events import MouseButton
from bridge.geometry import Rect
from bridge.sandbox.layout import RUN_ORB
from bridge.sandbox.tasks.combat_policy import CombatPolicy, cost_ticks, is_wounded
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, Rest, TypeKeys
from bridge.sandbox.tasks.patience import PATIENCE_TICKS
from bridge.state import (
    Button,
    Entity,
    EntityKind,
    GamePhase,
    GameState,
    Item,
    ItemContainer,
    Menu,
    MenuRow,
    WorldPoint,
)
from tests.bridge.sandbox.tasks.scenes import CLOSE, DEPOSIT, HERE, scene, thing

NEAR = Rect(200, 100, 24, 30)
FAR = Rect(400, 60, 24, 30)
SLOT = Rect(563, 213, 36, 32)
STACK = Item(2, 333, "Trout", 400, Rect(152, 56, 36, 32))
CHEST = thing("Bank chest", 3, 3, Rect(300, 200, 28, 25))


def monster(name: str, east: int, north: int, bounds: Rect | None = NEAR) -> Entity:
    place = WorldPoint(HERE.x + east, HERE.y + north)
    return Entity(f"{name}-{east}", EntityKind.NPC, 1, name, place, bounds)


def lying(name: str, east: int) -> Entity:
    return Entity(f"lying-{east}", EntityKind.GROUND_ITEM, 1, name, WorldPoint(HERE.x + east, HERE.y), FAR, quantity=1)


def fighter(state: GameState, *, hitpoints: int = 25, food: int = 3, bank: bool = False) -> GameState:
    """The scene with hit points of 25 and pieces of food, the bank known where it is open."""
    assert state.player is not None
    items = tuple(Item(slot, 333, "Trout", 1, SLOT) for slot in range(food))
    return msgspec.structs.replace(
        state,
        player=msgspec.structs.replace(state.player, hitpoints=hitpoints, max_hitpoints=25),
        inventory=ItemContainer(28, items),
        bank=ItemContainer(400, (STACK,)) if bank else None,
    )


def want(state: GameState) -> Errand:
    return CombatPolicy(np.random.default_rng(1), None).want(state)


def test_the_cheapest_monster_is_attacked() -> None:
    state = fighter(scene(monster("Ogre", 1, 1, FAR), monster("Goblin", 3, 0), monster("Goblin", 9, 0, FAR)))
    assert want(state) == ClickOn("use Goblin-3", NEAR)
    assert cost_ticks(monster("Ogre", 1, 1), HERE) > cost_ticks(monster("Goblin", 3, 0), HERE)


def test_a_fight_goes_on_by_itself() -> None:
    assert want(fighter(scene(monster("Goblin", 1, 0), monster("Ogre", 2, 0), interacting="Goblin-1"))) == Rest()


@pytest.mark.parametrize(("hitpoints", "is_hungry"), [(13, False), (12, True), (1, True)])
def test_below_half_one_eats_even_in_a_fight(hitpoints: int, is_hungry: bool) -> None:
    state = fighter(scene(monster("Goblin", 1, 0), interacting="Goblin-1"), hitpoints=hitpoints)
    assert state.player is not None
    assert is_wounded(state.player) == is_hungry
    assert (want(state) == ClickOn("eat", SLOT)) == is_hungry


def test_unknown_hit_points_are_enough() -> None:
    player = scene().player
    assert player is not None
    assert not is_wounded(player)


def test_food_behind_another_tab_is_brought_to_light() -> None:
    tab = Button("tab.inventory", Rect(624, 169, 36, 34))
    state = fighter(scene(), hitpoints=5)
    hidden = ItemContainer(28, (Item(0, 333, "Trout", 1, None),))
    interface = msgspec.structs.replace(state.interface, buttons=(tab,))
    state = msgspec.structs.replace(state, inventory=hidden, interface=interface)
    assert want(state) == ClickOn("show inventory", tab.bounds)


def test_wounded_without_food_one_goes_to_the_chest() -> None:
    state = fighter(scene(CHEST, monster("Goblin", 1, 0)), hitpoints=5, food=0)
    assert want(state) == ClickOn("use Bank chest-3-3", CHEST.bounds or NEAR)
    going = fighter(scene(CHEST, interacting=CHEST.key), hitpoints=5, food=0)
    assert want(going) == Rest()


def test_at_the_bank_food_is_asked_for_by_the_right_button() -> None:
    state = fighter(scene(CHEST, buttons=(DEPOSIT, CLOSE)), food=0, bank=True)
    assert want(state) == ClickOn("choose how much", STACK.bounds or NEAR, MouseButton.RIGHT)


def test_ten_pieces_are_withdrawn_by_the_menu() -> None:
    row = MenuRow("Withdraw-10", "Trout", Rect(150, 110, 104, 16))
    menu = Menu(Rect(150, 60, 104, 90), (row, MenuRow("Cancel", "", Rect(150, 140, 104, 16))))
    state = fighter(scene(CHEST, buttons=(DEPOSIT, CLOSE), menu=menu), food=0, bank=True)
    assert want(state) == ClickOn("withdraw", row.bounds)
    stocked = fighter(scene(CHEST, buttons=(DEPOSIT, CLOSE), menu=menu), food=10, bank=True)
    assert want(stocked) == ClickOn("leave menu", menu.rows[1].bounds)


def test_with_food_enough_the_bank_is_closed() -> None:
    state = fighter(scene(CHEST, buttons=(DEPOSIT, CLOSE)), food=10, bank=True)
    assert want(state) in (HoldKey("close", "escape"), ClickOn("close", CLOSE.bounds))


def test_food_on_the_ground_is_picked_up_between_fights() -> None:
    loot = lying("Cooked meat", 2)
    assert want(fighter(scene(monster("Goblin", 1, 0), loot))) == ClickOn("use lying-2", FAR)
    taking = fighter(scene(monster("Goblin", 1, 0), loot, interacting=loot.key))
    assert want(taking) == Rest()


def test_bones_far_food_and_food_without_room_are_left() -> None:
    goblin = monster("Goblin", 1, 0)
    for state in (
        fighter(scene(goblin, lying("Bones", 2))),
        fighter(scene(goblin, lying("Cooked meat", 9))),
        fighter(scene(goblin, lying("Cooked meat", 2)), food=28),
    ):
        assert want(state) == ClickOn("use Goblin-1", NEAR)


def test_who_has_fallen_waits() -> None:
    assert want(fighter(scene(monster("Goblin", 1, 0)), hitpoints=0)) == Rest()


def test_running_is_turned_on_and_an_open_menu_left() -> None:
    assert want(fighter(scene(is_running=False, energy=0.5))) == ClickOn("run", RUN_ORB)
    menu = Menu(Rect(150, 60, 104, 90), (MenuRow("Cancel", "", Rect(150, 140, 104, 16)),))
    assert want(fighter(scene(menu=menu))) == ClickOn("leave menu", menu.rows[0].bounds)


def test_on_the_login_screen_one_logs_in() -> None:
    assert isinstance(want(scene(phase=GamePhase.LOGIN_SCREEN)), TypeKeys)


def test_a_monster_that_cannot_be_reached_is_left_for_another() -> None:
    policy = CombatPolicy(np.random.default_rng(1), None)
    both = (monster("Goblin", 1, 0), monster("Goblin", 5, 0, FAR))
    purposes = [policy.want(fighter(scene(*both, tick=tick))).purpose for tick in range(PATIENCE_TICKS + 3)]
    assert (purposes[0], purposes[-1]) == ("use Goblin-1", "use Goblin-5")
