"""Who does independent jobs: processes of this machine, or a Ray cluster where one is named."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager

from model.cluster import RayWorkers
from model.workers import ProcessWorkers, Workers


def add_worker_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare who does them."""
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        default=None,
        help="spread the work over the Ray cluster there; auto: the one that this machine belongs to; "
        "local: one of this machine alone",
    )


def chosen_workers(arguments: argparse.Namespace, jobs: int) -> AbstractContextManager[Workers]:
    """The workers that were asked for; without `--cluster` processes, one a processor and never more than jobs."""
    if arguments.cluster is not None:
        return RayWorkers(arguments.cluster)
    return ProcessWorkers(jobs)
