"""Every task is found by its name and keeps its promises: expert, oracle and floor in whole games."""

from __future__ import annotations

import hashlib

import pytest

from bridge.clock import VirtualClock
from bridge.errors import BridgeError
from bridge.events import ButtonPress, InputEvent, KeyPress, WheelScroll
from bridge.held import HeldInput
from bridge.sandbox.demonstrations import PlayerKind, play_scripted, player_of
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks import TASK_NAMES, TASKS, combat, jewellery, task_named, woodcutting
from bridge.sandbox.worldgen import make_world
from bridge.state import GamePhase, GameState
from tests.bridge.sandbox.tasks.games import TICKS, played

RATES = {
    "woodcutting": woodcutting.EXPERT_RATES,
    "combat": combat.EXPERT_RATES,
    "jewellery": jewellery.EXPERT_RATES,
}
LONGEST_LULL_TICKS = {"woodcutting": 100, "combat": 150, "jewellery": 120}
LEAST_SCORE = {"woodcutting": 80, "combat": 120, "jewellery": 100}
RANDOM_SHARE = {"woodcutting": 0.05, "combat": 0.1, "jewellery": 0.05}
SEEDS, MANY_SEEDS = range(4), range(16)
RATED_SEEDS = {"woodcutting": range(30)}  # its keys and wheel are rare

each_task = pytest.mark.parametrize("name", TASK_NAMES)


def mean_score(name: str, kind: PlayerKind) -> float:
    return sum(played(name, kind, seed).score for seed in SEEDS) / len(SEEDS)


def test_a_task_is_found_by_its_name() -> None:
    assert [task_named(task.name) for task in TASKS] == list(TASKS)


def test_an_unknown_name_says_what_is_known() -> None:
    with pytest.raises(BridgeError, match="'fishing', known are woodcutting, combat, jewellery"):
        task_named("fishing")


def test_every_task_has_its_scenario_in_the_rules() -> None:
    assert all(task.name in load_rules(task.name).scenario for task in TASKS)


@each_task
def test_the_world_of_another_task_scores_nothing(name: str) -> None:
    other = TASK_NAMES[TASK_NAMES.index(name) - 1]
    assert task_named(name).score(make_world(load_rules(other), other, 1)) == 0.0


@each_task
def test_the_expert_reaches_at_least_seven_tenths_of_the_oracle(name: str) -> None:
    assert mean_score(name, PlayerKind.EXPERT) >= 0.7 * mean_score(name, PlayerKind.ORACLE)


@each_task
def test_the_random_player_is_far_below_the_expert(name: str) -> None:
    assert mean_score(name, PlayerKind.RANDOM) < RANDOM_SHARE[name] * mean_score(name, PlayerKind.EXPERT)


@pytest.mark.parametrize("seed", MANY_SEEDS)
@each_task
def test_the_expert_is_never_stuck_and_never_dies(name: str, seed: int) -> None:
    game = played(name, PlayerKind.EXPERT, seed)
    assert game.longest_lull_ticks < LONGEST_LULL_TICKS[name]
    assert game.score > LEAST_SCORE[name]
    assert game.deaths == 0


@each_task
def test_the_expert_and_the_floor_send_only_possible_events(name: str) -> None:
    for kind in (PlayerKind.EXPERT, PlayerKind.RANDOM):
        for seed in SEEDS:
            held = HeldInput()
            for event in played(name, kind, seed).events:
                assert held.allows(event)
                held = held.after(event)


@each_task
def test_the_expert_uses_buttons_keys_and_wheel(name: str) -> None:
    events = [event for seed in SEEDS for event in played(name, PlayerKind.EXPERT, seed).events]
    assert {ButtonPress, KeyPress, WheelScroll} <= {type(event) for event in events}


@each_task
def test_the_random_player_keeps_the_rates_of_the_expert(name: str) -> None:
    seeds = RATED_SEEDS.get(name, MANY_SEEDS)
    minutes = len(seeds) * TICKS * 0.6 / 60
    events = [event for seed in seeds for event in played(name, PlayerKind.EXPERT, seed).events]
    clicks, keys, notches = (
        sum(isinstance(event, kind) for event in events) / minutes for kind in (ButtonPress, KeyPress, WheelScroll)
    )
    assert RATES[name].clicks == pytest.approx(clicks, rel=0.15)
    assert RATES[name].keys == pytest.approx(keys, rel=0.15)
    assert 1.5 * RATES[name].wheel_turns == pytest.approx(notches, rel=0.15)


@each_task
def test_the_expert_logs_in_by_itself(name: str) -> None:
    game = played(name, PlayerKind.EXPERT, 3, 300, logged_in=False)
    assert game.phase is GamePhase.LOGGED_IN
    assert game.score > 10


@each_task
def test_the_same_seed_gives_the_same_game_and_the_same_pixels_twice(name: str) -> None:
    seen = set()
    for draws in (True, False, True):
        game = SandboxGame(name, 4, VirtualClock())
        pixels = hashlib.sha256()

        def watch(
            _: GameState,
            __: tuple[InputEvent, ...],
            game: SandboxGame = game,
            draws: bool = draws,
            pixels: hashlib._Hash = pixels,
        ) -> None:
            if draws:
                pixels.update(game.grab().pixels)

        play_scripted(game, player_of(task_named(name), PlayerKind.EXPERT, 4), 150, watch)
        seen.add((world_digest(game.world), pixels.hexdigest() if draws else ""))
    assert len({digest for digest, _ in seen}) == 1
    assert len(seen) == 2


@each_task
def test_a_card_makes_each_of_its_players(name: str) -> None:
    task = task_named(name)
    made = [type(player_of(task, kind, 1)) for kind in PlayerKind]
    expected = [task.expert(1), task.random_player(1), task.oracle(1)]
    assert made == [type(player) for player in expected]
