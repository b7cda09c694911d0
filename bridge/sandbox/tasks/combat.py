"""The combat card: fight wandering monsters, eat, loot, restock, stay alive. Its world stands in `combat.toml`."""

from __future__ import annotations

import numpy as np

from bridge.sandbox.tasks.camera_habit import CameraHabit
from bridge.sandbox.tasks.combat_policy import CombatPolicy
from bridge.sandbox.tasks.human_player import HumanPlayer
from bridge.sandbox.tasks.motion import Habits
from bridge.sandbox.tasks.oracle_player import OraclePlayer
from bridge.sandbox.tasks.random_player import RandomPlayer, Rates
from bridge.sandbox.tasks.task import Task
from bridge.sandbox.world import World

EXPERT_RATES = Rates(clicks=11.6, keys=1.3, wheel_turns=1.1)
"""What the expert does per minute, measured over its games; the random player keeps to it."""


def combat_score(world: World) -> float:
    """Points so far: experience gained by fighting, a tenth of it."""
    combat = world.rules.combat
    if combat is None:
        return 0.0
    learned = world.experience.attack + world.experience.hitpoints
    return (learned - combat.attack_experience - world.rules.hero.hitpoints_experience) / 10


def combat_expert(seed: int) -> HumanPlayer:
    """A fighter with a human hand."""
    hand, choices, camera = np.random.SeedSequence(seed).generate_state(3).tolist()
    habit = CameraHabit(np.random.default_rng(camera))
    return HumanPlayer(CombatPolicy(np.random.default_rng(choices), habit), hand, Habits())


def combat_oracle(seed: int) -> OraclePlayer:
    """The same fighter without delays or misses, its camera left alone."""
    return OraclePlayer(CombatPolicy(np.random.default_rng(seed), None))


def combat_random_player(seed: int) -> RandomPlayer:
    """The floor of combat."""
    return RandomPlayer(EXPERT_RATES, seed, Habits())


COMBAT = Task(
    name="combat",
    version=1,
    score=combat_score,
    expert=combat_expert,
    random_player=combat_random_player,
    oracle=combat_oracle,
)
