"""What only combat promises; what every task promises is in test_tasks.py."""

from __future__ import annotations

import msgspec

from bridge.events import ButtonPress, MouseButton
from bridge.sandbox.demonstrations import PlayerKind
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks.combat import combat_score
from bridge.sandbox.worldgen import make_world
from tests.bridge.sandbox.tasks.games import played


def test_the_score_is_a_tenth_of_the_experience_gained() -> None:
    world = make_world(load_rules("combat"), "combat", 1)
    assert combat_score(world) == 0.0
    gained = msgspec.structs.replace(
        world.experience, attack=world.experience.attack + 40, hitpoints=world.experience.hitpoints + 10
    )
    assert combat_score(msgspec.structs.replace(world, experience=gained)) == 5.0


def test_the_expert_eats_loots_and_restocks() -> None:
    games = [played("combat", PlayerKind.EXPERT, seed) for seed in range(8)]
    assert all({"eaten", "looted"} <= game.noted for game in games)
    assert sum("banked" in game.noted for game in games) >= 6


def test_the_expert_uses_the_right_button_now_and_then() -> None:
    events = [event for seed in range(4) for event in played("combat", PlayerKind.EXPERT, seed).events]
    buttons = [event.button for event in events if isinstance(event, ButtonPress)]
    assert buttons.count(MouseButton.RIGHT) > len(buttons) / 100
