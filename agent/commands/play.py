"""`osrs-agent play`: a model plays the sandbox, in its window or in lockstep, or a RuneLite client."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.live import Live
from rich.text import Text

from agent.arguments import add_abstention, frame_rate, positive_number, seed
from agent.client_play import Arming
from agent.commands.client_arguments import GAMES, add_client_arguments, client_options
from agent.console import Reporter, complain
from agent.desktop.stop_key import DEFAULT_STOP_KEY
from agent.errors import UsageError
from agent.loop import PlayLoop
from agent.output_names import default_recording, recording_name
from agent.play import PlayReport, play_live, play_lockstep
from agent.play_request import PlayRequest
from agent.repairs import finish_parts_beside
from agent.run_tasks import task_to_play
from agent.runelite import RuneLiteOptions
from agent.session_report import report_lines
from agent.settings import DEFAULT_SETTINGS_FILE, load_settings
from agent.status_line import status_line
from bridge.clock import SystemClock
from bridge.events import KEYS
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES

EXAMPLE = "osrs-agent play runs/demo --minutes 1"
_LOCKSTEP_MINUTES = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("model_run", metavar="RUN", type=Path, help="a run directory of `osrs-agent train`")
    parser.add_argument("--game", choices=GAMES, default="sandbox", help="which game; runelite: dry unless armed")
    parser.add_argument("--task", choices=TASK_NAMES, default=None, help="of the sandbox (default: the run's)")
    parser.add_argument("--seed", type=seed, default=900_000, help="of the world and of the draws")
    parser.add_argument(
        "--minutes", type=positive_number, default=None, help="game minutes (lockstep: 10 unless given)"
    )
    parser.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        default="auto",
        help="where the model decides (auto: on the CPU wherever its kernels run it)",
    )
    parser.add_argument("--dry-run", action="store_true", help="plan, and send nothing")
    parser.add_argument("--lockstep", action="store_true", help="in virtual time, without a window")
    parser.add_argument("--record", nargs="?", const=True, type=recording_name, metavar="OUT", help="keep the attempt")
    parser.add_argument(
        "--stop-key", choices=KEYS, default=DEFAULT_STOP_KEY, metavar="KEY", help="ends it from any window"
    )
    parser.add_argument("--fps", type=frame_rate, default=10.0, help="frames a second in the kept attempt")
    parser.add_argument("--arm", action="store_true", help="act on a RuneLite client, where its world host is allowed")
    parser.add_argument("--view", action="store_true", help="show it in Rerun: picture, plan, deeds, and times")
    parser.add_argument(
        "--view-to", type=Path, metavar="FILE.rrd", help="write what --view shows; `rerun FILE` opens it"
    )
    parser.add_argument(
        "--settings", type=Path, default=None, metavar="FILE", help=f"your settings (default: {DEFAULT_SETTINGS_FILE})"
    )
    add_abstention(parser)
    add_client_arguments(parser)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.lockstep and (arguments.record is not None or arguments.dry_run):
        raise UsageError("--lockstep goes with neither --record nor --dry-run; leave one of them out")
    if arguments.lockstep and (arguments.view or arguments.view_to is not None):
        raise UsageError("--view shows a game in its window; leave out --lockstep")
    runelite = client_options(arguments)
    if runelite is None and arguments.arm:
        raise UsageError("the sandbox needs no arming; leave out --arm, or add --game runelite")
    if runelite is not None and (arguments.lockstep or arguments.task or (arguments.arm and arguments.dry_run)):
        raise UsageError("--game runelite goes with neither --lockstep nor --task, and --arm not with --dry-run")
    request = _request(arguments, runelite, reporter)
    if request.record_to is not None:
        finish_parts_beside(request.record_to, reporter.say)
    report = _play(request, arguments, reporter)
    for line in report_lines(report.statistics):
        reporter.say(line)
    if report.session is not None:
        reporter.say(f"kept in {report.session}")
    reporter.say(f"score {report.ending.score}   ended by: {report.ending.by}")
    reporter.result(report.as_json())
    if report.ending.problem:
        kept = "" if report.session is None else f"; what came before is kept in {report.session}"
        complain(f"{report.ending.problem}{kept}")
        return 1
    return 0


def _request(arguments: argparse.Namespace, runelite: RuneLiteOptions | None, reporter: Reporter) -> PlayRequest:
    task = DEFAULT_TASK if runelite is not None else task_to_play(arguments.model_run, arguments.task, reporter)
    record_to = arguments.record
    if record_to is True:
        record_to = default_recording(task if runelite is None else arguments.game)
    arming = None
    if arguments.arm:
        allowed = load_settings(arguments.settings).allowed_hosts
        arming = Arming(allowed, lambda left: reporter.say(f"armed in {left} s; {arguments.stop_key} or Ctrl-C stops"))
    return PlayRequest(
        run=arguments.model_run,
        task=task,
        seed=arguments.seed,
        device=arguments.device,
        minutes=arguments.minutes,
        dry_run=arguments.dry_run,
        record_to=record_to,
        fps=arguments.fps,
        stop_key=arguments.stop_key,
        runelite=runelite,
        arming=arming,
        abstain_above=arguments.abstain,
        is_viewed=arguments.view or arguments.view_to is not None,
        view_to=arguments.view_to,
    )


def _play(request: PlayRequest, arguments: argparse.Namespace, reporter: Reporter) -> PlayReport:
    if arguments.lockstep:
        return play_lockstep(request, arguments.minutes or _LOCKSTEP_MINUTES)
    loops: list[PlayLoop] = []

    def status() -> Text:
        return Text(status_line(loops[0], arguments.stop_key) if loops else "opening the game …")

    with Live(get_renderable=status, console=reporter.console, refresh_per_second=4, transient=True):
        return play_live(request, SystemClock(), loops.append, reporter.say)
