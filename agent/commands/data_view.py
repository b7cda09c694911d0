"""`osrs-agent data view`: a recording on a page of its own, or in Rerun, with what models would have done."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.commands.data_files import Values, shown_with_each
from agent.console import Reporter
from agent.errors import UsageError
from agent.exchange_names import named_sessions
from agent.progress import OnShare
from agent.viewing.animation import write_animation
from agent.viewing.page import PAGE_PICTURES, write_page
from agent.viewing.rerun_log import RERUN_PICTURES, open_in_rerun, save_rerun
from agent.viewing.shown import Pictures, ShownSession, shown_run_name, shown_session
from bridge.exporting.exported import refuse_existing
from bridge.recording.reader import Recording, open_recording

SUMMARY = "show recordings: in Rerun, or each on one page that any browser opens"
EXAMPLE = "osrs-agent data view recordings/sample/woodcutting.mcap --html session.html"
SUFFIXES = {"html": ".html", "save": ".rrd", "animation": ".webp"}
"""What is written, by the flag's name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what viewing takes."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--html",
        type=Path,
        metavar="PAGE.html",
        help="write one page that any browser shows offline, or a folder of them",
    )
    where.add_argument(
        "--save",
        type=Path,
        metavar="FILE.rrd",
        help="write a file for Rerun instead of opening it, or a folder of them",
    )
    where.add_argument(
        "--animation",
        type=Path,
        metavar="FILE.webp",
        help="write a moving picture with the pointer, or a folder of them",
    )
    parser.add_argument("--run", type=Path, action="append", default=[], help="show what this run would have done")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Show each recording; one that cannot be used is told, and the others are shown all the same.

    Raises:
        UsageError: there is no recording, or what is written has another ending, or is one file for several.
    """
    names = named_sessions(arguments.paths)
    kind = next((name for name in SUFFIXES if getattr(arguments, name) is not None), "")
    outs = _outs(getattr(arguments, kind), kind, names) if kind else {}

    def show(file: Path, on_share: OnShare) -> Values:
        if file in outs:
            refuse_existing(outs[file])
        recording = open_recording(file)
        if kind == "animation":
            return {"session": str(file)} | _animated(recording, outs[file], reporter)
        pictures = RERUN_PICTURES if kind != "html" else PAGE_PICTURES
        shown = _shown(recording, arguments.run, pictures, on_share)
        return {"session": str(file)} | _written(shown, kind, outs.get(file), reporter)

    outcome = shown_with_each(tuple(names), "showing", show)
    reporter.result(outcome.as_json())
    return outcome.exit_code


def _outs(out: Path, kind: str, names: dict[Path, str]) -> dict[Path, Path]:
    """The file for each recording: the one that is named, or one of each name in the folder that is."""
    suffix = SUFFIXES[kind]
    if out.is_dir() or not out.suffix:
        return {file: out / f"{name}{suffix}" for file, name in names.items()}
    if out.suffix != suffix:
        raise UsageError(f"--{kind} writes {suffix} files; name it {out.with_suffix(suffix)}, or name a folder")
    if len(names) > 1:
        raise UsageError(f"{out} is one file, and there are {len(names)} recordings; name a folder")
    return dict.fromkeys(names, out)


def _animated(recording: Recording, out: Path, reporter: Reporter) -> Values:
    frames = write_animation(recording, out)
    reporter.say(f"{out}: {frames} pictures, {out.stat().st_size / 1e6:.1f} MB")
    return {"out": str(out), "frames": frames}


def _written(shown: ShownSession, kind: str, out: Path | None, reporter: Reporter) -> Values:
    contents = f"{len(shown.frames)} pictures, {len(shown.events)} input events, {len(shown.ticks)} ticks"
    if out is None:
        open_in_rerun(shown)
        reporter.say(f"shown in Rerun: {contents}")
    elif kind == "html":
        written = write_page(shown, out)
        reporter.say(f"{out}: {contents}, {written / 1e6:.1f} MB; open it in a browser")
    else:
        save_rerun(shown, out)
        reporter.say(f"{out}: {contents}; `rerun {out}` opens it")
    return {
        "out": None if out is None else str(out),
        "frames": len(shown.frames),
        "events": len(shown.events),
        "ticks": len(shown.ticks),
        "runs": list(shown.runs),
    }


def _shown(recording: Recording, runs: list[Path], pictures: Pictures, on_share: OnShare) -> ShownSession:
    if not runs:
        return shown_session(recording, {}, pictures, on_share)
    from agent.model_player import agent_planner  # torch is slow to load, and only a run's plans need it
    from agent.replay import plans_along

    plans = {shown_run_name(run): plans_along(recording, agent_planner(run, "auto", 0)) for run in runs}
    return shown_session(recording, plans, pictures, on_share)
