"""Demonstrations with disturbances: at times something else moves the hand, and the expert shows how to go on.

As DART (Laskey et al., "DART: Noise Injection for Robust Imitation Learning", CoRL 2017): who only ever sees a good
player never sees what to do where a mistake leads. The disturbances are the random player's, and nobody learns them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from agent.corrected_game import CorrectedGame, Turns, play_corrected_game
from agent.plan import Plan
from agent.planner import Planner
from agent.players import scripted_planner
from bridge.events import Author
from bridge.sandbox.demonstrations import Pictures
from bridge.sandbox.tasks.task import Task
from model.history import History

DISTURBANCES = Turns(model_ticks=(2, 12), expert_ticks=(8, 40))
"""A disturbance lasts a second or more, and leaves the expert four fifths of the time."""


def disturber(task: Task, seed: int) -> Planner:
    """The task's random player as an agent, whose acts stand in a history and are never learned from."""
    planner = scripted_planner(task.random_player(seed))

    def plan(history: History) -> Plan:
        made = planner(history)
        return replace(made, events=tuple(replace(event, author=Author.AGENT) for event in made.events))

    return plan


def write_disturbed(
    task: Task,
    seeds: Sequence[int],
    minutes: float,
    out_dir: Path,
    *,
    pictures: Pictures | None = None,
    on_session: Callable[[CorrectedGame], None] | None = None,
) -> tuple[CorrectedGame, ...]:
    """Write one disturbed session a seed, named as "woodcutting-disturbed-000007.mcap", in virtual time.

    Args:
        task: what is played.
        seeds: of worlds and players alike.
        minutes: game minutes a session, disturbances among them.
        out_dir: made where it is missing.
        pictures: how the sessions are filmed; None writes inputs and states only.
        on_session: called as each session is finished.

    Raises:
        RecordingExists: a session of that name is there already.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for seed in seeds:
        path = out_dir / f"{task.name}-disturbed-{seed:06d}.mcap"
        game = play_corrected_game(
            task, seed, minutes, path, lambda of: disturber(task, of), DISTURBANCES, pictures=pictures
        )
        written.append(game)
        if on_session is not None:
            on_session(game)
    return tuple(written)
