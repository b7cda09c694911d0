"""`osrs-agent correct`: a model plays, the scripted expert takes over at times, and training goes on with that."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.arguments import count, positive_number, seed
from agent.commands.train import training_progress
from agent.console import Reporter
from agent.corrected_game import CorrectedGame, Turns
from agent.correction_rounds import CorrectionPlan, RoundsStage, correct
from agent.episodes import FIRST_EVALUATION_SEED
from agent.errors import UsageError
from agent.repairs import finish_parts
from agent.run_tasks import trained_tasks
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES
from model.checkpoint_label import LAST, read_label
from model.config import changed_config

EXAMPLE = "osrs-agent correct runs/mine demonstrations --rounds 2 --minutes 5 --out runs/mine-corrected"
_FIRST_SEED = 500_000
_GENTLENESS = 0.25
"""Share of the run's learning rate: a short round at the full rate unsettles the aim (docs/results/player.md)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("model_run", metavar="RUN", type=Path, help="a run directory of `osrs-agent train`")
    parser.add_argument("data", nargs="+", type=Path, help="what the run was trained on")
    parser.add_argument("--out", type=Path, default=None, metavar="DIR", help="gets the results (RUN-corrected)")
    parser.add_argument("--rounds", type=count, default=2, help="of playing and training (default: 2)")
    parser.add_argument(
        "--task", nargs="+", choices=TASK_NAMES, default=None, help="what is played (default: all it was trained on)"
    )
    parser.add_argument("--games", type=count, default=6, help="of each task in each round (default: 6)")
    parser.add_argument(
        "--game-minutes", type=positive_number, default=10.0, help="game minutes of each game (default: 10)"
    )
    parser.add_argument("--seed", type=seed, default=_FIRST_SEED, help=f"of the first world (default: {_FIRST_SEED})")
    parser.add_argument("--minutes", type=positive_number, default=5.0, help="of training in each round (default: 5)")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="one difference; may be repeated")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to train")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    last_seed = arguments.seed + arguments.rounds * arguments.games - 1
    if last_seed >= FIRST_EVALUATION_SEED:
        raise UsageError(
            f"--seed {arguments.seed}: the games go up to seed {last_seed}, and those from {FIRST_EVALUATION_SEED} on "
            "are kept for evaluation"
        )
    base: Path = arguments.model_run
    config = read_label(base / LAST).config
    gently = f"training.learning_rate={_GENTLENESS * config.training.learning_rate}"
    config = changed_config(config, [gently, *arguments.set])
    out = arguments.out or base.with_name(f"{base.name}-corrected")
    plan = CorrectionPlan(
        tasks=tuple(arguments.task or trained_tasks(base) or (DEFAULT_TASK,)),
        rounds=arguments.rounds,
        games=arguments.games,
        game_minutes=arguments.game_minutes,
        first_seed=arguments.seed,
        turns=Turns(),
        training_minutes=arguments.minutes,
        device=arguments.device,
    )

    def on_game(number: int, game: CorrectedGame) -> None:
        reporter.say(
            f"round {number}: {game.path.name}: {game.corrected_ticks} of {game.ticks} ticks corrected, "
            f"{game.score_per_minute:.2f} points a minute"
        )

    data = finish_parts(arguments.data, reporter.say)
    with training_progress(reporter) as show:
        rounds = correct(base, data, out, config, plan, RoundsStage(on_game, show))
    last = rounds[-1].trained
    reporter.say(f"{last.run}: after {len(rounds)} rounds, {last.steps} steps in the last one")
    reporter.result({"run": str(last.run), "rounds": [one.as_json() for one in rounds]})
    return 0
