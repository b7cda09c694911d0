"""What only jewellery promises; what every task promises is in test_tasks.py."""

from __future__ import annotations

import msgspec

from bridge.events import ButtonPress, KeyPress, MouseButton
from bridge.sandbox.demonstrations import PlayerKind
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks.jewellery import jewellery_score
from bridge.sandbox.worldgen import make_world
from tests.bridge.sandbox.tasks.games import played


def test_the_score_is_the_rings_made() -> None:
    world = make_world(load_rules("jewellery"), "jewellery", 1)
    assert jewellery_score(world) == 0.0
    assert world.craft is not None
    made = msgspec.structs.replace(world.craft, rings_made=26)
    assert jewellery_score(msgspec.structs.replace(world, craft=made)) == 26


def test_the_expert_scrolls_the_bank_turns_the_camera_and_meets_both_interfaces() -> None:
    games = [played("jewellery", PlayerKind.EXPERT, seed) for seed in range(16)]
    assert sum("scrolled" in game.noted for game in games) >= 12  # in one world of nine, all lies in the first rows
    assert {name for game in games for name in game.opened} == {"bank", "make", "jewellery"}
    keys = {event.key for game in games for event in game.events if isinstance(event, KeyPress)}
    assert {"space", "1", "2", "3", "left", "right", "escape"} <= keys


def test_the_expert_uses_the_right_button_now_and_then() -> None:
    events = [event for seed in range(4) for event in played("jewellery", PlayerKind.EXPERT, seed).events]
    buttons = [event.button for event in events if isinstance(event, ButtonPress)]
    assert buttons.count(MouseButton.RIGHT) > len(buttons) / 100
