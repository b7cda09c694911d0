"""A game in the sandbox's window with nothing kept: a scripted player's through injected input, or a person's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.desktop.endings import Terminated, ending_name, endings_raise
from agent.games import Acting, Ending, end_game, open_sandbox
from agent.live import GAME_CLOSED, LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.players import scripted_planner
from agent.sandbox_process import SandboxOptions, sandbox_process
from agent.tape import SilentTape
from bridge.clock import SECOND_NS, Clock
from bridge.events import Author
from bridge.sandbox.tasks.task import ScriptedPlayer


def watch(
    task: str,
    seed: int,
    player: ScriptedPlayer,
    minutes: float | None,
    clock: Clock,
    on_start: Callable[[], None] | None = None,
) -> Ending:
    """Let a scripted player play in the window.

    Args:
        task: a task of the sandbox.
        seed: of the world.
        player: who plays.
        minutes: None: until the window is closed or Ctrl-C.
        clock: stamps everything.
        on_start: called once when the window is open.
    """
    opened = open_sandbox(task, seed, clock, injected_by=Author.HUMAN, acting=Acting())
    with endings_raise() as endings, opened as game:
        if on_start is not None:
            on_start()
        loop = PlayLoop(Mode.ARMED)
        until_ns = None if minutes is None else clock.now_ns() + round(minutes * 60 * SECOND_NS)
        settings = LiveSettings(until_ns, lambda: endings.asked_by)
        try:
            ended_by = run_live(game.ports, clock, loop, scripted_planner(player), SilentTape(), settings)
        except (KeyboardInterrupt, Terminated) as ending:
            ended_by = ending_name(ending)
        return end_game(game.process, ended_by)


def play_yourself(options: SandboxOptions) -> Ending:
    """The window for a person, until it is closed, its minutes are over, or a signal comes.

    Args:
        options: the game; nobody listens to it.
    """
    with ExitStack() as stack:
        stack.enter_context(endings_raise())
        folder = stack.enter_context(TemporaryDirectory(prefix="osrs-agent-"))
        process = stack.enter_context(sandbox_process(options, Path(folder)))
        try:
            process.wait()
            ended_by = GAME_CLOSED
        except (KeyboardInterrupt, Terminated) as ending:
            ended_by = ending_name(ending)
        return end_game(process, ended_by)
