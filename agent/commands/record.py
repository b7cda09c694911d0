"""`osrs-agent record`: a person playing the sandbox or a RuneLite client, or the scripted expert in the sandbox."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace

from rich.live import Live
from rich.text import Text

from agent.arguments import frame_rate, frame_size, positive_number, seed
from agent.commands.client_arguments import GAMES, add_client_arguments, client_options
from agent.console import Reporter, complain
from agent.desktop.display import SessionKind, session_kind
from agent.errors import UsageError
from agent.output_names import default_recording, recording_name
from agent.record import RecordReport, RecordRequest, record
from agent.recorder_process import RecorderProcess
from agent.repairs import finish_parts_beside
from bridge.clock import SECOND_NS, SystemClock
from bridge.recording.disk import free_bytes
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES

INPUTS = ("desktop", "plugin")
EXAMPLE = "osrs-agent record recordings/mine.mcap --stop-after 60"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("out", nargs="?", type=recording_name, help="the file (default: recordings/TASK-TIME.mcap)")
    parser.add_argument("--game", choices=GAMES, default="sandbox", help="which game")
    parser.add_argument("--task", choices=TASK_NAMES, default=None, help="of the sandbox")
    parser.add_argument("--seed", type=seed, default=1, help="of the world")
    parser.add_argument("--expert", action="store_true", help="the scripted expert plays, through injected input")
    parser.add_argument("--login", action="store_true", help="start at the login screen")
    parser.add_argument("--fps", type=frame_rate, default=10.0, help="frames a second")
    parser.add_argument(
        "--frame-size",
        type=frame_size,
        default=None,
        metavar="WxH",
        help="size of the frames in the file (default: the canvas's)",
    )
    parser.add_argument(
        "--stop-after", type=positive_number, default=None, metavar="S", help="stop after so many seconds"
    )
    parser.add_argument("--no-video", action="store_true", help="keep no frames")
    parser.add_argument(
        "--inputs",
        choices=INPUTS,
        default=None,
        help="where a person's input is heard: the desktop (default), or a RuneLite plugin that sends it",
    )
    add_client_arguments(parser)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    runelite = client_options(arguments)
    if runelite is not None and (arguments.expert or arguments.login or arguments.task):
        raise UsageError("--expert, --login and --task are the sandbox's; leave them out with --game runelite")
    if runelite is None and arguments.inputs == "plugin":
        raise UsageError("--inputs plugin is for --game runelite; the sandbox's input is heard from the desktop")
    if runelite is not None:
        runelite = replace(runelite, hears_plugin=arguments.inputs == "plugin")
    task = arguments.task or DEFAULT_TASK
    request = RecordRequest(
        out=arguments.out or default_recording(task if runelite is None else arguments.game),
        task=task,
        seed=arguments.seed,
        expert=arguments.expert,
        fps=arguments.fps,
        frame_px=arguments.frame_size,
        stop_after_s=arguments.stop_after,
        video=not arguments.no_video,
        starts_at_login=arguments.login,
        runelite=runelite,
    )
    if runelite is None and not request.expert and session_kind(os.environ, sys.platform) is SessionKind.NONE:
        raise UsageError("there is no display, so that nobody could play; --expert lets the expert play")
    finish_parts_beside(request.out, reporter.say)
    recorders: list[RecorderProcess] = []
    clock = SystemClock()
    started_ns: list[int] = []

    def status() -> Text:
        if not recorders:
            return Text("opening the game …")
        return Text(_status(recorders[0], (clock.now_ns() - started_ns[0]) / SECOND_NS))

    def on_start(recorder: RecorderProcess) -> None:
        started_ns.append(clock.now_ns())
        recorders.append(recorder)

    with Live(get_renderable=status, console=reporter.console, refresh_per_second=4, transient=True):
        report = record(request, clock, on_start, reporter.say)
    values = report.as_json()
    reporter.say(_summary(report))
    reporter.result(values)
    if report.ending.problem:
        complain(f"{report.ending.problem}; what came before is kept in {report.session}")
        return 1
    return 0


def _summary(report: RecordReport) -> str:
    counts = report.recorder.counts
    size_mb = report.recorder.bytes_written / 1e6
    return (
        f"{report.session}: {report.duration_s:.1f} s, {counts.ticks} ticks, {counts.inputs_written} inputs, "
        f"{counts.frames_written} frames of {counts.frames_asked} asked for, {size_mb:.1f} MB; "
        f"private: {counts.keys_private} keys left out, {counts.frames_blank} frames black; "
        f"ended by: {report.ending.by}"
    )


def _status(recorder: RecorderProcess, seconds: float) -> str:
    counts = recorder.counts
    size_mb = recorder.bytes_written / 1e6
    return (
        f"recording {seconds:5.0f} s   {counts.ticks} ticks   {counts.inputs_written} inputs   "
        f"{counts.frames_written} frames   {counts.frames_dropped} dropped   {size_mb:.1f} MB   "
        f"{free_bytes(recorder.paths[-1].parent) / 1e9:.1f} GB left   Ctrl-C ends it"
    )
