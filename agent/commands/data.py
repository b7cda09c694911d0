"""`osrs-agent data ACTION`: everything that is done with recordings that lie there; one module an action."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol

from agent.commands import (
    data_export,
    data_import,
    data_info,
    data_merge,
    data_redact,
    data_repair,
    data_shards,
    data_split,
    data_trim,
    data_value,
    data_verify,
    data_view,
)
from agent.console import Reporter

EXAMPLE = "osrs-agent data info recordings"


class Action(Protocol):
    """What an action's module offers."""

    SUMMARY: str
    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what only this action takes; the paths and `--json` are there."""
        ...

    def run(self, arguments: argparse.Namespace, reporter: Reporter) -> int:
        """Do it; returns the exit code."""
        ...


ACTIONS: dict[str, Action] = {
    "info": data_info,
    "verify": data_verify,
    "repair": data_repair,
    "trim": data_trim,
    "split": data_split,
    "merge": data_merge,
    "redact": data_redact,
    "import": data_import,
    "export": data_export,
    "view": data_view,
    "shards": data_shards,
    "value": data_value,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's actions, each with its own help."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", title="actions")
    for name, action in ACTIONS.items():
        one = actions.add_parser(
            name,
            help=action.SUMMARY,
            description=action.SUMMARY,
            epilog=f"example:\n  {action.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print the result as one JSON line"
        )
        one.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders of them")
        action.add_arguments(one)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    return ACTIONS[arguments.action].run(arguments, reporter)
