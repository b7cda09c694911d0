"""`osrs-agent data export`: recordings in the formats of other tools."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.arguments import count
from agent.commands.data_files import shown_with_each
from agent.console import Reporter
from agent.exchange_names import named_sessions
from agent.exported_states import ExportedStates
from agent.progress import OnShare
from bridge.exporting.exact_csv import export_csv
from bridge.exporting.exported import Exported
from bridge.exporting.lerobot.dataset import lerobot_writer
from bridge.exporting.owamcap.session import export_owamcap
from bridge.recording.reader import Recording, open_recording

SUMMARY = "recordings in the formats of other tools"
EXAMPLE = "osrs-agent data export recordings --format lerobot --out dataset"
FORMATS = ("lerobot", "owamcap", "csv")

Export = Callable[[Recording, str, OnShare], Exported]
"""Writes a session under a name, and tells how far it is where that takes long."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only the export takes."""
    parser.add_argument("--format", required=True, choices=FORMATS, help="what to write")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where it goes")
    parser.add_argument(
        "--fps",
        type=count,
        metavar="N",
        help="lerobot: rows a second (default: pictures a second of the first session)",
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it; a recording that cannot be used is told, and the others are exported all the same."""
    names = named_sessions(arguments.paths)
    exported: list[Exported] = []

    with _opened(arguments) as export:

        def export_one(file: Path, show: OnShare) -> dict[str, object]:
            exported.append(export(open_recording(file), names[file], show))
            return _values(exported[-1])

        outcome = shown_with_each(tuple(names), "exporting", export_one)
    events, files = sum(one.events for one in exported), sum(len(one.files) for one in exported)
    reporter.say(f"{arguments.out}: {len(exported)} sessions, {events} events, {files} files ({arguments.format})")
    told = {"format": arguments.format, "out": str(arguments.out), "sessions": len(exported), "events": events}
    reporter.result(outcome.as_json() | told)
    return outcome.exit_code


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[Export]:
    """What writes sessions in the format asked for; leaving finishes what belongs to all of them."""
    match arguments.format:
        case "lerobot":
            states = ExportedStates()
            with lerobot_writer(arguments.out, states.columns, states.names, arguments.fps) as dataset:
                yield dataset.add
        case "owamcap":
            yield lambda recording, name, _: export_owamcap(recording, name, arguments.out)
        case _:
            yield lambda recording, name, _: export_csv(recording, name, arguments.out)


def _values(one: Exported) -> dict[str, object]:
    return {
        "path": str(one.source),
        "session": one.session,
        "events": one.events,
        "frames": one.frames,
        "rows": one.rows,
        "files": [str(file) for file in one.files],
    }
