"""The combat card keeps its promises: expert, oracle and floor in whole games."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache

import msgspec
import pytest

from bridge.clock import VirtualClock
from bridge.events import ButtonPress, InputEvent, KeyPress, MouseButton, WheelScroll
from bridge.game_events import Died
from bridge.held import HeldInput
from bridge.sandbox.demonstrations import PlayerKind, play_scripted, player_of
from bridge.sandbox.digest import world_digest
from bridge.sandbox.fight import HERO_KEY
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks.combat import (
    COMBAT,
    EXPERT_RATES,
    combat_expert,
    combat_oracle,
    combat_random_player,
    combat_score,
)
from bridge.sandbox.worldgen import make_world
from bridge.state import GamePhase, GameState

TICKS = 1000
SEEDS = tuple(range(4))


@dataclass(slots=True)
class Played:
    """A finished game and what was seen of it."""

    score: float = 0.0
    phase: GamePhase = GamePhase.LOGGED_IN
    events: list[InputEvent] = field(default_factory=list)
    deaths: int = 0
    has_eaten: bool = False
    has_looted: bool = False
    has_banked: bool = False
    longest_lull_ticks: int = 0
    _scored_tick: int = 0


@cache
def played(kind: PlayerKind, seed: int, ticks: int = TICKS, *, logged_in: bool = True) -> Played:
    game = SandboxGame("combat", seed, VirtualClock(), logged_in=logged_in)
    seen = Played()

    def watch(state: GameState, events: tuple[InputEvent, ...]) -> None:
        seen.events.extend(events)
        score = combat_score(game.world)
        if score != seen.score:
            seen.score, seen._scored_tick = score, state.tick.index
        seen.longest_lull_ticks = max(seen.longest_lull_ticks, state.tick.index - seen._scored_tick)
        seen.deaths += sum(isinstance(event, Died) and event.key == HERO_KEY for event in state.events or ())
        seen.has_eaten |= any(line.startswith("You eat") for line in game.world.chat)
        seen.has_looted |= "cooked_meat" in game.world.inventory
        seen.has_banked |= game.world.inventory.count("trout") > 6

    play_scripted(game, player_of(COMBAT, kind, seed), ticks, watch)
    seen.score, seen.phase = combat_score(game.world), game.world.phase
    return seen


def mean_score(kind: PlayerKind) -> float:
    return sum(played(kind, seed).score for seed in SEEDS) / len(SEEDS)


def test_the_score_is_a_tenth_of_the_experience_gained() -> None:
    world = make_world(load_rules("combat"), "combat", 1)
    assert combat_score(world) == 0.0
    gained = msgspec.structs.replace(
        world.experience, attack=world.experience.attack + 40, hitpoints=world.experience.hitpoints + 10
    )
    assert combat_score(msgspec.structs.replace(world, experience=gained)) == 5.0


def test_a_world_without_fights_scores_nothing() -> None:
    assert combat_score(make_world(load_rules("woodcutting"), "woodcutting", 1)) == 0.0


def test_the_expert_reaches_at_least_seven_tenths_of_the_oracle() -> None:
    assert mean_score(PlayerKind.EXPERT) >= 0.7 * mean_score(PlayerKind.ORACLE)


def test_the_random_player_is_far_below_the_expert() -> None:
    assert mean_score(PlayerKind.RANDOM) < 0.1 * mean_score(PlayerKind.EXPERT)


@pytest.mark.parametrize("seed", range(16))
def test_the_expert_is_never_stuck_and_never_dies(seed: int) -> None:
    game = played(PlayerKind.EXPERT, seed)
    assert game.longest_lull_ticks < 150
    assert game.score > 120
    assert game.deaths == 0


def test_the_expert_eats_loots_and_restocks() -> None:
    games = [played(PlayerKind.EXPERT, seed) for seed in range(16)]
    assert all(game.has_eaten for game in games)
    assert all(game.has_looted for game in games)
    assert sum(game.has_banked for game in games) >= 12


def test_the_expert_and_the_floor_send_only_possible_events() -> None:
    for kind in (PlayerKind.EXPERT, PlayerKind.RANDOM):
        for seed in SEEDS:
            held = HeldInput()
            for event in played(kind, seed).events:
                assert held.allows(event)
                held = held.after(event)


def test_the_expert_uses_both_buttons_keys_and_wheel() -> None:
    events = [event for seed in SEEDS for event in played(PlayerKind.EXPERT, seed).events]
    assert {ButtonPress, KeyPress, WheelScroll} <= {type(event) for event in events}
    buttons = [event.button for event in events if isinstance(event, ButtonPress)]
    assert buttons.count(MouseButton.RIGHT) > len(buttons) / 100


def test_the_random_player_keeps_the_rates_of_the_expert() -> None:
    minutes = TICKS * 0.6 / 60
    games = [played(PlayerKind.EXPERT, seed).events for seed in range(16)]
    clicks = sum(isinstance(event, ButtonPress) for events in games for event in events) / minutes / len(games)
    keys = sum(isinstance(event, KeyPress) for events in games for event in events) / minutes / len(games)
    notches = sum(isinstance(event, WheelScroll) for events in games for event in events) / minutes / len(games)
    assert EXPERT_RATES.clicks == pytest.approx(clicks, rel=0.15)
    assert EXPERT_RATES.keys == pytest.approx(keys, rel=0.15)
    assert 1.5 * EXPERT_RATES.wheel_turns == pytest.approx(notches, rel=0.15)


def test_the_expert_logs_in_by_itself() -> None:
    game = played(PlayerKind.EXPERT, 3, 200, logged_in=False)
    assert game.phase is GamePhase.LOGGED_IN
    assert game.score > 10


def test_the_same_seed_gives_the_same_game_and_the_same_pixels_twice() -> None:
    seen = set()
    for draws in (True, False, True):
        game = SandboxGame("combat", 4, VirtualClock())
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

        play_scripted(game, combat_expert(4), 150, watch)
        seen.add((world_digest(game.world), pixels.hexdigest() if draws else ""))
    assert len({digest for digest, _ in seen}) == 1
    assert len(seen) == 2


def test_the_card_makes_each_of_its_players() -> None:
    made = [type(player_of(COMBAT, kind, 1)) for kind in PlayerKind]
    expected = [combat_expert(1), combat_random_player(1), combat_oracle(1)]
    assert made == [type(player) for player in expected]
