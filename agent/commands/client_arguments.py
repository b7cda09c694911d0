"""The arguments by which a RuneLite client is met, the same for every verb that meets one."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.arguments import port, positive_number
from agent.errors import UsageError
from agent.runelite import DEFAULT_WAIT_S, RUNELITE_TITLE, RuneLiteOptions
from bridge.link.address import DEFAULT_PORT, DEFAULT_TOKEN_FILE

GAMES = ("sandbox", "runelite")
_OF_A_CLIENT = ("port", "token", "session", "window_title", "wait")


def add_address_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where client and agent meet."""
    parser.add_argument(
        "--port", type=port, default=None, help=f"where the plugin dials on this machine (default: {DEFAULT_PORT})"
    )
    parser.add_argument("--token", type=Path, default=None, metavar="FILE", help=f"default: {DEFAULT_TOKEN_FILE}")


def add_client_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which client, and where it is met."""
    add_address_arguments(parser)
    parser.add_argument("--session", default=None, metavar="ID", help="the client's session (default: the first)")
    parser.add_argument(
        "--window-title", default=None, metavar="TEXT", help=f"how its title begins (default: {RUNELITE_TITLE})"
    )
    parser.add_argument(
        "--wait",
        type=positive_number,
        default=None,
        metavar="S",
        help=f"seconds to wait for the client (default: {DEFAULT_WAIT_S:g})",
    )


def port_of(arguments: argparse.Namespace) -> int:
    """The port that was given, or the usual one."""
    return DEFAULT_PORT if arguments.port is None else int(arguments.port)


def token_path_of(arguments: argparse.Namespace) -> Path:
    """The token file that was given, or the usual one."""
    return Path(arguments.token or DEFAULT_TOKEN_FILE).expanduser()


def client_options(arguments: argparse.Namespace) -> RuneLiteOptions | None:
    """The client that `--game runelite` means; None for the sandbox.

    Raises:
        UsageError: an argument of a client was given for the sandbox.
    """
    if arguments.game != "runelite":
        given = [name for name in _OF_A_CLIENT if getattr(arguments, name) is not None]
        if given:
            raise UsageError(f"--{given[0].replace('_', '-')} is for --game runelite; the sandbox needs none")
        return None
    return RuneLiteOptions(
        token_path=token_path_of(arguments),
        port=port_of(arguments),
        session=arguments.session,
        window_title=arguments.window_title or RUNELITE_TITLE,
        wait_s=arguments.wait or DEFAULT_WAIT_S,
    )
