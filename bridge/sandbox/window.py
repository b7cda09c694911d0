"""The sandbox as a process of its own: `python -m bridge.sandbox.window --task woodcutting --seed 1`.

It ticks in real time in a window, or without one, and tells the agent that listens on `--port`, as the RuneLite plugin
does. SIGTERM, Ctrl-C, a closed window and the end of its minutes are clean endings: the result is written.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from threading import Event

import msgspec
import numpy as np

from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock, SystemClock
from bridge.errors import BridgeError
from bridge.sandbox.client import GameClient
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game_window import open_window
from bridge.sandbox.real_time import RealTimeGame
from bridge.sandbox.seat import ScriptSeat, Seat
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES, Task, task_named
from bridge.state import TICK_NS, GameState

_LOOK_NS = 30 * MILLISECOND_NS
_CONNECT_NS = 5 * SECOND_NS
_ALONE_NS = 15 * SECOND_NS
"""A game that was started for an agent ends once that is gone for so long: a killed agent leaves no window behind."""
_TICKS_A_MINUTE = 60 * SECOND_NS // TICK_NS


class WindowResult(msgspec.Struct, frozen=True):
    """What is left of a game: its points, its ticks, and the digest of its last world."""

    score: float
    ticks: int
    digest: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Play until something ends it; the exit code: 0 after a clean ending, 1 where the game cannot be played."""
    options = _parsed(arguments)
    task = task_named(options.task)
    try:
        result = play(task, options, SystemClock())
        if options.result is not None:
            options.result.write_bytes(msgspec.json.encode(result))
    except (BridgeError, OSError) as error:
        sys.stderr.write(f"osrs-agent sandbox: {error}\n")
        return 1
    return 0


def play(task: Task, options: argparse.Namespace, clock: Clock) -> WindowResult:
    """Play a task in real time until a clean ending.

    Args:
        task: what is played.
        options: see `--help`.
        clock: gives the ticks.

    Raises:
        BridgeError: there is no display, or the token cannot be read.
    """
    game = RealTimeGame(task.name, options.seed, clock, logged_in=not options.login)
    with ExitStack() as stack:
        asked = stack.enter_context(_endings())
        seat = stack.enter_context(_seat(task, options, clock))
        client = stack.enter_context(_client(options, clock))
        last_tick = _last_tick(options.minutes)

        def is_over() -> bool:
            return asked.is_set() or seat.is_left or game.world.tick >= last_tick

        seat.prepare(game.world)
        _await_agent(seat, client, clock, is_over)
        _keep_time(game, seat, client, clock, is_over)
    return WindowResult(task.score(game.world), game.world.tick, world_digest(game.world))


def _keep_time(
    game: RealTimeGame, seat: Seat, client: GameClient | None, clock: Clock, is_over: Callable[[], bool]
) -> None:
    _begin_tick(game, seat, client, game.begin())
    told_ns = clock.now_ns()
    while not is_over() and clock.now_ns() - told_ns < _ALONE_NS:
        if client is None or client.is_connected:
            told_ns = clock.now_ns()
        for event in seat.events(min(game.due_ns, clock.now_ns() + _LOOK_NS)):
            game.take(event)
        if clock.now_ns() >= game.due_ns:
            _begin_tick(game, seat, client, game.finish_tick())
        elif client is not None:
            client.beat()


def _begin_tick(game: RealTimeGame, seat: Seat, client: GameClient | None, state: GameState) -> None:
    if client is not None:
        client.send_state(state)  # before the drawing, which takes a while
    seat.show(game.world, state)


def _await_agent(seat: Seat, client: GameClient | None, clock: Clock, is_over: Callable[[], bool]) -> None:
    """Give the agent a moment to answer, so that it misses no tick; the game begins without it otherwise."""
    deadline_ns = clock.now_ns() + _CONNECT_NS
    while client is not None and not client.is_connected and not is_over() and clock.now_ns() < deadline_ns:
        seat.events(clock.now_ns() + _LOOK_NS)


def _last_tick(minutes: float | None) -> float:
    return float("inf") if minutes is None else round(minutes * _TICKS_A_MINUTE)


@contextmanager
def _endings() -> Iterator[Event]:
    """While entered, a signal to end sets the event; an exception would get lost inside pygame now and then."""
    asked = Event()
    numbers = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _seat(task: Task, options: argparse.Namespace, clock: Clock) -> AbstractContextManager[Seat]:
    if options.headless:
        return nullcontext(ScriptSeat(task.expert(options.seed) if options.expert else None, clock))
    return open_window(clock)


def _client(options: argparse.Namespace, clock: Clock) -> AbstractContextManager[GameClient | None]:
    if options.port is None:
        return nullcontext()
    session = f"{options.task}-{options.seed}-{os.getpid()}"
    return GameClient(options.port, options.token, clock, session, generator=np.random.default_rng(os.getpid()))


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bridge.sandbox.window", description=__doc__)
    parser.add_argument("--task", choices=TASK_NAMES, default=DEFAULT_TASK)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--port", type=int, help="where the agent listens on 127.0.0.1; needs --token")
    parser.add_argument("--token", type=Path, help="the file with the bridge's token")
    parser.add_argument("--minutes", type=float, help="end after so many game minutes")
    parser.add_argument("--result", type=Path, help="where to write score, ticks and digest as JSON")
    parser.add_argument("--login", action="store_true", help="start on the login screen")
    parser.add_argument("--headless", action="store_true", help="no window")
    parser.add_argument("--expert", action="store_true", help="the scripted expert plays; only with --headless")
    options = parser.parse_args(arguments)
    if options.port is not None and options.token is None:
        parser.error("--port needs --token: the agent and the game prove that they know it")
    if options.expert and not options.headless:
        parser.error("--expert needs --headless: in a window somebody else plays")
    return options


if __name__ == "__main__":
    sys.exit(main())
