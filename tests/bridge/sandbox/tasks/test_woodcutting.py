"""The woodcutting card keeps its promises: expert, oracle and floor in whole games."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import msgspec
import pytest

from bridge.clock import VirtualClock
from bridge.events import ButtonPress, InputEvent, KeyPress, WheelScroll
from bridge.held import HeldInput
from bridge.sandbox.demonstrations import PlayerKind, play_scripted, player_of
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks.woodcutting import (
    EXPERT_RATES,
    WOODCUTTING,
    woodcutting_expert,
    woodcutting_oracle,
    woodcutting_random_player,
    woodcutting_score,
)
from bridge.sandbox.world import Counters
from bridge.sandbox.worldgen import make_world
from bridge.state import GamePhase, GameState

TICKS = 1000
SEEDS = tuple(range(4))


@dataclass(slots=True)
class Played:
    """A finished game and what was seen of it."""

    score: float = 0.0
    digest: str = ""
    phase: GamePhase = GamePhase.LOGGED_IN
    events: list[InputEvent] = field(default_factory=list)
    longest_lull_ticks: int = 0
    _scored_tick: int = 0


@cache
def played(kind: PlayerKind, seed: int, ticks: int = TICKS, *, logged_in: bool = True) -> Played:
    game = SandboxGame("woodcutting", seed, VirtualClock(), logged_in=logged_in)
    seen = Played()

    def watch(state: GameState, events: tuple[InputEvent, ...]) -> None:
        seen.events.extend(events)
        score = woodcutting_score(game.world)
        if score != seen.score:
            seen.score, seen._scored_tick = score, state.tick.index
        seen.longest_lull_ticks = max(seen.longest_lull_ticks, state.tick.index - seen._scored_tick)

    play_scripted(game, player_of(WOODCUTTING, kind, seed), ticks, watch)
    seen.score, seen.digest, seen.phase = woodcutting_score(game.world), world_digest(game.world), game.world.phase
    return seen


def mean_score(kind: PlayerKind) -> float:
    return sum(played(kind, seed).score for seed in SEEDS) / len(SEEDS)


def test_the_score_is_logs_chopped_and_logs_banked_halved() -> None:
    world = make_world(load_rules("woodcutting"), "woodcutting", 1)
    assert woodcutting_score(msgspec.structs.replace(world, counters=Counters(31, 28))) == 29.5


def test_the_expert_reaches_at_least_seven_tenths_of_the_oracle() -> None:
    assert mean_score(PlayerKind.EXPERT) >= 0.7 * mean_score(PlayerKind.ORACLE)


def test_the_random_player_is_far_below_the_expert() -> None:
    assert mean_score(PlayerKind.RANDOM) < 0.05 * mean_score(PlayerKind.EXPERT)


@pytest.mark.parametrize("seed", range(30))
def test_the_expert_is_never_stuck(seed: int) -> None:
    game = played(PlayerKind.EXPERT, seed)
    assert game.longest_lull_ticks < 100
    assert game.score > 80


def test_the_expert_and_the_floor_send_only_possible_events() -> None:
    for kind in (PlayerKind.EXPERT, PlayerKind.RANDOM):
        for seed in SEEDS:
            held = HeldInput()
            for event in played(kind, seed).events:
                assert held.allows(event)
                held = held.after(event)


def test_the_expert_uses_buttons_keys_and_wheel() -> None:
    for seed in SEEDS:
        kinds = {type(event) for event in played(PlayerKind.EXPERT, seed).events}
        assert {ButtonPress, KeyPress, WheelScroll} <= kinds


def test_the_random_player_keeps_the_rates_of_the_expert() -> None:
    minutes = TICKS * 0.6 / 60
    games = [played(PlayerKind.EXPERT, seed).events for seed in range(30)]
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


def test_the_same_seed_gives_the_same_game_twice() -> None:
    players = (woodcutting_expert(4), woodcutting_expert(4))
    digests = []
    for player in players:
        game = SandboxGame("woodcutting", 4, VirtualClock())
        play_scripted(game, player, 200)
        digests.append(world_digest(game.world))
    assert digests[0] == digests[1]


def test_the_card_makes_each_of_its_players() -> None:
    made = [type(player_of(WOODCUTTING, kind, 1)) for kind in PlayerKind]
    expected = [woodcutting_expert(1), woodcutting_random_player(1), woodcutting_oracle(1)]
    assert made == [type(player) for player in expected]
