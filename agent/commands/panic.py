"""`osrs-agent panic`: release what the agent holds on this display, and do nothing else."""

from __future__ import annotations

import argparse

from agent.console import Reporter
from agent.desktop.releasing import release_left_over
from bridge.clock import SystemClock

EXAMPLE = "osrs-agent panic"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments: it has none."""
    del parser


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    released = arguments.released_at_start + release_left_over(SystemClock(), even_of_the_living=True)
    reporter.say(f"released {released} keys and buttons" if released else "the agent holds nothing")
    reporter.result({"released": released})
    return 0
