"""The command line: `osrs-agent VERB …`. Only the chosen verb's module is imported, so help is quick."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, Protocol, cast

from agent.console import Reporter, complain, os_error_line
from agent.desktop.endings import Endings, Terminated, ending_name, endings_raise
from agent.errors import AgentError, UsageError
from bridge.errors import BridgeError
from model.errors import ModelError

EXIT_FAILURE = 1
EXIT_USAGE = 2
_JSON = "--json"

KNOWN_ERRORS = (AgentError, BridgeError, ModelError)
"""Errors whose one line is all that a person needs; anything else is a fault of ours and shows its trace."""


class Command(Protocol):
    """What a verb's module offers."""

    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's arguments."""
        ...

    def run(self, arguments: argparse.Namespace, reporter: Reporter) -> int:
        """Do it; returns the exit code."""
        ...


VERBS: dict[str, str] = {
    "demo": "record, train, evaluate and play on the sandbox: the whole loop in a few minutes",
    "record": "record a person, or the scripted expert, playing",
    "train": "train a model from recordings",
    "correct": "let a model play, its expert take over at times, and train on with that: rounds of corrections",
    "compare": "train several models for the same time and judge them on people and sessions held out",
    "runs": "list the runs that were trained, and tell what differs between them",
    "export": "write a trained model as an ONNX file, for programs without torch",
    "eval": "measure a model: likelihood on recordings, score in the sandbox",
    "play": "let a model play",
    "replay": "run a recording through the loop again, exactly, or against a model",
    "data": "work on recordings: info, verify, repair, trim, split, merge, redact, import, export, view, shards",
    "sandbox": "play the built-in game, or write demonstrations of its expert",
    "bridge": "print the ticks of game clients as they come, or play a recording as a client",
    "panic": "release what the agent holds on this display, and tell a running one to stop",
    "doctor": "check whether this machine can record, train and play, and say what to do where it cannot",
}


class _Parser(argparse.ArgumentParser):
    """Refuses with one line; the whole usage is a `--help` away."""

    def error(self, message: str) -> NoReturn:
        """See `argparse.ArgumentParser.error`."""
        raise UsageError(f"wrong use of `{self.prog}`: {message}; `{self.prog} --help` says more")


def main(argv: Sequence[str] | None = None, *, released: int = 0) -> int:
    """Run one command.

    Args:
        argv: the arguments after the program's name; None: those of this process.
        released: how many keys and buttons the start of the program released.

    Returns:
        0 success, 1 failure, 2 usage.
    """
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    asked = sys.argv[1:] if argv is None else list(argv)
    try:
        with endings_raise() as endings:
            return _run(asked, released, endings)
    except KNOWN_ERRORS as error:
        line, code = str(error), EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILURE
    except OSError as error:
        line, code = os_error_line(error), EXIT_FAILURE
    except (KeyboardInterrupt, Terminated) as ending:
        line, code = f"stopped by {ending_name(ending)}", EXIT_FAILURE
    complain(line)
    failure = {"ok": False, "error": " ".join(line.split()), "exit_code": code}
    Reporter(as_json=_JSON in asked).result(failure)
    return code


def _run(argv: list[str], released: int, endings: Endings) -> int:
    verb, rest = _choose(argv)
    command = cast("Command", import_module(f"agent.commands.{verb}"))
    endings.raise_lost()
    parser = _Parser(
        prog=f"osrs-agent {verb}",
        description=VERBS[verb],
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(_JSON, action="store_true", help="print the result as one JSON line on standard output")
    command.add_arguments(parser)
    parser.set_defaults(released_at_start=released)
    arguments = parser.parse_args(rest)
    return command.run(arguments, Reporter(as_json=arguments.json))


def _choose(argv: list[str]) -> tuple[str, list[str]]:
    parser = _Parser(
        prog="osrs-agent",
        description="Records play of a tick-based game, learns the next 600 ms of timed actions, and plays.",
        epilog="verbs:\n"
        + "\n".join(f"  {verb:9}{text}" for verb, text in VERBS.items())
        + "\n\nexample:\n  osrs-agent demo\n\n`osrs-agent VERB --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB", help="what to do")
    arguments = parser.parse_args(argv[:1])
    return arguments.verb, argv[1:]
