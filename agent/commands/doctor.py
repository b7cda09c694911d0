"""`osrs-agent doctor`: whether this machine can record, train and play, and what to do where it cannot."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.commands.client_arguments import add_address_arguments, port_of, token_path_of
from agent.console import Reporter
from agent.doctor import Check, Checkup, examine
from bridge.clock import SystemClock

EXAMPLE = "osrs-agent doctor --run runs/mine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--run", type=Path, default=None, help="the run whose model is timed (default: untrained)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where the model runs")
    parser.add_argument("--folder", type=Path, default=Path(), metavar="DIR", help="where recordings go (default: .)")
    add_address_arguments(parser)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    checkup = Checkup(arguments.folder, token_path_of(arguments), port_of(arguments), arguments.run, arguments.device)

    def tell(check: Check) -> None:
        reporter.say(f"{'ok  ' if check.ok else 'FAIL'}  {check.name:16} {check.detail}")
        if not check.ok:
            reporter.say(f"      {'':16} do: {check.remedy}")

    checks = examine(checkup, SystemClock(), tell)
    failed = [check.name for check in checks if not check.ok]
    reporter.say(f"{len(failed)} of {len(checks)} checks failed: {', '.join(failed)}" if failed else "all is well")
    reporter.result({"ok": not failed, "checks": [check.as_json() for check in checks]})
    return 1 if failed else 0
