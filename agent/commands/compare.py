"""`osrs-agent compare`: several models, the same data and the same time; a table of how well each foresees people."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from agent.arguments import count, positive_number, seed
from agent.commands.train import progress_line
from agent.comparison_jobs import OnModel, compare_in_processes
from agent.comparison_pictures import draw_pictures
from agent.console import Reporter
from agent.repairs import finish_parts
from model.compared_models import MODELS, chosen_names
from model.comparison import ComparisonPlan
from model.comparison_run import ComparedPart, Comparison, compared_part, open_comparison
from model.comparison_table import table_markdown, table_values
from model.config import load_config
from model.errors import ModelError
from model.training_report import TrainingProgress
from model.whole_files import replace_file

EXAMPLE = "osrs-agent compare recordings/people --models parallel,point_process --budget 900 --out docs/results"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("data", nargs="+", type=Path, help="recordings of at least two people, or folders of them")
    parser.add_argument(
        "--models", default="all", help=f"all, main (no options), or some of {','.join(MODELS)} (default: all)"
    )
    parser.add_argument("--budget", type=positive_number, required=True, metavar="SECONDS", help="of training each")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="gets table.json, table.md and the runs")
    parser.add_argument(
        "--unseen", default=None, metavar="GROUP", help="the person held out (default: the last by name)"
    )
    parser.add_argument("--config", type=Path, default=None, help="a TOML file of differences from the defaults")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="one difference; may be repeated")
    parser.add_argument("--jobs", type=count, default=1, help="processes at once, one a model (default: 1)")
    parser.add_argument("--draws", type=count, default=12, help="of each window (default: 12)")
    parser.add_argument("--windows", type=count, default=None, help="judge by at most so many of each split")
    parser.add_argument("--seed", type=seed, default=0, help="of the draws")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to train and judge")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it; a model whose part is kept in the output folder is not trained again."""
    names = chosen_names(arguments.models)
    config = load_config(arguments.config, arguments.set)
    data = finish_parts(arguments.data, reporter.say)
    plan = _plan(arguments)
    opener = partial(
        open_comparison, data, arguments.out, config, arguments.budget, arguments.unseen, plan, arguments.device
    )
    parts: dict[str, ComparedPart] = {}
    failed: dict[str, str] = {}

    def on_model(name: str, part: ComparedPart | str) -> None:
        if isinstance(part, str):
            failed[name] = part
            reporter.say(f"{name}: failed: {part}")
            return
        parts[name] = part
        reporter.say(f"{name}: {part.steps} steps in {part.seconds:.0f} s")
        _write_table(arguments.out, parts)

    if arguments.jobs > 1:
        compare_in_processes(opener, names, arguments.jobs, on_model)
    else:
        _compare_in_turn(opener(), names, on_model, reporter)
    if parts:
        pictures = draw_pictures(parts, arguments.out)
        reporter.say(f"pictures: {', '.join(picture.name for picture in pictures)} in {arguments.out}")
    reporter.say(table_markdown(parts))
    reporter.result({"out": str(arguments.out), "failed": failed, **table_values(parts)})
    return 1 if failed else 0


def _compare_in_turn(comparison: Comparison, names: Sequence[str], on_model: OnModel, reporter: Reporter) -> None:
    for name in names:
        reporter.say(f"{name}: {comparison.budget_s:g} s of training, {comparison.unseen!r} unseen")
        try:
            on_model(name, _part(comparison, name, reporter))
        except ModelError as error:  # one model that breaks does not cost the others
            on_model(name, str(error))


def _write_table(out: Path, parts: dict[str, ComparedPart]) -> None:
    values = msgspec.json.format(msgspec.json.encode(table_values(parts)), indent=1)
    replace_file(out / "table.json", values)
    replace_file(out / "table.md", table_markdown(parts).encode())


def _plan(arguments: argparse.Namespace) -> ComparisonPlan:
    plan = ComparisonPlan(draws=arguments.draws, most_windows=arguments.windows, seed=arguments.seed)
    return replace(plan, energy_windows=min(plan.energy_windows, arguments.windows or plan.energy_windows))


def _part(comparison: Comparison, name: str, reporter: Reporter) -> ComparedPart:
    console = reporter.console
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(name, total=1.0)

        def on_training(step: TrainingProgress) -> None:
            text = f"{name}: training, {progress_line(step)}"
            progress.update(bar, completed=step.share, description=text)

        def on_windows(done: int, total: int) -> None:
            progress.update(bar, completed=done / total, description=f"{name}: judging, {done} of {total} windows")

        return compared_part(comparison, name, on_training, on_windows)
