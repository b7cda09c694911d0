"""`osrs-agent data`: what recordings hold, the repair of those that were cut off or damaged, and foreign logs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from agent.commands import data_import
from agent.console import Reporter, complain
from agent.errors import UsageError
from agent.recording_facts import facts_of
from agent.repairs import recordings_in, repair_line
from bridge.errors import BridgeError
from bridge.recording.repair import repair

EXAMPLE = "osrs-agent data repair recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument(
        "action",
        choices=("info", "repair", "import"),
        metavar="ACTION",
        help="info: what is in each recording; repair: finish what was cut off, save what is whole of the damaged; "
        "import: make recordings of CSV input logs of other tools",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="recordings or logs, or folders of them")
    data_import.add_arguments(parser)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it; a file that cannot be used is told, and the others are done all the same."""
    if arguments.action == "import":
        return data_import.run(arguments, reporter)
    files = tuple(recordings_in(arguments.paths))
    if not files:
        raise UsageError(f"{', '.join(map(str, arguments.paths))}: no recording (.mcap, .mcap.part) in there")
    act = _info if arguments.action == "info" else _repair
    done = [_told(act, file, reporter) for file in files]
    sound = [values for values in done if values is not None]
    reporter.result({"ok": len(sound) == len(files), "recordings": sound})
    return 0 if len(sound) == len(files) else 1


def _told(
    act: Callable[[Path, Reporter], dict[str, object]], file: Path, reporter: Reporter
) -> dict[str, object] | None:
    try:
        return act(file, reporter)
    except BridgeError as error:
        complain(str(error))
        return None


def _info(file: Path, reporter: Reporter) -> dict[str, object]:
    facts = facts_of(file)
    streams = {topic: str(number) for topic, number in facts.counts.items()}
    rows = {name: str(value) for name, value in facts.as_json().items() if name not in ("path", "streams")}
    reporter.table(str(file), ("", "value"), tuple((rows | streams).items()))
    return facts.as_json()


def _repair(file: Path, reporter: Reporter) -> dict[str, object]:
    report = repair(file)
    reporter.say(repair_line(report))
    return {
        "path": str(report.path),
        "repaired": report.was_needed,
        "streams": {topic: {"count": number} for topic, number in report.kept.items()},
        "lost_bytes": report.lost_bytes,
        "damage": report.damage,
        "original": None if report.original is None else str(report.original),
    }
