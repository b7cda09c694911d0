"""Whole games in lockstep: one player, one seed, a score, and a digest that says whether two games were the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import msgspec

from agent.forbidden import forbidden_places, load_forbidden
from agent.limits import Limits
from agent.lockstep import run_lockstep
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.planner import Planner
from agent.play_ports import PlayPorts
from agent.statistics import PlayStatistics
from bridge.clock import SECOND_NS, SystemClock, VirtualClock
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS
from model.history import History

FIRST_EVALUATION_SEED = 900_000
"""Seeds from here on are kept for evaluation; demonstrations and training use smaller ones."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One finished game.

    Args:
        seed: of world and player.
        minutes: game minutes played.
        score_per_minute: in the task's points.
        world_digest: of the last world, see `bridge.sandbox.digest`.
        action_digest: SHA-256 of every plan, in order.
        seconds: real time it took.
        statistics: what the loop counted.
    """

    seed: int
    minutes: float
    score_per_minute: float
    world_digest: str
    action_digest: str
    seconds: float
    statistics: PlayStatistics

    @property
    def times_life(self) -> float:
        """Game time over real time."""
        return self.minutes * 60.0 / self.seconds


def play_episode(
    task_name: str,
    seed: int,
    minutes: float,
    make_planner: Callable[[int], Planner],
    *,
    latency_ns: int = 0,
    pictures: bool = False,
) -> Episode:
    """Play one game of `minutes` in lockstep, the planner made from the seed.

    Args:
        task_name: a task of the sandbox.
        seed: of the world; also given to `make_planner`.
        minutes: game minutes.
        make_planner: seed to planner, so that every game starts with a fresh player.
        latency_ns: virtual time between a tick and its plan.
        pictures: whether the player is shown the game's picture at each tick.
    """
    digest = hashlib.sha256()
    planner = _noting(make_planner(seed), digest.update)  # a first one may build its kernels, which is no play
    wall = SystemClock()
    started_ns = wall.now_ns()
    clock = VirtualClock()
    task = task_named(task_name)
    game = SandboxGame(task_name, seed, clock)
    loop = PlayLoop(Mode.ARMED, forbids=partial(forbidden_places, load_forbidden()))
    limits = Limits(CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX)
    ticks = round(minutes * 60 * SECOND_NS / TICK_NS)
    ports = PlayPorts(game, game, game, game if pictures else None)
    run_lockstep(ports, clock, loop, planner, ticks, limits, latency_ns=lambda _: latency_ns)
    game.receive(timeout_s=0.0)  # the last tick's input takes effect
    return Episode(
        seed,
        minutes,
        task.score(game.world) / minutes,
        world_digest(game.world),
        digest.hexdigest(),
        (wall.now_ns() - started_ns) / SECOND_NS,
        loop.statistics,
    )


def _noting(planner: Planner, note: Callable[[bytes], None]) -> Planner:
    def plan(history: History) -> Plan:
        made = planner(history)
        note(msgspec.json.encode((made.made_from_ns, made.events)))
        return made

    return plan
