"""`osrs-agent data import`: foreign input logs in, recordings out, with what was wrong in them."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.arguments import screen_size
from agent.console import Reporter
from agent.errors import UsageError
from agent.progress import bar
from bridge.importing.layout import LAYOUTS, load_layout
from bridge.importing.sessions import ImportedSession, import_sessions, total_dirt

SUMMARY = "make recordings of the CSV input logs of other tools"
EXAMPLE = "osrs-agent data import logs --layout balabit --out recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only the import takes."""
    group = parser.add_argument_group("import")
    group.add_argument(
        "--layout", metavar="NAME", help=f"how the logs are laid out: {', '.join(LAYOUTS)}, or a TOML file"
    )
    group.add_argument("--out", type=Path, metavar="DIR", help="where the recordings go: DIR/<group>/<name>.mcap")
    group.add_argument(
        "--canvas", type=screen_size, metavar="WxH", help="size of the screen (default: to each log's farthest place)"
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.layout is None or arguments.out is None:
        raise UsageError("an import needs --layout NAME and --out DIR")
    layout = load_layout(arguments.layout)
    with bar("importing") as show:
        sessions = import_sessions(
            arguments.paths,
            arguments.out,
            layout,
            arguments.layout,
            arguments.canvas,
            show,
        )
    _show(reporter, sessions, arguments.out)
    return 0


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
