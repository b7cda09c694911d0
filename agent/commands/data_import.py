"""`osrs-agent data import`: input logs and sessions of other tools in, recordings out."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.arguments import screen_size
from agent.console import Reporter
from agent.errors import UsageError
from agent.exchange_names import named_files
from agent.progress import bar
from bridge.importing.exact_csv import import_csv
from bridge.importing.layout import LAYOUTS, load_layout
from bridge.importing.lerobot import import_lerobot
from bridge.importing.owamcap import import_owamcap
from bridge.importing.sessions import RECORDING_SUFFIX, ImportedSession, import_sessions, total_dirt
from bridge.importing.vpt import VPT_SUFFIX, import_vpt

SUMMARY = "make recordings of the files of other tools"
EXAMPLE = "osrs-agent data import logs --layout balabit --out recordings"
LOGS = "logs"
LEROBOT = "lerobot"
FORMATS = {"owamcap": (".mcap", import_owamcap), "vpt": (VPT_SUFFIX, import_vpt), "csv": (".csv", import_csv)}
"""The formats that hold one session a file: what its files end in, and what makes a recording of one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only the import takes."""
    parser.add_argument(
        "--format",
        choices=(LOGS, LEROBOT, *FORMATS),
        default=LOGS,
        help="what the files are (default: logs, CSV of other tools)",
    )
    parser.add_argument("--layout", metavar="NAME", help=f"how logs are laid out: {', '.join(LAYOUTS)}, or a TOML file")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the recordings go: DIR/<group>/<name>.mcap")
    parser.add_argument(
        "--canvas", type=screen_size, metavar="WxH", help="size of the screen (default: to each log's farthest place)"
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.out is None and arguments.format != LOGS:
        raise UsageError(f"an import of {arguments.format} needs --out DIR")
    imports = {LOGS: _import_logs, LEROBOT: _import_datasets}
    sessions = imports.get(arguments.format, _import_files)(arguments)
    _show(reporter, sessions, arguments.out)
    return 0


def _import_files(arguments: argparse.Namespace) -> tuple[ImportedSession, ...]:
    suffix, import_one = FORMATS[arguments.format]
    names = named_files(arguments.paths, suffix)
    sessions: list[ImportedSession] = []
    with bar("importing") as show:
        for file, name in names.items():
            sessions.append(import_one(file, arguments.out / f"{name}{RECORDING_SUFFIX}"))
            show(len(sessions), len(names))
    return tuple(sessions)


def _import_datasets(arguments: argparse.Namespace) -> tuple[ImportedSession, ...]:
    sessions: list[ImportedSession] = []
    with bar("importing") as show:
        for root in arguments.paths:
            sessions += import_lerobot(root, arguments.out, show)
    return tuple(sessions)


def _import_logs(arguments: argparse.Namespace) -> tuple[ImportedSession, ...]:
    if arguments.layout is None or arguments.out is None:
        raise UsageError("an import of logs needs --layout NAME and --out DIR")
    layout = load_layout(arguments.layout)
    with bar("importing") as show:
        return import_sessions(
            arguments.paths,
            arguments.out,
            layout,
            arguments.layout,
            arguments.canvas,
            show,
        )


def _show(reporter: Reporter, sessions: tuple[ImportedSession, ...], out: Path) -> None:
    rows, events = sum(one.rows for one in sessions), sum(one.events for one in sessions)
    dirt = {kind.value: count for kind, count in total_dirt(sessions).items()}
    shown = tuple((kind, str(count)) for kind, count in dirt.items() if count)
    if shown:
        reporter.table("rows with something wrong", ("kind", "rows"), shown)
    reporter.say(f"{out}: {len(sessions)} sessions, {events} events of {rows} rows")
    recordings = [
        {"path": str(one.path), "session": one.session, "rows": one.rows, "events": one.events, "dirt": one.dirt}
        for one in sessions
    ]
    reporter.result(
        {"ok": True, "sessions": len(sessions), "rows": rows, "events": events, "dirt": dirt, "recordings": recordings}
    )
