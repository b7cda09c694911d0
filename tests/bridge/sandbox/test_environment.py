"""The Gymnasium environment: what Gymnasium's own checkers ask, and that it is the sandbox that is played."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env, data_equivalence
from gymnasium.wrappers import FlattenObservation, TimeLimit

from bridge.clock import VirtualClock
from bridge.errors import BridgeError, LocalProtocolError
from bridge.sandbox.digest import world_digest
from bridge.sandbox.environment import ENVIRONMENT_ID, EVALUATION_SEEDS_FROM, SandboxEnvironment
from bridge.sandbox.environment_spaces import KEYS, PRESSES, WHEEL_NOTCHES
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import TASK_NAMES, task_named
from bridge.sandbox.tasks.combat_policy import CombatPolicy
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, TurnWheel
from bridge.sandbox.tasks.jewellery_policy import JewelleryPolicy
from bridge.sandbox.tasks.woodcutting_policy import WoodcuttingPolicy
from tests.architecture.sources import ROOT

ADDRESS = f"{SandboxEnvironment.__module__}:{ENVIRONMENT_ID}"


@pytest.fixture(autouse=True)
def _told_of_unbounded_spaces() -> Iterator[None]:
    """Gymnasium's checkers remark on the unbounded numbers of a state; that is no fault."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*(minimum|maximum) value is (-)?infinity.*")
        yield


@pytest.mark.parametrize(("task", "observe"), [*((task, "state") for task in TASK_NAMES), ("combat", "both")])
def test_gymnasiums_checker_finds_no_fault(task: str, observe: str) -> None:
    made = gymnasium.make(ADDRESS, task=task, observe=observe, minutes=0.1, render_mode="rgb_array")
    check_env(made.unwrapped)
    made.close()


def test_it_is_made_by_its_registered_name_under_the_passive_checker() -> None:
    made = gymnasium.make(ENVIRONMENT_ID, task="combat", minutes=0.3)
    observation, info = made.reset(seed=5)
    made.action_space.seed(5)
    total, ticks, truncated = 0.0, 0, False
    while not truncated:
        observation, reward, terminated, truncated, info = made.step(made.action_space.sample())
        assert made.observation_space.contains(observation)
        assert not terminated
        total, ticks = total + reward, ticks + 1
    assert (ticks, info["tick"]) == (30, 30)
    assert total == pytest.approx(info["score"])
    made.close()


def test_the_example_of_the_page_runs_as_it_stands() -> None:
    page = (ROOT / "docs" / "gymnasium.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(example, "docs/gymnasium.md", "exec"), names)
    assert names["info"]["tick"] == 1


def test_random_agents_play_in_a_vector() -> None:
    vector = gymnasium.make_vec(ENVIRONMENT_ID, num_envs=3, vectorization_mode="sync", task="jewellery", minutes=0.05)
    observations, _ = vector.reset(seed=1)
    assert observations["entities"].shape == (3, 32, 10)
    for _ in range(8):
        observations, rewards, _, truncations, _ = vector.step(vector.action_space.sample())
    assert rewards.shape == (3,)
    assert truncations.shape == (3,)
    vector.close()


def test_gymnasiums_wrappers_fit() -> None:
    made = TimeLimit(FlattenObservation(SandboxEnvironment("woodcutting")), 4)
    observation, _ = made.reset(seed=2)
    assert observation.shape == made.observation_space.shape
    endings = [made.step(made.action_space.sample())[3] for _ in range(4)]
    assert endings == [False, False, False, True]


def test_the_same_seed_and_actions_give_the_same_episode() -> None:
    episodes = []
    for _ in range(2):
        made = SandboxEnvironment("combat", observe="both")
        made.reset(seed=11)
        made.action_space.seed(11)
        episodes.append([made.step(made.action_space.sample()) for _ in range(12)])
    assert data_equivalence(episodes[0], episodes[1])


def test_an_idle_agent_plays_the_very_game_of_the_sandbox() -> None:
    made = SandboxEnvironment("combat")
    made.reset(options={"world_seed": 42})
    game = SandboxGame("combat", 42, VirtualClock())
    assert made.state == game.receive(0.0)
    assert made._game is not None
    assert world_digest(made._game.world) == world_digest(game.world)


def test_worlds_kept_for_evaluation_are_played_only_where_asked_for() -> None:
    made = SandboxEnvironment("woodcutting")
    drawn = [made.reset(seed=seed)[1]["world_seed"] for seed in range(5)]
    assert len(set(drawn)) == 5
    assert max(drawn) < EVALUATION_SEEDS_FROM
    assert made.reset(options={"world_seed": 900_007})[1]["world_seed"] == 900_007


def test_the_reward_is_what_the_score_gained() -> None:
    made = SandboxEnvironment("woodcutting", minutes=4.0)
    made.reset(options={"world_seed": 3})
    expert = task_named("woodcutting").expert(3)
    rewards = 0.0
    assert made._game is not None
    for _ in range(150):
        for event in expert.act(made.state, made._game.held()):
            made._game.send(event)
        held = made._game.held().pointer
        place = (0, 0) if held is None else (held.x, held.y)
        rewards += made.step({"pointer": np.array(place), "button": 0, "wheel": 0, "key": 0})[1]
    assert rewards == made._info(made._game)["score"]


POLICIES = {"woodcutting": WoodcuttingPolicy, "combat": CombatPolicy, "jewellery": JewelleryPolicy}


def action_for(errand: Errand) -> dict[str, Any]:
    """The nearest action to what a scripted player wants."""
    action: dict[str, Any] = {"pointer": (383, 251), "button": 0, "wheel": 0, "key": 0}
    match errand:
        case ClickOn():
            place = errand.target.centre
            action.update(pointer=(place.x, place.y), button=PRESSES.index(errand.button))
        case TurnWheel():
            place = errand.area.centre
            steps = (abs(notches - errand.notches) for notches in WHEEL_NOTCHES)
            nearest = min(enumerate(steps), key=lambda step: step[1] + (step[0] == 0))[0]
            action.update(pointer=(place.x, place.y), wheel=nearest)
        case HoldKey():
            action.update(key=1 + KEYS.index(errand.key))
        case _:
            pass
    return action


@pytest.mark.parametrize(("task", "points"), [("woodcutting", 30), ("combat", 50), ("jewellery", 26)])
def test_its_actions_are_enough_to_play(task: str, points: float) -> None:
    made = SandboxEnvironment(task)
    made.reset(options={"world_seed": 4})
    policy = POLICIES[task](np.random.default_rng(1), None)
    score = 0.0
    for _ in range(300):
        score += made.step(action_for(policy.want(made.state)))[1]
    assert score >= points


def test_the_picture_is_that_of_the_game() -> None:
    made = SandboxEnvironment("woodcutting", observe="both", render_mode="rgb_array")
    observation, _ = made.reset(seed=1)
    assert np.array_equal(observation["pixels"], made.render())  # type: ignore[arg-type]
    assert SandboxEnvironment("woodcutting").render() is None


def test_misuse_is_told() -> None:
    with pytest.raises(BridgeError, match="no task is called 'fishing'"):
        SandboxEnvironment("fishing")
    with pytest.raises(ValueError, match="found 'sound'"):
        SandboxEnvironment(observe="sound")  # type: ignore[arg-type]
    with pytest.raises(LocalProtocolError, match="call reset first"):
        SandboxEnvironment().step({"pointer": (0, 0), "button": 0, "wheel": 0, "key": 0})
