"""The jewellery card keeps its promises: expert, oracle and floor in whole games."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache

import msgspec
import pytest

from bridge.clock import VirtualClock
from bridge.events import ButtonPress, InputEvent, KeyPress, MouseButton, WheelScroll
from bridge.held import HeldInput
from bridge.sandbox.demonstrations import PlayerKind, play_scripted, player_of
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks.jewellery import (
    EXPERT_RATES,
    JEWELLERY,
    jewellery_expert,
    jewellery_oracle,
    jewellery_random_player,
    jewellery_score,
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
    has_scrolled: bool = False
    opened: set[str] = field(default_factory=set)
    longest_lull_ticks: int = 0
    _scored_tick: int = 0


@cache
def played(kind: PlayerKind, seed: int, ticks: int = TICKS, *, logged_in: bool = True) -> Played:
    game = SandboxGame("jewellery", seed, VirtualClock(), logged_in=logged_in)
    seen = Played()

    def watch(state: GameState, events: tuple[InputEvent, ...]) -> None:
        seen.events.extend(events)
        score = jewellery_score(game.world)
        if score != seen.score:
            seen.score, seen._scored_tick = score, state.tick.index
        seen.longest_lull_ticks = max(seen.longest_lull_ticks, state.tick.index - seen._scored_tick)
        seen.has_scrolled |= game.world.bank_row > 0
        seen.opened.update(state.interface.open or ())

    play_scripted(game, player_of(JEWELLERY, kind, seed), ticks, watch)
    seen.score, seen.phase = jewellery_score(game.world), game.world.phase
    return seen


def mean_score(kind: PlayerKind) -> float:
    return sum(played(kind, seed).score for seed in SEEDS) / len(SEEDS)


def test_the_score_is_the_rings_made() -> None:
    world = make_world(load_rules("jewellery"), "jewellery", 1)
    assert jewellery_score(world) == 0.0
    assert world.craft is not None
    assert (
        jewellery_score(msgspec.structs.replace(world, craft=msgspec.structs.replace(world.craft, rings_made=26))) == 26
    )


def test_a_world_without_a_furnace_scores_nothing() -> None:
    assert jewellery_score(make_world(load_rules("woodcutting"), "woodcutting", 1)) == 0.0


def test_the_expert_reaches_at_least_seven_tenths_of_the_oracle() -> None:
    assert mean_score(PlayerKind.EXPERT) >= 0.7 * mean_score(PlayerKind.ORACLE)


def test_the_random_player_is_far_below_the_expert() -> None:
    assert mean_score(PlayerKind.RANDOM) < 0.05 * mean_score(PlayerKind.EXPERT)


@pytest.mark.parametrize("seed", range(16))
def test_the_expert_is_never_stuck(seed: int) -> None:
    game = played(PlayerKind.EXPERT, seed)
    assert game.longest_lull_ticks < 120
    assert game.score > 100


def test_the_expert_scrolls_the_bank_turns_the_camera_and_meets_both_interfaces() -> None:
    games = [played(PlayerKind.EXPERT, seed) for seed in range(16)]
    assert sum(game.has_scrolled for game in games) >= 12  # in one world of nine, all lies in the first rows
    assert {name for game in games for name in game.opened} == {"bank", "make", "jewellery"}
    keys = {event.key for game in games for event in game.events if isinstance(event, KeyPress)}
    assert {"space", "1", "2", "3", "left", "right", "escape"} <= keys


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
    game = played(PlayerKind.EXPERT, 3, 300, logged_in=False)
    assert game.phase is GamePhase.LOGGED_IN
    assert game.score > 10


def test_the_same_seed_gives_the_same_game_and_the_same_pixels_twice() -> None:
    seen = set()
    for draws in (True, False, True):
        game = SandboxGame("jewellery", 4, VirtualClock())
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

        play_scripted(game, jewellery_expert(4), 150, watch)
        seen.add((world_digest(game.world), pixels.hexdigest() if draws else ""))
    assert len({digest for digest, _ in seen}) == 1
    assert len(seen) == 2


def test_the_card_makes_each_of_its_players() -> None:
    made = [type(player_of(JEWELLERY, kind, 1)) for kind in PlayerKind]
    expected = [jewellery_expert(1), jewellery_random_player(1), jewellery_oracle(1)]
    assert made == [type(player) for player in expected]
