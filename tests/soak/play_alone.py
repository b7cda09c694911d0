"""The hands of the real thing on the sandbox's real window, left alone: does anything stop them that should not?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.desktop.display import private_display
from agent.desktop.stop_key import DEFAULT_STOP_KEY
from agent.games import Acting, end_game, open_sandbox
from agent.heap import heap_at_rest
from agent.live import LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.players import scripted_planner
from agent.statistics import PlayStatistics
from agent.tape import SilentTape
from bridge.clock import SECOND_NS, SystemClock
from bridge.events import Author
from bridge.sandbox.tasks import task_named
from model.history import History


@dataclass(frozen=True, slots=True)
class AloneReport:
    """How the play went.

    Args:
        minutes: how long it was meant to last.
        ended_by: "time" where nothing stopped it.
        score: the game's points.
        statistics: what the loop counted.
    """

    minutes: float
    ended_by: str
    score: float | None
    statistics: PlayStatistics

    def __str__(self) -> str:
        counts = self.statistics.as_json()
        figures = ("ticks", "planned", "sent", "superseded", "dropped_late", "refused", "dispatch_error_ms")
        told = ", ".join(f"{name} {counts[name]}" for name in figures)
        return f"{self.minutes:g} minutes ended by {self.ended_by!r}, score {self.score}, {told}"


def play_alone(minutes: float, seed: int, say: Callable[[str], None] | None = None) -> AloneReport:
    """Let the scripted expert play with everything armed that yields to a person.

    Args:
        minutes: how long.
        seed: of the world and of the expert.
        say: gets a line each minute.
    """
    clock, task = SystemClock(), task_named("woodcutting")
    loop = PlayLoop(Mode.ARMED, yields_to_human=True)
    plan = scripted_planner(task.expert(seed))

    def planner(history: History) -> Plan:
        if say is not None and loop.statistics.ticks % 100 == 0:
            say(f"{loop.statistics.ticks} ticks, {loop.statistics.sent} sent, {loop.neutral_reason or 'armed'}")
        return plan(history)

    with (
        private_display(),
        open_sandbox(
            "woodcutting", seed, clock, injected_by=Author.AGENT, acting=Acting(DEFAULT_STOP_KEY, yields=True)
        ) as game,
        heap_at_rest(),
    ):
        until_ns = clock.now_ns() + round(minutes * 60 * SECOND_NS)
        settings = LiveSettings(until_ns, lambda: loop.neutral_reason)
        ended_by = run_live(game.ports, clock, loop, planner, SilentTape(), settings)
        ending = end_game(game.process, ended_by)
    return AloneReport(minutes, ending.by, ending.score, loop.statistics)
