"""`osrs-agent eval`: a model's likelihood on recordings, and its scores in the sandbox beside expert and random."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.progress import Progress

from agent.abstention import CURVE_HEADER, TABLE, THRESHOLDS, CoveragePoint, abstention_curve, curve_rows, keep_curve
from agent.arguments import add_abstention, count_from_zero, positive_number, seed
from agent.closed_loop import TaskScores, measure_tasks, scores_of, times_life
from agent.console import Reporter
from agent.episodes import FIRST_EVALUATION_SEED, Episode
from agent.errors import UsageError
from agent.kept_scores import keep_scores
from agent.run_tasks import task_to_play
from agent.scores import Interval, mean_interval
from agent.worker_choice import add_worker_arguments, chosen_workers
from bridge.sandbox.tasks import TASK_NAMES
from model.checkpoint_label import BEST, read_label
from model.evaluate import evaluate_run, held_out_nats

EXAMPLE = "osrs-agent eval runs/demo --task woodcutting --episodes 8 --minutes 10 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("model_run", metavar="RUN", type=Path, help="a run directory of `osrs-agent train`")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--task", choices=TASK_NAMES, default=None, help="what to do (default: as it was trained)")
    what.add_argument("--suite", action="store_true", help="all tasks, with one table of them")
    parser.add_argument(
        "--observe",
        choices=("state", "pixels", "both"),
        default=None,
        help="what the run sees of a game; a run sees what it was trained on, and another answer is refused",
    )
    parser.add_argument(
        "--episodes", type=count_from_zero, default=8, help="games, one a seed; 0: the likelihood of recordings alone"
    )
    parser.add_argument("--minutes", type=positive_number, default=10.0, help="game minutes each")
    parser.add_argument("--seed", type=seed, default=FIRST_EVALUATION_SEED, help="of the first world")
    parser.add_argument(
        "--latency-ms",
        type=count_from_zero,
        default=0,
        help="game time from an observation to the agent's plan (default: 0)",
    )
    add_abstention(parser)
    parser.add_argument(
        "--abstention-curve",
        action="store_true",
        help="also play the same games at several thresholds of --abstain: coverage against success, kept in RUN",
    )
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        default=None,
        help="recordings for the likelihood (default: what training held out)",
    )
    parser.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        default="auto",
        help="where the model decides (auto: on the CPU wherever its kernels run it)",
    )
    add_worker_arguments(parser)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.abstention_curve and (arguments.suite or arguments.abstain is not None):
        raise UsageError(
            "--abstention-curve is of one task and plays without --abstain first; leave out --suite, --abstain"
        )
    if arguments.episodes == 0 and (arguments.suite or arguments.abstention_curve):
        raise UsageError("--suite and --abstention-curve are of games; give --episodes of at least 1")
    sees = read_label(arguments.model_run / BEST).config.encoder.observe
    if arguments.observe not in (None, sees):
        raise UsageError(
            f"{arguments.model_run} was trained with --observe {sees} and sees nothing else; "
            f"train another run with --observe {arguments.observe}"
        )
    if arguments.data is None:
        offline = held_out_nats(arguments.model_run)
    else:
        offline = evaluate_run(arguments.model_run, arguments.data, arguments.device)
    measured = _measure(arguments, _tasks(arguments, reporter), reporter)
    rows = [(name, f"{value:.4f}") for name, value in offline.items()]
    reporter.table("held-out figures", ("figure", "value"), rows)
    if arguments.suite:
        show_suite(reporter, measured)
    for scores in measured:
        if not arguments.suite:
            show_scores(reporter, scores)
        keep_scores(arguments.model_run, scores)
    told = {"tasks": {scores.task: scores.as_json() for scores in measured}, "offline": offline}
    if arguments.abstention_curve:
        told["abstention"] = [point.as_json() for point in _curve(arguments, measured[0], reporter)]
    reporter.result(told)
    return 0


def _tasks(arguments: argparse.Namespace, reporter: Reporter) -> Sequence[str]:
    if arguments.episodes == 0:
        return ()
    return TASK_NAMES if arguments.suite else (task_to_play(arguments.model_run, arguments.task, reporter),)


def _curve(arguments: argparse.Namespace, scores: TaskScores, reporter: Reporter) -> tuple[CoveragePoint, ...]:
    """Coverage against success, in a table, a file and a picture."""
    run_directory, games = arguments.model_run, scores.agent
    with Progress(console=reporter.console, transient=True, disable=not reporter.console.is_terminal) as progress:
        bar = progress.add_task("abstaining", total=len(games) * len(THRESHOLDS))
        with chosen_workers(arguments, len(games)) as workers:
            points = abstention_curve(
                run_directory,
                scores.task,
                games,
                arguments.device,
                workers,
                lambda threshold, _: progress.update(bar, advance=1, description=f"abstaining above {threshold:g}"),
                arguments.latency_ms,
            )
    reporter.table(f"{scores.task}: coverage against success", CURVE_HEADER, curve_rows(points))
    reporter.say(f"kept in {run_directory / TABLE} and {keep_curve(run_directory, scores.task, points)}")
    return points


def _measure(arguments: argparse.Namespace, tasks: Sequence[str], reporter: Reporter) -> tuple[TaskScores, ...]:
    """Let the model, the expert and the random player play every task on the same seeds."""
    seeds = range(arguments.seed, arguments.seed + arguments.episodes)
    with Progress(console=reporter.console, transient=True, disable=not reporter.console.is_terminal) as progress:
        bar = progress.add_task("agent, expert, random", total=3 * len(seeds) * len(tasks))

        def on_game(task: str, name: str, episode: Episode) -> None:
            progress.update(bar, advance=1, description=f"{task}: {name}, seed {episode.seed}")

        run_directory, device = arguments.model_run, arguments.device
        with chosen_workers(arguments, len(seeds)) as workers:
            return measure_tasks(
                run_directory,
                tasks,
                seeds,
                arguments.minutes,
                device,
                workers,
                on_game,
                arguments.latency_ms,
                arguments.abstain,
            )


def show_suite(reporter: Reporter, measured: Sequence[TaskScores]) -> None:
    """One table of all tasks."""
    rows = [(f"{scores.task} v{scores.version}", *row) for scores in measured for row in _rows(scores)]
    title = f"score per game minute, {_games(measured[0])}"
    reporter.table(title, ("task", "player", "mean", "95 % interval"), rows)


def show_scores(reporter: Reporter, scores: TaskScores) -> None:
    """The table of expert, agent and random player."""
    title = f"{scores.task} v{scores.version}: score per game minute, {_games(scores)}"
    reporter.table(title, ("player", "mean", "95 % interval"), _rows(scores))
    reporter.say(f"the agent played at {times_life(scores.agent):.0f} times life on one core, model in the loop")


def _rows(scores: TaskScores) -> list[tuple[str, str, str]]:
    players = {"expert": scores.expert, "agent": scores.agent, "random": scores.random}
    rows = [(name, *_interval(mean_interval(scores_of(episodes)))) for name, episodes in players.items()]
    ratio = scores.ratio
    return rows if ratio is None else [*rows, ("agent / expert", *_interval(ratio))]


def _games(scores: TaskScores) -> str:
    return f"{len(scores.agent)} unseen seeds of {scores.minutes:g} game minutes"


def _interval(value: Interval) -> tuple[str, str]:
    return f"{value.mean:.2f}", f"{value.low:.2f} … {value.high:.2f}"
