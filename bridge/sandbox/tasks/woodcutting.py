"""The woodcutting card: chop trees, bank full inventories, come back. Its world stands in `rules.toml`."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.human_player import HumanPlayer
from bridge.sandbox.tasks.motion import Habits
from bridge.sandbox.tasks.oracle_player import OraclePlayer
from bridge.sandbox.tasks.random_player import RandomPlayer, Rates
from bridge.sandbox.tasks.task import Task
from bridge.sandbox.tasks.woodcutting_policy import WoodcuttingPolicy
from bridge.sandbox.world import World

EXPERT_RATES = Rates(clicks=10.0, keys=2.0, wheel_turns=1.2)
"""What the expert does per minute, measured over its games; the random player keeps to it."""


def woodcutting_score(world: World) -> float:
    """Points so far: logs chopped and logs banked, halved."""
    return (world.counters.logs_chopped + world.counters.logs_banked) / 2


def woodcutting_expert(seed: int) -> HumanPlayer:
    """A woodcutter with a human hand."""
    hand, choices, camera = np.random.SeedSequence(seed).generate_state(3).tolist()
    habit = CameraHabit(np.random.default_rng(camera))
    return HumanPlayer(WoodcuttingPolicy(np.random.default_rng(choices), habit), hand, Habits())


def woodcutting_oracle(seed: int) -> OraclePlayer:
    """The same woodcutter without delays or misses, its camera left alone."""
    return OraclePlayer(WoodcuttingPolicy(np.random.default_rng(seed), None))


def woodcutting_random_player(seed: int) -> RandomPlayer:
    """The floor of woodcutting."""
    return RandomPlayer(EXPERT_RATES, seed, Habits())


WOODCUTTING = Task(
    name="woodcutting",
    version=1,
    score=woodcutting_score,
    expert=woodcutting_expert,
    random_player=woodcutting_random_player,
    oracle=woodcutting_oracle,
)
