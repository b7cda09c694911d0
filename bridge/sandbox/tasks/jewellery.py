"""The jewellery card: bars and stones from a full bank, rings at a hidden furnace; see `jewellery.toml`."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.human_player import HumanPlayer
from bridge.sandbox.tasks.jewellery_policy import JewelleryPolicy
from bridge.sandbox.tasks.motion import Habits
from bridge.sandbox.tasks.oracle_player import OraclePlayer
from bridge.sandbox.tasks.random_player import RandomPlayer, Rates
from bridge.sandbox.tasks.task import Task
from bridge.sandbox.world import World

EXPERT_RATES = Rates(clicks=12.8, keys=4.6, wheel_turns=11.1)
"""What the expert does per minute, measured over its games; the random player keeps to it."""


def jewellery_score(world: World) -> float:
    """Points so far: rings made."""
    return float(world.craft.rings_made) if world.craft is not None else 0.0


def jewellery_expert(seed: int) -> HumanPlayer:
    """A goldsmith with a human hand."""
    hand, choices, camera = np.random.SeedSequence(seed).generate_state(3).tolist()
    habit = CameraHabit(np.random.default_rng(camera))
    return HumanPlayer(JewelleryPolicy(np.random.default_rng(choices), habit), hand, Habits())


def jewellery_oracle(seed: int) -> OraclePlayer:
    """The same goldsmith without delays or misses, its camera left alone."""
    return OraclePlayer(JewelleryPolicy(np.random.default_rng(seed), None))


def jewellery_random_player(seed: int) -> RandomPlayer:
    """The floor of jewellery."""
    return RandomPlayer(EXPERT_RATES, seed, Habits())


JEWELLERY = Task(
    name="jewellery",
    version=1,
    score=jewellery_score,
    expert=jewellery_expert,
    random_player=jewellery_random_player,
    oracle=jewellery_oracle,
)
