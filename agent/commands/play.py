"""`osrs-agent play`: a model plays the sandbox, in its window or in lockstep."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.live import Live
from rich.text import Text

from agent.arguments import frame_rate, positive_number, seed
from agent.console import Reporter, complain
from agent.desktop.stop_key import DEFAULT_STOP_KEY
from agent.errors import UsageError
from agent.loop import PlayLoop
from agent.output_names import default_recording
from agent.play import PlayRequest, play_live, play_lockstep
from bridge.clock import SystemClock
from bridge.events import KEYS
from bridge.sandbox.tasks import TASKS

EXAMPLE = "osrs-agent play runs/demo --minutes 1"
_LOCKSTEP_MINUTES = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("model_run", metavar="RUN", type=Path, help="a run directory of `osrs-agent train`")
    parser.add_argument("--game", choices=("sandbox",), default="sandbox", help="which game")
    parser.add_argument("--task", choices=[task.name for task in TASKS], default="woodcutting", help="what to do")
    parser.add_argument("--seed", type=seed, default=900_000, help="of the world and of the draws")
    parser.add_argument(
        "--minutes", type=positive_number, default=None, help="game minutes (lockstep: 10 unless given)"
    )
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where the model runs")
    parser.add_argument("--dry-run", action="store_true", help="plan, and send nothing")
    parser.add_argument("--lockstep", action="store_true", help="in virtual time, without a window")
    parser.add_argument("--record", nargs="?", const=True, default=None, metavar="OUT", help="keep the attempt")
    parser.add_argument(
        "--stop-key", choices=KEYS, default=DEFAULT_STOP_KEY, metavar="KEY", help="ends it from any window"
    )
    parser.add_argument("--fps", type=frame_rate, default=10.0, help="frames a second in the kept attempt")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.lockstep and (arguments.record is not None or arguments.dry_run):
        raise UsageError("--lockstep goes with neither --record nor --dry-run; leave one of them out")
    record_to = default_recording(arguments.task) if arguments.record is True else arguments.record
    request = PlayRequest(
        run=arguments.model_run,
        task=arguments.task,
        seed=arguments.seed,
        device=arguments.device,
        minutes=arguments.minutes,
        dry_run=arguments.dry_run,
        record_to=None if record_to is None else Path(record_to),
        fps=arguments.fps,
        stop_key=arguments.stop_key,
    )
    if arguments.lockstep:
        report = play_lockstep(request, arguments.minutes or _LOCKSTEP_MINUTES)
    else:
        loops: list[PlayLoop] = []

        def status() -> Text:
            return Text(_status(loops[0], arguments.stop_key) if loops else "opening the game …")

        with Live(get_renderable=status, console=reporter.console, refresh_per_second=4, transient=True):
            report = play_live(request, SystemClock(), loops.append)
    for name, value in report.as_json().items():
        reporter.say(f"{name:18} {value}")
    reporter.result(report.as_json())
    if report.ending.problem:
        kept = "" if report.session is None else f"; what came before is kept in {report.session}"
        complain(f"{report.ending.problem}{kept}")
        return 1
    return 0


def _status(loop: PlayLoop, stop_key: str) -> str:
    counts = loop.statistics
    return (
        f"{loop.mode}   {counts.ticks} ticks   {counts.planned} planned   {counts.sent} sent   "
        f"{counts.dropped_late} late   {sum(counts.refused.values())} refused   {stop_key} or Ctrl-C ends it"
    )
