"""The sandbox as a Gymnasium environment: `gymnasium.make("bridge.sandbox.environment:osrs_agent/Sandbox-v0")`.

Importing this module registers it. A step is a tick of 600 ms of the game in virtual time; its reward is what the
task's score gained. docs/gymnasium.md describes observations and actions.
"""

from __future__ import annotations

from typing import Any, Final, Literal, cast

import gymnasium
import numpy as np
import numpy.typing as npt

from bridge.clock import SECOND_NS, VirtualClock
from bridge.errors import LocalProtocolError
from bridge.sandbox.environment_spaces import action_space, pixel_space, state_arrays, state_spaces, tick_events
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS, GameState

ENVIRONMENT_ID: Final = "osrs_agent/Sandbox-v0"
EVALUATION_SEEDS_FROM: Final = 900_000
"""Worlds from here on are kept for evaluation: they are played only where they are asked for."""

Observation = dict[str, npt.NDArray[Any]]
"""Arrays by name, float32 of the state and uint8 of the picture."""
Action = dict[str, Any]
"""A member of `action_space`: numbers of any type that NumPy reads."""


class SandboxEnvironment(gymnasium.Env[Observation, Action]):
    """One task of the sandbox, an episode being some game minutes in the world of a seed.

    Args:
        task: a task of the sandbox.
        observe: the state's arrays, the picture, or both.
        minutes: game minutes of an episode, after which it is truncated; the game itself never ends.
        render_mode: "rgb_array" for `render` to give the picture.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 2}  # noqa: RUF012  # Gymnasium's own way to declare them

    def __init__(
        self,
        task: str = "woodcutting",
        observe: Literal["state", "pixels", "both"] = "state",
        minutes: float = 10.0,
        render_mode: str | None = None,
    ) -> None:
        if observe not in ("state", "pixels", "both"):
            raise ValueError(f'observe is "state", "pixels" or "both", found {observe!r}')
        self._task = task_named(task)
        self._observe = observe
        self._ticks = round(minutes * 60 * SECOND_NS / TICK_NS)
        self._game: SandboxGame | None = None
        self._state: GameState | None = None
        self._world_seed = 0
        self.render_mode = render_mode
        shown: dict[str, gymnasium.Space[Any]] = {}  # spaces of arrays of different types
        if observe != "pixels":
            shown.update(state_spaces())
        if observe != "state":
            shown["pixels"] = pixel_space()
        self.observation_space = cast("gymnasium.Space[Observation]", gymnasium.spaces.Dict(shown))
        self.action_space = cast("gymnasium.Space[Action]", action_space())

    @property
    def state(self) -> GameState:
        """The whole state as the wire tells it, for those who want more than the arrays.

        Raises:
            LocalProtocolError: the environment was never reset.
        """
        if self._state is None:
            raise LocalProtocolError("the environment has no state yet; call reset first")
        return self._state

    def reset(
        self,
        *,
        seed: int | None = None,
        options: dict[str, Any] | None = None,  # Gymnasium's own type
    ) -> tuple[Observation, dict[str, Any]]:
        """A new episode.

        Args:
            seed: of the environment's generator, which draws the world's seed below 900,000.
            options: {"world_seed": N} plays the world of that seed instead.
        """
        super().reset(seed=seed)
        drawn = int(self.np_random.integers(EVALUATION_SEEDS_FROM))
        self._world_seed = int((options or {}).get("world_seed", drawn))
        self._game = SandboxGame(self._task.name, self._world_seed, VirtualClock())
        self._state = _next_state(self._game)
        return self._observation(self._game), self._info(self._game)

    def step(self, action: Action) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Play one tick.

        Returns:
            observation, what the score gained, False, whether the minutes are over, and the info.

        Raises:
            LocalProtocolError: the environment was never reset.
        """
        game = self._game
        if game is None:
            raise LocalProtocolError("the environment has no world yet; call reset first")
        before = self._task.score(game.world)
        for event in tick_events(action, self.state.tick.received_ns):
            game.send(event)
        self._state = _next_state(game)
        gained = self._task.score(game.world) - before
        return self._observation(game), gained, False, game.world.tick >= self._ticks, self._info(game)

    def render(self) -> npt.NDArray[np.uint8] | None:
        """The picture of the current tick, None without a render mode."""
        if self.render_mode is None or self._game is None:
            return None
        return self._game.grab().pixels.copy()

    def close(self) -> None:
        """End the game."""
        if self._game is not None:
            self._game.close()
        self._game = None

    def _observation(self, game: SandboxGame) -> Observation:
        shown: Observation = {}
        if self._observe != "pixels":
            shown.update(state_arrays(self.state))
        if self._observe != "state":
            shown["pixels"] = game.grab().pixels.copy()
        return shown

    def _info(self, game: SandboxGame) -> dict[str, Any]:
        return {
            "task_version": self._task.version,
            "world_seed": self._world_seed,
            "tick": game.world.tick,
            "score": self._task.score(game.world),
        }


def _next_state(game: SandboxGame) -> GameState:
    state = game.receive(timeout_s=0.0)
    assert state is not None, "a lockstep game always has a next state"
    return state


# An environment's module registers it when it is imported: so Gymnasium finds "module:id".
gymnasium.register(ENVIRONMENT_ID, entry_point=f"{__name__}:{SandboxEnvironment.__name__}")
