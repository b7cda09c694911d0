"""`osrs-agent bridge`: look at what game clients send, or speak as one from a recording."""

from __future__ import annotations

import argparse
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from agent.arguments import count, positive_number, session_name
from agent.bridge_fake import FakeOptions, speak
from agent.bridge_tail import Tail
from agent.commands.client_arguments import add_address_arguments, port_of, token_path_of
from agent.console import Reporter
from agent.desktop.endings import Terminated, ending_name, endings_raise
from agent.errors import GameFailed
from agent.runelite import greeting_line, waiting_line
from bridge.clock import SECOND_NS, SystemClock
from bridge.link.socket import SocketListener
from bridge.protocol.messages import Hello
from bridge.protocol.refusal import printable
from bridge.recording.reader import open_recording
from bridge.sandbox.backoff import Backoff
from bridge.sandbox.client import GameClient
from bridge.state import GameState

EXAMPLE = "osrs-agent bridge fake recordings/sample/woodcutting.mcap --speed 2"
_QUICK = Backoff(0.2, 1.0)
_TURN_S = 0.25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    tail = actions.add_parser("tail", help="print the ticks of every client that dials in, until Ctrl-C")
    tail.add_argument("--ticks", type=count, default=None, metavar="N", help="stop after so many")
    tail.add_argument("--minutes", type=positive_number, default=None, help="stop after so many")
    tail.add_argument("--session", default=None, metavar="ID", help="only this client's")
    fake = actions.add_parser("fake", help="play a recording as a client, for trying the agent without a game")
    fake.add_argument("recording", metavar="SESSION", type=Path, help="a recording")
    fake.add_argument("--speed", type=positive_number, default=1.0, help="times as fast as it was")
    fake.add_argument("--inputs", action="store_true", help="send its input events too")
    fake.add_argument("--world-host", default=None, metavar="NAME", help="in the place of the recorded one")
    fake.add_argument("--wait", type=positive_number, default=30.0, metavar="S", help="for an agent that listens")
    fake.add_argument("--session", type=session_name, default=None, metavar="ID", help="what it calls its session")
    for action in (tail, fake):
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON line each")
        add_address_arguments(action)


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    return _tail(arguments, reporter) if arguments.action == "tail" else _fake(arguments, reporter)


class _Printer:
    """Says what happens: lines for people, JSON lines for programs."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def connected(self, hello: Hello) -> None:
        self._reporter.say(greeting_line(hello))

    def ticked(self, session: str, state: GameState) -> None:
        if self._reporter.as_json:
            self._reporter.result({"session": session, "state": msgspec.to_builtins(state)})
        else:
            self._reporter.say(tick_line(session, state))

    def ended(self, session: str, reason: str) -> None:
        self._reporter.say(f"{session}: {reason}")


def tick_line(session: str, state: GameState) -> str:
    """A tick in one line; "?" is unknown."""
    player = state.player
    place = "?" if player is None else f"({player.position.x}, {player.position.y}, {player.position.plane})"
    entities = "?" if state.entities is None else str(len(state.entities))
    items = "?" if state.inventory is None else f"{len(state.inventory.items)}/{state.inventory.capacity}"
    view = state.view
    return (
        f"{session}  tick {state.tick.index}  {state.phase}  at {place}  entities {entities}  inventory {items}  "
        f"canvas {view.canvas_width_px}x{view.canvas_height_px}  host {printable(state.world_host or '?')}"
    )


def _tail(arguments: argparse.Namespace, reporter: Reporter) -> int:
    clock, most = SystemClock(), arguments.ticks
    token_path = token_path_of(arguments)
    with endings_raise() as endings, SocketListener(token_path, clock, port_of(arguments)) as listener:
        reporter.say(waiting_line(listener.port, token_path))
        tail = Tail(listener, clock, _Printer(reporter), arguments.session)
        until_ns = None if arguments.minutes is None else clock.now_ns() + round(arguments.minutes * 60 * SECOND_NS)
        ended_by = "time"
        try:
            tail.run(until_ns, lambda: bool(endings.asked_by) or (most is not None and tail.ticks >= most))
        except (KeyboardInterrupt, Terminated) as ending:
            ended_by = ending_name(ending)
    ended_by = endings.asked_by or ("ticks" if most is not None and tail.ticks >= most else ended_by)
    sessions = {
        session: {"client": seen.client, "connections": seen.connections, "ticks": seen.ticks, "lost": seen.lost}
        for session, seen in tail.counts.items()
    }
    reporter.say(f"{tail.ticks} ticks of {len(sessions)} sessions; ended by: {ended_by}")
    reporter.result({"ticks": tail.ticks, "sessions": sessions, "ended_by": ended_by})
    return 0


def _fake(arguments: argparse.Namespace, reporter: Reporter) -> int:
    recording = open_recording(arguments.recording)
    clock, session = SystemClock(), arguments.session or _session_of_its_own(recording.manifest.session_id)
    options = FakeOptions(arguments.speed, arguments.inputs, arguments.world_host)
    client = GameClient(
        port_of(arguments),
        token_path_of(arguments),
        clock,
        session,
        generator=np.random.default_rng(os.getpid()),
        client=f"osrs-agent bridge fake of {arguments.recording.name}"[:256],
        backoff=_QUICK,
    )
    with endings_raise() as endings, client:
        ticks, ended_by = 0, "the recording's end"
        try:
            if _connected(client, arguments.wait, lambda: bool(endings.asked_by)):
                reporter.say(f"connected on port {port_of(arguments)}, session {session}")
                ticks = speak(recording, client, clock, options, lambda: bool(endings.asked_by))
            elif not endings.asked_by:
                raise GameFailed(
                    f"no agent took the connection on port {port_of(arguments)} within {arguments.wait:g} s; "
                    "start `osrs-agent bridge tail` with the same --port and --token"
                )
        except (KeyboardInterrupt, Terminated) as ending:
            ended_by = ending_name(ending)
    sent = client.statistics
    ended_by = endings.asked_by or ended_by
    reporter.say(f"{ticks} ticks, {sent.sent} messages sent, {sent.dropped} dropped; ended by: {ended_by}")
    values = {"session": session, "ticks": ticks, "sent": sent.sent, "dropped": sent.dropped, "ended_by": ended_by}
    reporter.result(values)
    return 0


def _connected(client: GameClient, wait_s: float, should_stop: Callable[[], bool]) -> bool:
    """Wait for an agent until somebody stops it, in turns: an interruption inside a callback of Python is lost."""
    turns = max(1, round(wait_s / _TURN_S))
    for _ in range(turns):
        if client.wait_connected(wait_s / turns):
            return True
        if should_stop():
            break
    return False


def _session_of_its_own(recorded: str) -> str:
    """A new session for each run, as a client has one: two may speak the same recording at once."""
    return f"{re.sub('[^A-Za-z0-9_-]', '-', recorded)[:55] or 'fake'}-{secrets.token_hex(4)}"
