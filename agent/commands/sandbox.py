"""`osrs-agent sandbox`: a window to play in, one game in virtual time, or demonstrations of the expert."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.progress import Progress

from agent.arguments import count, positive_number, seed
from agent.console import Reporter, complain
from agent.corrected_game import CorrectedGame
from agent.desktop.display import require_usable, session_kind
from agent.disturbed_game import write_disturbed
from agent.episodes import Episode, play_episode
from agent.errors import GameFailed, UsageError
from agent.games import Ending
from agent.players import scripted_planner
from agent.sandbox_process import SandboxOptions
from agent.watch import play_yourself, watch
from bridge.clock import SystemClock
from bridge.sandbox.demonstrations import (
    FOR_PEOPLE,
    Demonstration,
    Pictures,
    PlayerKind,
    player_of,
    write_demonstrations,
)
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES, task_named
from bridge.sandbox.tasks.task import Task

EXAMPLE = "osrs-agent sandbox --expert --headless --size 12 --minutes 5 --out demonstrations"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--task", choices=TASK_NAMES, default=DEFAULT_TASK, help="what to do")
    parser.add_argument("--seed", type=seed, default=1, help="of the (first) world")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--expert", action="store_true", help="the scripted expert plays")
    who.add_argument("--random", action="store_true", help="the random player plays")
    parser.add_argument("--headless", action="store_true", help="in virtual time, without a window")
    parser.add_argument(
        "--minutes", type=positive_number, default=None, help="game minutes (headless: 10 unless given)"
    )
    parser.add_argument("--login", action="store_true", help="start at the login screen")
    parser.add_argument("--size", type=count, default=None, metavar="N", help="write N demonstrations, one a seed")
    parser.add_argument("--out", type=Path, default=None, metavar="DIR", help="where the demonstrations go")
    parser.add_argument(
        "--disturbed",
        action="store_true",
        help="demonstrations in which something else moves the expert's hand at times; only the expert is learned from",
    )
    parser.add_argument("--frames", action="store_true", help="film the demonstrations, 10 pictures a second, 384x252")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    if (arguments.size is None) != (arguments.out is None):
        raise UsageError("demonstrations need both: --size N says how many, --out DIR where they go")
    if arguments.frames and arguments.size is None:
        raise UsageError("--frames films demonstrations; ask for some with --size N --out DIR")
    if arguments.disturbed and (arguments.size is None or arguments.random):
        raise UsageError("--disturbed is for demonstrations of the expert; ask for some with --size N --out DIR")
    if arguments.login and (arguments.size or arguments.headless or arguments.expert or arguments.random):
        raise UsageError("--login is for a person in the window; leave it out, or leave out who else plays")
    if arguments.size is not None:
        return _demonstrate(arguments, reporter)
    if arguments.headless:
        return _play_headless(arguments, reporter)
    if arguments.expert or arguments.random:
        return _watch(arguments, reporter)
    return _open_window(arguments, reporter)


def _kind(arguments: argparse.Namespace) -> PlayerKind:
    return PlayerKind.RANDOM if arguments.random else PlayerKind.EXPERT


def _demonstrate(arguments: argparse.Namespace, reporter: Reporter) -> int:
    task = task_named(arguments.task)
    seeds = range(arguments.seed, arguments.seed + arguments.size)
    minutes = arguments.minutes or 10.0
    pictures = FOR_PEOPLE if arguments.frames else None
    with Progress(console=reporter.console, transient=True, disable=not reporter.console.is_terminal) as progress:
        bar = progress.add_task(f"{task.name} by the {_kind(arguments)}", total=len(seeds))
        written = _write(task, seeds, minutes, arguments, pictures, lambda _: progress.advance(bar))
    for one in written:
        own = f", {one.corrected_ticks} of them the expert's" if isinstance(one, CorrectedGame) else ""
        reporter.say(
            f"{one.path}  {one.ticks} ticks{own}, {one.inputs} inputs, {one.score / minutes:.2f} points a minute"
        )
    sessions = [{"path": str(one.path), "seed": one.seed, "score": one.score, "digest": one.digest} for one in written]
    total = sum(one.score for one in written)
    ticks = sum(one.ticks for one in written)
    reporter.result({"score": total, "ticks": ticks, "digest": None, "sessions": sessions})
    return 0


def _write(
    task: Task,
    seeds: range,
    minutes: float,
    arguments: argparse.Namespace,
    pictures: Pictures | None,
    on_session: Callable[[object], None],
) -> tuple[Demonstration | CorrectedGame, ...]:
    if arguments.disturbed:
        return write_disturbed(task, seeds, minutes, arguments.out, pictures=pictures, on_session=on_session)
    kind = _kind(arguments)
    return write_demonstrations(
        task, seeds, minutes, arguments.out, kind=kind, pictures=pictures, on_session=on_session
    )


def _play_headless(arguments: argparse.Namespace, reporter: Reporter) -> int:
    kind, minutes = _kind(arguments), arguments.minutes or 10.0
    task = task_named(arguments.task)
    game: Episode = play_episode(
        task.name, arguments.seed, minutes, lambda seed: scripted_planner(player_of(task, kind, seed))
    )
    reporter.say(
        f"{task.name}, seed {arguments.seed}: the {kind} scored {game.score_per_minute:.2f} points a minute "
        f"over {minutes:g} minutes, at {game.times_life:.0f} times life"
    )
    score = game.score_per_minute * minutes
    ticks = game.statistics.ticks
    reporter.result({"score": score, "ticks": ticks, "digest": game.world_digest, "sessions": []})
    return 0


def _watch(arguments: argparse.Namespace, reporter: Reporter) -> int:
    player = player_of(task_named(arguments.task), _kind(arguments), arguments.seed)
    said = f"the {_kind(arguments)} plays by injected input; Ctrl-C or closing the window ends it"
    ending = watch(arguments.task, arguments.seed, player, arguments.minutes, SystemClock(), lambda: reporter.say(said))
    return _tell(ending, reporter)


def _open_window(arguments: argparse.Namespace, reporter: Reporter) -> int:
    require_usable(session_kind(os.environ, sys.platform))
    options = SandboxOptions(
        arguments.task, arguments.seed, None, None, starts_at_login=arguments.login, minutes=arguments.minutes
    )
    return _tell(play_yourself(options), reporter)


def _tell(ending: Ending, reporter: Reporter) -> int:
    if ending.result is None:
        raise GameFailed(ending.problem)
    reporter.say(f"ended by: {ending.by}; score {ending.result.score:g} after {ending.result.ticks} ticks")
    reporter.result(msgspec.to_builtins(ending.result) | {"sessions": []})
    if ending.problem:
        complain(ending.problem)
        return 1
    return 0
