"""`osrs-agent data import`: input logs and sessions of other tools in, recordings out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from agent.arguments import screen_size
from agent.commands.data_files import Outcome, Values, done_with_each
from agent.console import Reporter
from agent.errors import UsageError
from agent.exchange_names import named_files
from bridge.importing.exact_csv import import_csv
from bridge.importing.layout import LAYOUTS, load_layout
from bridge.importing.lerobot import lerobot_imports
from bridge.importing.owamcap import import_owamcap
from bridge.importing.sessions import RECORDING_SUFFIX, ImportedSession, PendingImport, log_imports, total_dirt
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
    """Do it; what cannot be used is told, and the others are imported all the same."""
    if arguments.out is None and arguments.format != LOGS:
        raise UsageError(f"an import of {arguments.format} needs --out DIR")
    if arguments.format == LEROBOT:
        pending, unread = _episodes(arguments)
    else:
        pending, unread = (_logs if arguments.format == LOGS else _files)(arguments), ()
    sessions: list[ImportedSession] = []

    def import_one(one: PendingImport) -> Values:
        sessions.append(one.run())
        return _values(sessions[-1])

    imported = done_with_each(pending, "importing", import_one)
    outcome = Outcome(imported.done, (*unread, *imported.failed))
    _show(reporter, sessions, outcome, arguments.out)
    return outcome.exit_code


def _files(arguments: argparse.Namespace) -> tuple[PendingImport, ...]:
    suffix, import_one = FORMATS[arguments.format]
    return tuple(
        PendingImport(str(file), partial(import_one, file, arguments.out / f"{name}{RECORDING_SUFFIX}"))
        for file, name in named_files(arguments.paths, suffix).items()
    )


def _logs(arguments: argparse.Namespace) -> tuple[PendingImport, ...]:
    if arguments.layout is None or arguments.out is None:
        raise UsageError("an import of logs needs --layout NAME and --out DIR")
    layout = load_layout(arguments.layout)
    return log_imports(arguments.paths, arguments.out, layout, arguments.layout, arguments.canvas)


def _episodes(arguments: argparse.Namespace) -> tuple[tuple[PendingImport, ...], tuple[Values, ...]]:
    """The episodes of all data sets, and the data sets that cannot be read."""
    pending: list[PendingImport] = []

    def open_one(root: Path) -> Values:
        pending.extend(lerobot_imports(root, arguments.out))
        return {}

    unread = done_with_each(arguments.paths, "opening", open_one).failed
    return tuple(pending), unread


def _show(reporter: Reporter, sessions: Sequence[ImportedSession], outcome: Outcome, out: Path) -> None:
    rows, events = sum(one.rows for one in sessions), sum(one.events for one in sessions)
    dirt = {kind.value: count for kind, count in total_dirt(sessions).items()}
    shown = tuple((kind, str(count)) for kind, count in dirt.items() if count)
    if shown:
        reporter.table("rows with something wrong", ("kind", "rows"), shown)
    reporter.say(f"{out}: {len(sessions)} sessions, {events} events of {rows} rows")
    reporter.result(outcome.as_json() | {"sessions": len(sessions), "rows": rows, "events": events, "dirt": dirt})


def _values(one: ImportedSession) -> Values:
    return {"path": str(one.path), "session": one.session, "rows": one.rows, "events": one.events, "dirt": one.dirt}
