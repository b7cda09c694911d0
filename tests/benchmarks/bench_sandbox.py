"""How much faster than life the sandbox runs in lockstep, on one core and without pictures."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.clock import SECOND_NS, VirtualClock
from bridge.sandbox.demonstrations import play_scripted
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS
from tests.benchmarks.measurement import Measurement, best_seconds, measured

EPISODE_TICKS = 1000


def measurements() -> Iterator[Measurement]:
    """Seconds of the game in a second, for an expert's episode of ten minutes."""
    episode_s = EPISODE_TICKS * TICK_NS / SECOND_NS
    seconds = best_seconds(_play_expert, repeats=3)
    yield measured("sandbox: expert in lockstep", episode_s / seconds, "times life", baseline=1.0, goal="ratio >= 200")


def _play_expert() -> None:
    task = task_named("woodcutting")
    game = SandboxGame(task.name, 1, VirtualClock())
    play_scripted(game, task.expert(1), EPISODE_TICKS)
    if task.score(game.world) <= 0:
        raise AssertionError("the expert scored nothing: this measures no play")
