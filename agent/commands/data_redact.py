"""`osrs-agent data redact`: take something out of recordings for good."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from agent.commands.data_files import Values, named_recordings, shown_with_each
from agent.console import Reporter
from agent.edit_arguments import MOMENT_HELP, area, key, moment
from agent.edited_files import add_destination, destinations, in_place, other_copies, told_file
from agent.errors import UsageError
from agent.progress import OnShare
from bridge.editing.moments import ticks_of, time_of
from bridge.editing.redacting import redact
from bridge.editing.redactor import Wish
from bridge.editing.source import Source, open_source

SUMMARY = "take out for good what slipped in: an area of the picture, a span of time, a key"
EXAMPLE = "osrs-agent data redact session.mcap --from 12 --until 19.5"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its flags."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--area",
        type=area,
        metavar="X,Y,WxH",
        help="canvas pixels that turn black in every picture of the span, grown to whole blocks of 16 pixels",
    )
    what.add_argument("--key", type=key, metavar="KEY", help="a key whose events go, in the span")
    parser.add_argument(
        "--from", dest="start", type=moment, metavar="MOMENT", help=f"where the span begins: {MOMENT_HELP}"
    )
    parser.add_argument(
        "--until",
        dest="end",
        type=moment,
        metavar="MOMENT",
        help="where it ends; with neither --area nor --key, every event and state in the span goes and its pictures "
        "turn black",
    )
    add_destination(parser, "NAME-redacted.mcap")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    has_span = arguments.start is not None or arguments.end is not None
    if not (has_span or arguments.area or arguments.key):
        raise UsageError("nothing would be redacted; give --area, --key, or a span with --from and --until")
    files = named_recordings(arguments.paths)
    outs = {} if arguments.in_place else destinations(arguments.paths, arguments.out, "redacted")

    def act(file: Path, show: OnShare) -> Values:
        source = open_source(file)
        wish = _wish(arguments, source)
        if arguments.in_place:
            out = file
            redaction = in_place(file, lambda work: redact(source, work, wish, show))
        else:
            out = outs[file]
            redaction = redact(source, out, wish, show)
        removed = sum(redaction.removed.values())
        is_found = bool(removed or redaction.blanked)
        found = f"{removed} events and states removed, {redaction.blanked} pictures blacked"
        reporter.say(f"{out}: {found if is_found else 'nothing of that kind was in it'}")
        remaining = other_copies(file, is_replaced=arguments.in_place) if is_found else ()
        if remaining:
            reporter.say(
                f"  what was redacted is still in {', '.join(map(str, remaining))}: delete what you do not need"
            )
        told = {
            "removed": redaction.removed,
            "blanked": redaction.blanked,
            "remaining": [str(one) for one in remaining],
        }
        return {"source": str(file), **told_file(out), **told}

    outcome = shown_with_each(files, "redacting", act)
    reporter.result(outcome.as_json())
    return outcome.exit_code


def _wish(arguments: argparse.Namespace, source: Source) -> Wish:
    ticks = ticks_of(source)
    first_ns, last_ns = source.span_ns
    time = partial(time_of, source=source, ticks=ticks)
    from_ns = first_ns if arguments.start is None else time(arguments.start)
    until_ns = last_ns + 1 if arguments.end is None else time(arguments.end)
    return Wish(from_ns, until_ns, arguments.area, arguments.key or "")
