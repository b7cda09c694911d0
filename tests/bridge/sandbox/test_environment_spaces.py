"""States as arrays, and actions as events."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.clock import VirtualClock
from bridge.events import ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove, WheelScroll
from bridge.held import HeldInput
from bridge.sandbox.environment_spaces import (
    BANK_SLOTS,
    BUTTONS,
    INTERFACES,
    KEYS,
    OPTIONS,
    action_space,
    pixel_space,
    state_arrays,
    state_spaces,
    tick_events,
)
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.observe import observe
from bridge.sandbox.tasks import TASK_NAMES
from bridge.sandbox.world import BANK, MAKE, Stack
from bridge.state import TICK_NS, GamePhase
from tests.bridge.sandbox.small_worlds import (
    OPEN_FIELD,
    after,
    click,
    fight_of,
    forge_of,
    place_of,
    with_items,
    world_of,
)

NOTHING = {"pointer": np.array([10, 20]), "button": 0, "wheel": 0, "key": 0}


@pytest.mark.parametrize("task", TASK_NAMES)
def test_every_state_lies_in_its_spaces(task: str) -> None:
    game, spaces = SandboxGame(task, 3, VirtualClock()), state_spaces()
    for _ in range(3):
        state = game.receive(0.0)
        assert state is not None
        arrays = state_arrays(state)
        assert arrays.keys() == spaces.keys()
        assert all(spaces[name].contains(array) for name, array in arrays.items())
    assert pixel_space().contains(game.grab().pixels)


def test_a_login_screen_is_a_state_without_a_player() -> None:
    arrays = state_arrays(observe(world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN), 0))
    assert set(arrays["player"].tolist()) == {-1.0}
    assert arrays["interfaces"][INTERFACES.index("login")] == 1.0
    assert not arrays["entities"][:, :4].any()


def test_an_angry_monster_is_a_row_with_place_health_and_partnership() -> None:
    world = after(fight_of("......\n..@g..\n......"), click(place_of(fight_of("......\n..@g..\n......"), "goblin-0")))
    row = state_arrays(observe(world, 0))["entities"][0]
    assert row[:4].tolist() == [1.0, 3028.0, 1.0, 0.0]
    assert (row[4:8] > 0).all()
    assert 0.0 < row[8] <= 1.0
    assert row[9] == 1.0


def test_what_is_not_known_is_minus_one() -> None:
    arrays = state_arrays(observe(world_of(OPEN_FIELD), 0))
    assert arrays["pointer"].tolist() == [-1.0, -1.0]
    assert set(arrays["buttons"][BUTTONS.index("bank.close")].tolist()) == {-1.0}
    assert arrays["bank"].shape == (BANK_SLOTS, 6)
    assert not arrays["bank"][:, :2].any()


def test_the_open_bank_and_the_inventory_tell_items_and_places() -> None:
    world = with_items(
        forge_of(OPEN_FIELD, open_interface=BANK, bank=(Stack("gold_bar", 7),), is_bank_known=True), "ruby"
    )
    arrays = state_arrays(observe(world, 0))
    assert arrays["bank"][0].tolist() == [2357.0, 7.0, 40.0, 56.0, 36.0, 32.0]
    assert arrays["inventory"][0, :2].tolist() == [1603.0, 1.0]
    assert arrays["interfaces"][INTERFACES.index("bank")] == 1.0


def test_the_choice_at_the_furnace_tells_which_product_is_where() -> None:
    world = with_items(forge_of("..F\n..@", open_interface=MAKE), "gold_bar", "sapphire")
    arrays = state_arrays(observe(world, 0))
    assert arrays["choices"].tolist() == [1.0, 2.0, 3.0]
    assert (arrays["buttons"][BUTTONS.index("make.space")] > 0).all()


def test_a_menu_tells_what_its_rows_do() -> None:
    world = world_of("...\n.T.\n.@.")
    opened = after(world, click(place_of(world, "tree-0"), MouseButton.RIGHT))
    rows = state_arrays(observe(opened, 0))["menu"]
    assert [OPTIONS[int(number) - 1] for number in rows[:, 0] if number] == [
        "Chop down",
        "Walk here",
        "Examine",
        "Cancel",
    ]


def test_an_action_of_nothing_only_moves_the_pointer() -> None:
    (event,) = tick_events(NOTHING, 7 * TICK_NS)
    assert isinstance(event, PointerMove)
    assert (event.x, event.y) == (10, 20)


def test_a_whole_action_is_a_move_a_click_a_turn_of_the_wheel_and_a_key() -> None:
    events = tick_events({**NOTHING, "button": 2, "wheel": 4, "key": 1 + KEYS.index("space")}, TICK_NS)
    kinds = [PointerMove, ButtonPress, ButtonRelease, WheelScroll, KeyPress, KeyRelease]
    assert [type(event) for event in events] == kinds
    assert events[1].button is MouseButton.RIGHT  # type: ignore[union-attr]
    assert all(TICK_NS <= event.at_ns < 2 * TICK_NS for event in events)


def test_every_sampled_action_is_possible_input() -> None:
    space, held = action_space(), HeldInput()
    space.seed(3)
    for _ in range(200):
        events = tick_events(space.sample(), 0)
        for event in events:
            assert held.allows(event)
            held = held.after(event)
        assert msgspec.json.encode(events)
    assert not held.buttons
    assert not held.keys
