"""`osrs-agent data repair`: finish what was cut off, save what is whole of the damaged."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.commands.data_files import Values, done_with_each, named_recordings
from agent.console import Reporter
from agent.repairs import repair_line
from bridge.recording.repair import repair

SUMMARY = "finish what was cut off, save what is whole of the damaged"
EXAMPLE = "osrs-agent data repair recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes nothing of its own."""
    del parser


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    outcome = done_with_each(named_recordings(arguments.paths), "repairing", lambda file: _repair(file, reporter))
    reporter.result(outcome.as_json())
    return outcome.exit_code


def _repair(file: Path, reporter: Reporter) -> Values:
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
