"""`osrs-agent data export`: recordings in the formats of other tools."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.commands.data_files import done_with_each
from agent.console import Reporter
from agent.exchange_names import named_sessions
from bridge.exporting.exact_csv import export_csv
from bridge.exporting.exported import Exported
from bridge.recording.reader import open_recording

SUMMARY = "recordings in the formats of other tools"
EXAMPLE = "osrs-agent data export recordings --format csv --out exported"
FORMATS = {"csv": export_csv}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only the export takes."""
    parser.add_argument("--format", required=True, choices=FORMATS, help="what to write")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where it goes")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it; a recording that cannot be used is told, and the others are exported all the same."""
    names = named_sessions(arguments.paths)
    exported: list[Exported] = []

    def export(file: Path) -> dict[str, object]:
        exported.append(FORMATS[arguments.format](open_recording(file), names[file], arguments.out))
        return _values(exported[-1])

    done, are_sound = done_with_each(tuple(names), "exporting", export)
    events, files = sum(one.events for one in exported), sum(len(one.files) for one in exported)
    reporter.say(f"{arguments.out}: {len(done)} sessions, {events} events, {files} files ({arguments.format})")
    reporter.result(
        {
            "ok": are_sound,
            "format": arguments.format,
            "out": str(arguments.out),
            "sessions": len(done),
            "events": events,
            "recordings": done,
        }
    )
    return 0 if are_sound else 1


def _values(one: Exported) -> dict[str, object]:
    return {
        "path": str(one.source),
        "session": one.session,
        "events": one.events,
        "frames": one.frames,
        "rows": one.rows,
        "files": [str(file) for file in one.files],
    }
