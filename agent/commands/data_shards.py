"""`osrs-agent data shards`: cut recordings for training beforehand, on many processors or machines at once."""

from __future__ import annotations

import argparse
from functools import partial

from agent.commands.data_files import named_recordings
from agent.console import Reporter
from agent.progress import bar
from agent.repairs import finish_parts
from agent.worker_choice import add_worker_arguments, chosen_workers

SUMMARY = "cut recordings for training beforehand, on many processors or machines at once"
EXAMPLE = "osrs-agent data shards recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only this action takes."""
    parser.add_argument("--pictures", action="store_true", help="also what models see that look at pictures")
    add_worker_arguments(parser)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    from model.sources import built_shards  # loads tensors, which no other action on recordings needs

    files = [file.resolve() for file in named_recordings(finish_parts(arguments.paths, reporter.say))]
    shards: list[str] = []
    done = 0
    with bar("cutting") as show, chosen_workers(arguments, len(files)) as workers:
        for built in workers.map(partial(built_shards, pictures=arguments.pictures), files):
            shards += map(str, built)
            done += 1
            show(done, len(files))
    reporter.say(f"{len(shards)} shards are ready; `osrs-agent train` finds them beside their recordings")
    reporter.result({"shards": shards})
    return 0
