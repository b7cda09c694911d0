"""`osrs-agent data merge`: several recordings as one."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.commands.data_files import named_recordings
from agent.console import Reporter
from agent.edited_files import stem, told_file
from agent.errors import UsageError
from agent.progress import bar
from agent.repairs import RECORDING_SUFFIX
from bridge.editing.identity import session_ids
from bridge.editing.merging import merge
from bridge.editing.source import open_source

SUMMARY = "put recordings of one game and canvas into one, in the order of play"
EXAMPLE = "osrs-agent data merge session-*.mcap --out session.mcap"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its flags."""
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the new file (default: beside the first, NAME-merged.mcap)"
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    files = named_recordings(arguments.paths)
    if len(files) < 2:
        raise UsageError(f"{files[0]} is one recording; at least two are merged")
    out: Path = arguments.out or files[0].with_name(f"{stem(files[0])}-merged{RECORDING_SUFFIX}")
    if not out.name.endswith(RECORDING_SUFFIX):
        raise UsageError(f"{out} has no name of a recording; it ends with {RECORDING_SUFFIX}")
    with bar("merging") as show:
        placed = merge([open_source(file) for file in files], out, show)
    told = told_file(out)
    sessions = session_ids(open_source(out).manifest)
    reporter.say(
        f"{out}: {told['ticks']} ticks and {told['inputs']} inputs of {len(files)} files, {len(sessions)} sessions"
    )
    merged = [{"path": str(one.source.path), "shift_s": one.shift_ns / 1e9} for one in placed]
    reporter.result({"ok": True, **told, "sessions": sessions, "merged": merged})
    return 0
