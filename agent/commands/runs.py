"""`osrs-agent runs`: which runs there are, and what differs between those that are named."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.console import Reporter
from agent.run_facts import RunFacts, find_runs, run_facts, what_differs

EXAMPLE = "osrs-agent runs runs/mine runs/other"
_FIGURES = {
    "total": "total",
    "clock": "clock_nats_per_window",
    "kind": "kind_nats_per_action",
    "place": "place_nats_per_action",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument(
        "places", nargs="*", type=Path, default=[Path("runs")], help="runs, or folders of them (default: runs)"
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    runs = [run_facts(path) for path in find_runs(arguments.places)]
    if not runs:
        reporter.say("no run yet; `osrs-agent train` makes one")
    else:
        reporter.table(
            "runs", ("run", "started", "steps", "minutes", "play, min", *_FIGURES, "agent / expert"), _rows(runs)
        )
    differing = what_differs(runs) if len(runs) > 1 else {}
    if differing:
        rows = [
            (name, *("-" if value is None else str(value)[:12] for value in row)) for name, row in differing.items()
        ]
        reporter.table("what differs", ("", *(one.path.name for one in runs)), rows)
    reporter.result({"runs": [one.as_json() for one in runs], "differences": differing})
    return 0


def _rows(runs: list[RunFacts]) -> list[tuple[str, ...]]:
    return [
        (
            str(one.path),
            one.record.starts[0].at,
            "-" if one.last is None else str(one.last.step),
            f"{one.seconds / 60:.1f}",
            f"{one.minutes_of_play:.0f}",
            *(_figure(one, name) for name in _FIGURES.values()),
            "  ".join(_ratio(one, task) for task in one.scores) or "-",
        )
        for one in runs
    ]


def _figure(one: RunFacts, name: str) -> str:
    value = None if one.best is None else one.best.metrics.get(name)
    return "-" if value is None else f"{value:.3f}"


def _ratio(one: RunFacts, task: str) -> str:
    ratio = one.scores[task].ratio
    return f"{task} {'-' if ratio is None else f'{ratio.mean:.2f}'}"
