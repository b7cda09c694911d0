"""`osrs-agent train`: recordings in, a run directory with checkpoints out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from agent.arguments import positive_number
from agent.console import Reporter
from agent.desktop.endings import Terminated
from agent.errors import UsageError
from agent.output_names import default_run
from agent.repairs import finish_parts
from agent.run_pictures import draw_curves
from model.checkpoint_label import LAST
from model.config import load_config
from model.team import is_first_process
from model.train import train
from model.training_report import TrainingProgress, TrainingResult

CONTRACT_FIGURES = ("clock_nats_per_window", "kind_nats_per_action", "place_nats_per_action")
EXAMPLE = "osrs-agent train recordings demonstrations --minutes 10 --run runs/mine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("data", nargs="+", type=Path, help="recordings, or folders of them")
    parser.add_argument(
        "--config",
        type=Path,
        default=None,
        help="a TOML file of differences from the defaults, or a preset: small, default, large, multi-gpu",
    )
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="one difference; may be repeated")
    parser.add_argument(
        "--observe",
        choices=("state", "pixels", "both"),
        default=None,
        help="what the model sees of a game: its states, pictures of the canvas, or both (as --set encoder.observe)",
    )
    parser.add_argument("--run", type=Path, default=None, help="the run directory (default: runs/TIME)")
    parser.add_argument("--resume", type=Path, default=None, metavar="RUN", help="go on with a run")
    parser.add_argument("--minutes", type=positive_number, default=None, help="stop after so many minutes")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to train")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.resume is not None and (arguments.run or arguments.config or arguments.set or arguments.observe):
        raise UsageError(
            "--resume goes on in its own directory with its own settings; leave out --run, --config, --set, --observe"
        )
    observe = [] if arguments.observe is None else [f"encoder.observe={arguments.observe}"]
    config = load_config(arguments.config or Path("default"), [*arguments.set, *observe])
    run_directory = arguments.resume or arguments.run or default_run()
    data = finish_parts(arguments.data, reporter.say) if is_first_process() else arguments.data
    try:
        with training_progress(reporter) as show:
            result = train(data, run_directory, config, arguments.resume, arguments.minutes, show, arguments.device)
    except (KeyboardInterrupt, Terminated):
        if is_first_process() and (run_directory / LAST).exists():
            given = " ".join(map(str, data))
            go_on = f"osrs-agent train {given} --resume {run_directory} --minutes 10"
            reporter.say(f"what was learned is kept in {run_directory}; to go on: {go_on}")
        raise
    finally:
        if is_first_process():
            draw_curves(run_directory)
    if not is_first_process():
        return 0
    show_result(reporter, result)
    best = {name: result.best.get(name) for name in CONTRACT_FIGURES}
    reporter.result(
        {
            "run": str(result.run),
            "steps": result.steps,
            "seconds": round(result.seconds, 1),
            "windows_per_s": round(result.windows_per_s, 1),
            "best": best,
        }
    )
    return 0


_SHOWN_PARTS = {
    "clock_nats_per_window": "clock",
    "time_loss_per_window": "time",
    **{f"{mark}_nats_per_action": mark for mark in ("kind", "place", "button", "key", "scroll")},
}
"""What the parts of a loss are called on the screen: clock and time by window, the others by action."""


def progress_line(step: TrainingProgress) -> str:
    """Where training stands, in one line: the loss and its parts, and the pace."""
    parts = ", ".join(f"{word} {step.losses[name]:.2f}" for name, word in _SHOWN_PARTS.items() if name in step.losses)
    return f"step {step.step}  loss {step.losses['total']:.3f} ({parts})  {step.windows_per_s:.0f} windows/s"


@contextmanager
def training_progress(reporter: Reporter) -> Iterator[Callable[[TrainingProgress], None]]:
    """A bar of the budget with the loss and the pace; gives what to call after each step."""
    console = reporter.console
    columns = (BarColumn(12), TextColumn("{task.description}"), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("reading the data", total=1.0)

        def show(step: TrainingProgress) -> None:
            progress.update(bar, completed=step.share, description=progress_line(step))
            if step.held_out is not None:
                shown = [
                    name for name in (*CONTRACT_FIGURES, "time_loss_per_window", "goal_nats") if name in step.held_out
                ]
                figures = "   ".join(f"{name} {step.held_out[name]:.3f}" for name in shown)
                progress.console.print(f"step {step.step:6d}   held out: {figures}")

        yield show


def show_result(reporter: Reporter, result: TrainingResult) -> None:
    """The last line for people."""
    reporter.say(
        f"{result.run}: {result.steps} steps in {result.seconds:.0f} s, {result.windows_per_s:.0f} windows/s; "
        f"best held-out loss {result.best['total']:.4f}"
    )
