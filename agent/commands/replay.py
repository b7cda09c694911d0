"""`osrs-agent replay`: a recording through the same loop again, exactly, or against what models would have done."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.arguments import count, seed
from agent.console import Reporter
from agent.counterfactual import ComparedTick, compare_ticks, tick_lines
from agent.model_player import agent_planner, looks_at_pictures
from agent.replay import compare_with, replay_exactly
from model.errors import NothingToLearn
from model.evaluate import evaluate_run

EXAMPLE = "osrs-agent replay recordings/sample/woodcutting.mcap --run runs/a --run runs/b --by-tick"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("session", type=Path, help="a recording")
    parser.add_argument("--run", type=Path, action="append", default=[], help="a run to compare with; may be repeated")
    parser.add_argument(
        "--by-tick",
        action="store_true",
        help="with --run: how likely each run finds what was done, tick by tick, and why",
    )
    parser.add_argument("--rows", type=count, default=20, help="ticks that --by-tick shows to people (default: 20)")
    parser.add_argument("--seed", type=seed, default=0, help="of the models' draws")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where the models run")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    planners = {path: agent_planner(path, arguments.device, arguments.seed) for path in arguments.run}
    report = replay_exactly(arguments.session)
    reporter.say(f"{report.session}: {report.ticks} ticks, {report.events} input events")
    for line in report.mismatches:
        reporter.say(f"  {line}")
    reporter.say("the replay is exact" if report.is_exact else f"{report.mismatch_count} mismatches")
    runs: dict[str, dict[str, object]] = {}
    for path, planner in planners.items():
        agreement = compare_with(arguments.session, planner, pictures=looks_at_pictures(path))
        runs[str(path)] = _nats(path, arguments) | agreement.as_json()
    if runs:
        names = sorted({name for values in runs.values() for name in values})
        rows = [(name, *(_text(values.get(name)) for values in runs.values())) for name in names]
        reporter.table("against what was done", ("", *runs), rows)
    by_tick = _by_tick(arguments, reporter) if arguments.by_tick and arguments.run else ()
    reporter.result(
        {
            "session": str(report.session),
            "ticks": report.ticks,
            "events": report.events,
            "exact": report.is_exact,
            "mismatches": report.mismatch_count,
            "runs": runs,
        }
        | ({"by_tick": [tick.as_json() for tick in by_tick]} if arguments.by_tick else {})
    )
    return 0 if report.is_exact else 1


def _by_tick(arguments: argparse.Namespace, reporter: Reporter) -> tuple[ComparedTick, ...]:
    """The runs beside each other at every tick; the table shows where they differ most."""
    ticks = compare_ticks(arguments.session, {str(path): path for path in arguments.run}, arguments.device)
    which = "where the runs differ most" if len(arguments.run) > 1 else "that the run finds least likely"
    reporter.say(f"{len(ticks)} ticks; those {which}:")
    for line in tick_lines(ticks, arguments.rows):
        reporter.say(line)
    return ticks


def _nats(run: Path, arguments: argparse.Namespace) -> dict[str, float]:
    """How likely the run finds what a person did; nothing where only an agent acted."""
    try:
        return evaluate_run(run, [arguments.session], arguments.device)
    except NothingToLearn:
        return {}


def _text(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
