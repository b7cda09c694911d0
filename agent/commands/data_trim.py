"""`osrs-agent data trim`: a stretch of each recording as a recording of its own."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from agent.commands.data_files import Values, named_recordings, shown_with_each
from agent.console import Reporter
from agent.edit_arguments import MOMENT_HELP, moment
from agent.edited_files import add_destination, destinations, in_place, told_file
from agent.errors import UsageError
from agent.progress import OnShare
from bridge.editing.cutting import trim
from bridge.editing.moments import Moment, tick_from, ticks_of, time_of
from bridge.editing.source import Source, open_source

SUMMARY = "keep one stretch of each recording, from a tick on"
EXAMPLE = "osrs-agent data trim session.mcap --from 12.5 --until tick:340"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its flags."""
    parser.add_argument(
        "--from",
        dest="start",
        type=moment,
        metavar="MOMENT",
        help=f"where it starts, at the first tick from there on: {MOMENT_HELP} (default: the beginning)",
    )
    parser.add_argument(
        "--until", dest="end", type=moment, metavar="MOMENT", help="the first moment that goes (default: the end)"
    )
    add_destination(parser, "NAME-trimmed.mcap")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.start is None and arguments.end is None:
        raise UsageError("nothing would be trimmed; give --from, --until or both")
    files = named_recordings(arguments.paths)
    outs = {} if arguments.in_place else destinations(arguments.paths, arguments.out, "trimmed")

    def act(file: Path, show: OnShare) -> Values:
        source = open_source(file)
        edit = partial(_trimmed, source, arguments.start, arguments.end, show)
        if arguments.in_place:
            in_place(file, edit)
            out = file
        else:
            out = outs[file]
            edit(out)
        told = told_file(out)
        reporter.say(f"{out}: {told['ticks']} ticks and {told['inputs']} inputs of {file}")
        return {"source": str(file), **told}

    outcome = shown_with_each(files, "trimming", act)
    reporter.result(outcome.as_json())
    return outcome.exit_code


def _trimmed(source: Source, start: Moment | None, end: Moment | None, show: OnShare, out: Path) -> None:
    ticks = ticks_of(source)
    from_ns = None if start is None else tick_from(time_of(start, source, ticks), ticks)
    until_ns = None if end is None else time_of(end, source, ticks)
    trim(source, out, from_ns, until_ns, show)
