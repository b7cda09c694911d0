"""The random player keeps to its rates, whatever the game shows."""

from __future__ import annotations

import pytest

from bridge.events import ButtonPress, InputEvent, KeyPress, WheelScroll
from bridge.held import HeldInput
from bridge.sandbox.tasks.motion import Habits
from bridge.sandbox.tasks.random_player import RandomPlayer, Rates
from tests.bridge.sandbox.tasks.scenes import scene

MINUTES = 60


def played(seed: int, minutes: int) -> list[InputEvent]:
    player, held = RandomPlayer(Rates(clicks=10.0, keys=2.0, wheel_turns=1.0), seed, Habits()), HeldInput()
    events: list[InputEvent] = []
    for tick in range(100 * minutes):
        for event in player.act(scene(tick=tick), held):
            assert held.allows(event)
            held = held.after(event)
            events.append(event)
    return events


def test_clicks_keys_and_wheel_turns_come_at_their_rates() -> None:
    events = played(1, MINUTES)
    counts = [sum(isinstance(event, kind) for event in events) / MINUTES for kind in (ButtonPress, KeyPress)]
    assert counts[0] == pytest.approx(10.0, rel=0.15)
    assert counts[1] == pytest.approx(2.0, rel=0.3)
    assert sum(isinstance(event, WheelScroll) for event in events) / MINUTES == pytest.approx(1.5, rel=0.4)


def test_clicks_fall_all_over_the_canvas() -> None:
    presses = [event for event in played(2, MINUTES) if isinstance(event, ButtonPress)]
    assert min(press.x for press in presses) < 100
    assert max(press.x for press in presses) > 665
    assert max(press.y for press in presses) > 400


def test_the_same_seed_gives_the_same_events() -> None:
    assert played(3, 2) == played(3, 2)
    assert played(3, 2) != played(4, 2)
