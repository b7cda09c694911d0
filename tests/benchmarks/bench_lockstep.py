"""How much faster than life a model of the preset `default` plays in lockstep, on one core, by the state or by pixels.

The model is untrained: what a tick costs depends on its sizes, and on how much it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from agent.episodes import play_episode
from agent.model_player import agent_planner, looks_at_pictures
from model.checkpoint import Checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from model.config import load_config
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from tests.benchmarks.measurement import Measurement, measured

_MINUTES = 3.0
_GAMES = 2
_GOALS = {"encoder.observe=state": 100, "encoder.observe=pixels": 20}


def measurements() -> Iterator[Measurement]:
    """Seconds of the game in a second, the best of two games of three minutes."""
    torch.set_num_threads(1)
    for override, goal in _GOALS.items():
        with TemporaryDirectory() as folder:
            run = _untrained(Path(folder), override)
            planner = partial(agent_planner, run, "cpu")
            looks = looks_at_pictures(run)
            games = [play_episode("woodcutting", 1, _MINUTES, planner, pictures=looks) for _ in range(_GAMES)]
        acts = games[0].statistics.planned / games[0].statistics.ticks
        name = f"lockstep: {override.partition('=')[2]}, a model that plans {acts:.1f} events a tick"
        best = max(game.times_life for game in games)
        yield measured(name, best, "times life", baseline=1.0, goal=f"ratio >= {goal}")


def _untrained(folder: Path, override: str) -> Path:
    torch.manual_seed(0)
    model = TimedActionModel(load_config(Path("default"), [override]))
    save_checkpoint(folder / BEST, Checkpoint(model, Vocabulary(("Tree",)), 0, {}))
    return folder
