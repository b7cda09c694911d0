"""A scripted player in the sandbox's window, through real injected input, with nothing kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from agent.desktop.endings import Terminated, endings_raise
from agent.games import open_sandbox
from agent.limits import Limits
from agent.live import LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.players import scripted_planner
from agent.sandbox_process import SandboxResult
from agent.tape import SilentTape
from bridge.clock import SECOND_NS, Clock
from bridge.events import Author
from bridge.sandbox.tasks.task import ScriptedPlayer


@dataclass(frozen=True, slots=True)
class Watched:
    """How a game went, and why it ended."""

    result: SandboxResult
    ended_by: str


def watch(task: str, seed: int, player: ScriptedPlayer, minutes: float | None, clock: Clock) -> Watched:
    """Let a scripted player play in the window.

    Args:
        task: a task of the sandbox.
        seed: of the world.
        player: who plays.
        minutes: None: until the window is closed or Ctrl-C.
        clock: stamps everything.
    """
    opened = open_sandbox(task, seed, clock, injected_by=Author.HUMAN, acts=True)
    with endings_raise(), opened as game:
        loop = PlayLoop(Limits(game.window.canvas_width_px, game.window.canvas_height_px), Mode.ARMED)
        until_ns = None if minutes is None else clock.now_ns() + round(minutes * 60 * SECOND_NS)
        settings = LiveSettings(1.0, until_ns, lambda: "")
        try:
            ports = replace(game.ports, frames=None)
            ended_by = run_live(ports, clock, loop, scripted_planner(player), SilentTape(), settings)
        except (KeyboardInterrupt, Terminated) as ending:
            ended_by = str(ending) or "Ctrl-C"
        return Watched(game.process.end(), ended_by)
