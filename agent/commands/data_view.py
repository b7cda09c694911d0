"""`osrs-agent data view`: a recording on a page of its own, or in Rerun, with what models would have done."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.console import Reporter
from agent.errors import UsageError
from agent.viewing.animation import write_animation
from agent.viewing.page import PAGE_PICTURES, write_page
from agent.viewing.rerun_log import RERUN_PICTURES, open_in_rerun, save_rerun
from agent.viewing.shown import Pictures, ShownSession, shown_run_name, shown_session
from bridge.recording.reader import open_recording

SUMMARY = "show a recording: in Rerun, or on one page that any browser opens"
EXAMPLE = "osrs-agent data view recordings/sample/woodcutting.mcap --html session.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what viewing takes."""
    parser.add_argument("--html", type=Path, metavar="PAGE", help="write one page that any browser shows offline")
    parser.add_argument("--save", type=Path, metavar="FILE.rrd", help="write a file for Rerun instead of opening it")
    parser.add_argument("--animation", type=Path, metavar="FILE.webp", help="write a moving picture with the pointer")
    parser.add_argument("--run", type=Path, action="append", default=[], help="show what this run would have done")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Show one recording.

    Raises:
        UsageError: more than one recording, or more than one kind of output.
    """
    if len(arguments.paths) != 1 or arguments.paths[0].is_dir():
        raise UsageError("data view shows one recording; name one .mcap file")
    if sum(out is not None for out in (arguments.html, arguments.save, arguments.animation)) > 1:
        raise UsageError("data view writes --html, --save or --animation, one at a time")
    session_path: Path = arguments.paths[0]
    if arguments.animation is not None:
        return _animate(session_path, arguments.animation, reporter)
    if arguments.html is not None:
        shown = _shown(session_path, arguments.run, PAGE_PICTURES)
        written = write_page(shown, arguments.html)
        reporter.say(f"{arguments.html}: {_contents(shown)}, {written / 1e6:.1f} MB; open it in a browser")
    else:
        shown = _shown(session_path, arguments.run, RERUN_PICTURES)
        if arguments.save is None:
            open_in_rerun(shown)
            reporter.say(f"shown in Rerun: {_contents(shown)}")
        else:
            save_rerun(shown, arguments.save)
            reporter.say(f"{arguments.save}: {_contents(shown)}; `rerun {arguments.save}` opens it")
    out = arguments.html or arguments.save
    reporter.result(
        {
            "session": str(session_path),
            "out": None if out is None else str(out),
            "frames": len(shown.frames),
            "events": len(shown.events),
            "ticks": len(shown.ticks),
            "runs": list(shown.runs),
        }
    )
    return 0


def _animate(session_path: Path, out: Path, reporter: Reporter) -> int:
    frames = write_animation(open_recording(session_path), out)
    reporter.say(f"{out}: {frames} pictures, {out.stat().st_size / 1e6:.1f} MB")
    reporter.result({"session": str(session_path), "out": str(out), "frames": frames})
    return 0


def _shown(path: Path, runs: list[Path], pictures: Pictures) -> ShownSession:
    recording = open_recording(path)
    if not runs:
        return shown_session(recording, {}, pictures)
    from agent.model_player import agent_planner  # torch is slow to load, and only a run's plans need it
    from agent.replay import plans_along

    plans = {shown_run_name(run): plans_along(recording, agent_planner(run, "auto", 0)) for run in runs}
    return shown_session(recording, plans, pictures)


def _contents(shown: ShownSession) -> str:
    return f"{len(shown.frames)} pictures, {len(shown.events)} input events, {len(shown.ticks)} ticks"
