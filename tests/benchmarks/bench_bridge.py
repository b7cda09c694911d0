"""How long a tick of 20 KB takes from the plugin's `offer` in Java to a typed value in Python, on loopback.

The baseline is the plainest thing that works, in the same processes and the same run: a line of JSON over a socket,
read in blocking fashion and decoded by msgspec. Both sides read the machine's one monotonic clock. Between them an idle
control sleeps from tick to tick and adds a few numbers. Where it fails, the machine and not the bridge makes the tail,
and the 99th percentile is void: it is shown, and held against no goal. So it is where the host kept cores to itself.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from agent.heap import heap_at_rest
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock
from bridge.link.address import HOST
from bridge.link.socket import SocketLink, SocketListener
from bridge.protocol.messages import TickMessage
from tests.benchmarks.host import host_beside
from tests.benchmarks.idle_control import IdleControl, idle_control, together
from tests.benchmarks.measurement import Measurement, measured
from tests.bridge.runelite.java_game import JavaGame, compile_wire

TICK_BYTES = 20_000
PERIOD_US = 8_000
WARM_UP = 3_000
"""Java still compiles, on one of the cores that are measured, for some twenty-five seconds."""

GOAL_MS = 2.0
ROUND = 100
ROUNDS = 5
TIMEOUT_S = 10.0


def measurements() -> Iterator[Measurement]:
    """Median and 99th percentile in milliseconds, after both virtual machines have warmed up."""
    with tempfile.TemporaryDirectory() as folder:
        classes, token_path = Path(folder) / "classes", Path(folder) / "osrs-agent" / "token"
        compile_wire(classes)
        with (
            SocketListener(token_path, SystemClock()) as listener,
            JavaGame(classes, listener.port, token_path) as game,
            heap_at_rest(),  # as while the agent plays
            host_beside() as host,
        ):
            ways, json_ms, control = _both_ways(game, listener.accept(TIMEOUT_S))
    yield measured("bridge: idle control, a sleeper wakes late by, p99", control.late_p99_ms, "ms")
    yield measured("bridge: idle control, the same work slowed, p99", control.slowed_p99, "times its median")
    yield measured("bridge: idle control, wanted time that the host kept", host.stolen, "")
    tick = f"bridge: tick of {TICK_BYTES // 1000} KB, Java to Python"
    void = " (void: the idle control failed)" if control.has_failed or not host.is_good else ""
    for share, name, goal in (
        (50, f"{tick}, p50", None),
        (99, f"{tick}, p99{void}", None if void else f"value <= {GOAL_MS:g}"),
    ):
        value = float(np.percentile([way.all_ms for way in ways], share))
        baseline = float(np.percentile(json_ms, share))
        yield measured(f"{name} (baseline: JSON lines)", value, "ms", baseline=baseline, goal=goal)
    all_ms = np.array([way.all_ms for way in ways])
    in_time, json_in_time = (float(np.mean(times <= GOAL_MS)) for times in (all_ms, np.array(json_ms)))
    yield measured(f"{tick}, share within 2 ms (baseline: JSON lines)", in_time, "", baseline=json_in_time)
    room = GOAL_MS / float(np.median(all_ms))
    yield measured("bridge: idle control, share slowed less than that", control.share_within(room), "")
    before_ms = float(np.median([way.before_ms for way in ways]))
    yield measured(f"{tick}, until its last byte is there, p50", before_ms, "ms")


@dataclass(frozen=True, slots=True)
class _Way:
    """How long one tick took: until its last byte was in Python, and until its typed value was taken."""

    before_ms: float
    all_ms: float


def _both_ways(game: JavaGame, link: SocketLink) -> tuple[list[_Way], list[float], IdleControl]:
    """Each tick by the bridge, milliseconds by lines of JSON, and the control, in rounds that take turns."""
    _by_bridge(game, link, 0, WARM_UP)
    _by_json(game, WARM_UP)
    ways, json_ms, controls = [], [], []
    for number in range(ROUNDS):
        ways += _by_bridge(game, link, WARM_UP + number * ROUND, ROUND)
        controls.append(idle_control(ROUND, 1_000 * PERIOD_US))
        json_ms += _by_json(game, ROUND)
    return ways, json_ms, together(controls)


def _by_bridge(game: JavaGame, link: SocketLink, first: int, count: int) -> list[_Way]:
    """The ticks from index `first` on; one that was dropped took as long as we would have waited for it."""
    clock = SystemClock()
    game.begin("ticks", count, PERIOD_US, TICK_BYTES)
    came: dict[int, tuple[int, int]] = {}
    while first + count - 1 not in came and (state := link.receive(TIMEOUT_S)) is not None:
        came[state.tick.index] = (state.tick.received_ns, clock.now_ns())
    ways = []
    for index, offered_ns in enumerate(map(int, game.end().split()), first):
        never_ns = offered_ns + round(TIMEOUT_S * SECOND_NS)
        before_ms, all_ms = ((at_ns - offered_ns) / MILLISECOND_NS for at_ns in came.get(index, (never_ns, never_ns)))
        ways.append(_Way(before_ms, all_ms))
    return ways


def _by_json(game: JavaGame, count: int) -> list[float]:
    clock = SystemClock()
    received_ns = []
    with socket.create_server((HOST, 0)) as server:
        game.begin("json", server.getsockname()[1], count, PERIOD_US, TICK_BYTES)
        stream, _ = server.accept()
        with stream, stream.makefile("rb") as lines:
            for line in lines:
                msgspec.json.decode(line, type=TickMessage)
                received_ns.append(clock.now_ns())
    begun_ns = map(int, game.end().split())
    return [(received - begun) / MILLISECOND_NS for begun, received in zip(begun_ns, received_ns, strict=True)]
