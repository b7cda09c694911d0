"""`osrs-agent data split`: each recording as several that follow each other."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.arguments import count, positive_number
from agent.commands.data_files import Values, named_recordings, shown_with_each
from agent.console import Reporter
from agent.edit_arguments import MOMENT_HELP, moment
from agent.edited_files import stem, told_file
from agent.exchange_names import named_sessions
from agent.progress import OnShare
from agent.repairs import RECORDING_SUFFIX
from bridge.clock import SECOND_NS
from bridge.editing.cutting import split
from bridge.editing.moments import cuts_at, marker_times, segment_times, ticks_of, time_of, times_every
from bridge.editing.source import Source, open_source
from bridge.errors import UnusableEdit

SUMMARY = "cut each recording into several at ticks; merged they are the recording again"
EXAMPLE = "osrs-agent data split session.mcap --every-minutes 10"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its flags."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--at",
        type=moment,
        action="append",
        metavar="MOMENT",
        help=f"at the first tick from there on, any number of times: {MOMENT_HELP}",
    )
    where.add_argument(
        "--every-minutes", type=positive_number, metavar="M", help="at the first tick after each M minutes"
    )
    where.add_argument("--every-ticks", type=count, metavar="N", help="after each N ticks")
    where.add_argument(
        "--at-markers", nargs="?", const="", metavar="NAME", help="at the markers of a name, or at every marker"
    )
    where.add_argument(
        "--segments", action="store_true", help="where a session begins, and where the game was silent for over 2 s"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="folder of the pieces, NAME-01.mcap and so on (default: beside)"
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    files = named_recordings(arguments.paths)
    names = {} if arguments.out is None else named_sessions(arguments.paths)

    def act(file: Path, show: OnShare) -> Values:
        source = open_source(file)
        cuts_ns = _cuts_ns(arguments, source)
        if not cuts_ns:
            raise UnusableEdit(f"{file}: nothing to split at; nothing was written")
        whole = file.with_name(stem(file)) if arguments.out is None else arguments.out / names[file]
        digits = max(2, len(str(len(cuts_ns) + 1)))
        numbers = range(1, len(cuts_ns) + 2)
        outs = [whole.with_name(f"{whole.name}-{number:0{digits}}{RECORDING_SUFFIX}") for number in numbers]
        split(source, outs, cuts_ns, show)
        pieces = [told_file(out) for out in outs]
        for piece in pieces:
            reporter.say(f"{piece['path']}: {piece['ticks']} ticks and {piece['inputs']} inputs")
        return {"source": str(file), "pieces": pieces}

    outcome = shown_with_each(files, "splitting", act)
    reporter.result(outcome.as_json())
    return outcome.exit_code


def _cuts_ns(arguments: argparse.Namespace, source: Source) -> tuple[int, ...]:
    ticks = ticks_of(source)
    if arguments.segments:
        return cuts_at(segment_times(source, ticks), source, ())
    if arguments.every_ticks is not None:
        return cuts_at(
            (tick.received_ns for tick in ticks[arguments.every_ticks :: arguments.every_ticks]), source, ticks
        )
    if arguments.every_minutes is not None:
        step_ns = max(1, round(arguments.every_minutes * 60 * SECOND_NS))
        return cuts_at(times_every(step_ns, source), source, ticks)
    if arguments.at_markers is not None:
        return cuts_at(marker_times(arguments.at_markers, source), source, ticks)
    return cuts_at((time_of(one, source, ticks) for one in arguments.at), source, ticks)
