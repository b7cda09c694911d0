"""`osrs-agent eval`: a model's likelihood on recordings, and its score in the sandbox beside expert and random."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.progress import Progress

from agent.arguments import count, positive_number, seed
from agent.closed_loop import TaskScores, measure_task
from agent.console import Reporter
from agent.episodes import FIRST_EVALUATION_SEED, Episode
from agent.kept_scores import keep_scores
from agent.scores import Interval, mean_interval
from bridge.sandbox.tasks import TASKS
from model.evaluate import evaluate_run, held_out_nats

EXAMPLE = "osrs-agent eval runs/demo --task woodcutting --episodes 8 --minutes 10 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("model_run", metavar="RUN", type=Path, help="a run directory of `osrs-agent train`")
    parser.add_argument("--task", choices=[task.name for task in TASKS], default="woodcutting", help="what to do")
    parser.add_argument("--episodes", type=count, default=8, help="games, one a seed")
    parser.add_argument("--minutes", type=positive_number, default=10.0, help="game minutes each")
    parser.add_argument("--seed", type=seed, default=FIRST_EVALUATION_SEED, help="of the first world")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        default=None,
        help="recordings for the likelihood (default: what training held out)",
    )
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where the model runs")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if arguments.data is None:
        offline = held_out_nats(arguments.model_run)
    else:
        offline = evaluate_run(arguments.model_run, arguments.data, arguments.device)
    seeds = range(arguments.seed, arguments.seed + arguments.episodes)
    with Progress(console=reporter.console, transient=True, disable=not reporter.console.is_terminal) as progress:
        bar = progress.add_task(f"{arguments.task}: agent, expert, random", total=3 * len(seeds))

        def on_game(name: str, episode: Episode) -> None:
            progress.update(bar, advance=1, description=f"{arguments.task}: {name}, seed {episode.seed}")

        scores = measure_task(arguments.model_run, arguments.task, seeds, arguments.minutes, arguments.device, on_game)
    rows = [(name, f"{value:.4f}") for name, value in offline.items()]
    reporter.table("held-out figures", ("figure", "value"), rows)
    show_scores(reporter, scores)
    keep_scores(arguments.model_run, scores)
    reporter.result({"tasks": {scores.task: scores.as_json()}, "offline": offline})
    return 0


def show_scores(reporter: Reporter, scores: TaskScores) -> None:
    """The table of expert, agent and random player."""
    players = {"expert": scores.expert, "agent": scores.agent, "random": scores.random}
    rows = []
    for name, episodes in players.items():
        own = [episode.score_per_minute for episode in episodes]
        rows.append((name, *_interval(mean_interval(own))))
    ratio = scores.ratio
    if ratio is not None:
        rows.append(("agent / expert", *_interval(ratio)))
    title = (
        f"{scores.task} v{scores.version}: score per game minute, {len(scores.agent)} unseen seeds "
        f"of {scores.minutes:g} game minutes"
    )
    reporter.table(title, ("player", "mean", "95 % interval"), rows)
    speed = sum(episode.minutes for episode in scores.agent) * 60 / sum(episode.seconds for episode in scores.agent)
    reporter.say(f"the agent played at {speed:.0f} times life on one core, model in the loop")


def _interval(value: Interval) -> tuple[str, str]:
    return f"{value.mean:.2f}", f"{value.low:.2f} … {value.high:.2f}"
