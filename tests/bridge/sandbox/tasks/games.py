"""Whole games of the tasks' players, each played once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from bridge.clock import VirtualClock
from bridge.events import InputEvent
from bridge.game_events import Died
from bridge.sandbox.demonstrations import PlayerKind, play_scripted, player_of
from bridge.sandbox.fight import HERO_KEY
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import task_named
from bridge.sandbox.world import World
from bridge.state import GamePhase, GameState

TICKS = 1000


@dataclass(slots=True)
class Played:
    """A finished game and what was seen of it; `noted` is what `NOTES` of its task say of any of its worlds."""

    score: float = 0.0
    phase: GamePhase = GamePhase.LOGGED_IN
    events: list[InputEvent] = field(default_factory=list)
    deaths: int = 0
    longest_lull_ticks: int = 0
    opened: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)
    _scored_tick: int = 0


def _combat_notes(world: World) -> Iterable[str]:
    if any(line.startswith("You eat") for line in world.chat):
        yield "eaten"
    if "cooked_meat" in world.inventory:
        yield "looted"
    if world.inventory.count("trout") > 6:
        yield "banked"


def _jewellery_notes(world: World) -> Iterable[str]:
    if world.bank_row > 0:
        yield "scrolled"


NOTES: dict[str, Callable[[World], Iterable[str]]] = {"combat": _combat_notes, "jewellery": _jewellery_notes}


@cache
def played(task_name: str, kind: PlayerKind, seed: int, ticks: int = TICKS, *, logged_in: bool = True) -> Played:
    """A game of one of a task's players."""
    task, game, seen = (
        task_named(task_name),
        SandboxGame(task_name, seed, VirtualClock(), logged_in=logged_in),
        Played(),
    )
    notes = NOTES.get(task_name, lambda _: ())

    def watch(state: GameState, events: tuple[InputEvent, ...]) -> None:
        seen.events.extend(events)
        score = task.score(game.world)
        if score != seen.score:
            seen.score, seen._scored_tick = score, state.tick.index
        seen.longest_lull_ticks = max(seen.longest_lull_ticks, state.tick.index - seen._scored_tick)
        seen.deaths += sum(isinstance(event, Died) and event.key == HERO_KEY for event in state.events or ())
        seen.opened.update(state.interface.open or ())
        seen.noted.update(notes(game.world))

    play_scripted(game, player_of(task, kind, seed), ticks, watch)
    seen.score, seen.phase = task.score(game.world), game.world.phase
    return seen
