"""`osrs-agent demo`: the whole loop in a few minutes, with a table and a picture at the end."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from agent.arguments import count, positive_number
from agent.commands.eval import show_scores
from agent.commands.train import training_progress
from agent.console import Reporter
from agent.demo import DemoRequest, DemoStage, run_demo
from agent.output_names import default_demo
from agent.scores import mean_interval
from bridge.clock import SystemClock
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES

EXAMPLE = "osrs-agent demo --train-minutes 5"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--out", type=Path, default=None, metavar="DIR", help="a new folder (default: demo/TIME)")
    parser.add_argument("--task", choices=TASK_NAMES, default=DEFAULT_TASK, help="what to do")
    parser.add_argument("--record-s", type=positive_number, default=20.0, help="seconds recorded in the window")
    parser.add_argument("--demonstrations", type=count, default=20, help="expert games of 3 minutes in virtual time")
    parser.add_argument("--train-minutes", type=positive_number, default=2.5, help="of training")
    parser.add_argument("--episodes", type=count, default=4, help="unseen seeds in the table")
    parser.add_argument("--minutes", type=positive_number, default=5.0, help="game minutes each")
    parser.add_argument("--play-s", type=positive_number, default=40.0, help="seconds of live play")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where the model runs")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    request = DemoRequest(
        folder=arguments.out or default_demo(),
        task=arguments.task,
        record_s=arguments.record_s,
        demonstrations=arguments.demonstrations,
        train_minutes=arguments.train_minutes,
        episodes=arguments.episodes,
        episode_minutes=arguments.minutes,
        play_s=arguments.play_s,
        device=arguments.device,
    )
    stage = DemoStage(reporter.say, partial(training_progress, reporter))
    report = run_demo(request, SystemClock(), stage)
    show_scores(reporter, report.scores)
    counts = report.played.statistics
    reporter.say(
        f"live: {counts.ticks} ticks, {counts.sent} actions sent, {counts.dropped_late} late, "
        f"score {report.played.ending.score} in {request.play_s:g} s"
    )
    reporter.say(f"recording  {report.recorded.session}")
    reporter.say(f"run        {report.trained.run}")
    reporter.say(f"picture    {report.picture}")
    reporter.say(f"done in {report.seconds:.0f} s")
    players = {"expert": report.scores.expert, "agent": report.scores.agent, "random": report.scores.random}
    means = {name: mean_interval([game.score_per_minute for game in games]) for name, games in players.items()}
    reporter.result(
        {name: round(interval.mean, 4) for name, interval in means.items()}
        | {
            "scores": report.scores.as_json(),
            "live": report.played.as_json(),
            "session": str(report.recorded.session),
            "run": str(report.trained.run),
            "picture": str(report.picture),
            "seconds": round(report.seconds, 1),
        }
    )
    return 0
