"""How long a tick of 20 KB takes from the plugin's `offer` in Java to a typed value in Python, on loopback.

The baseline is the plainest thing that works, in the same processes and the same run: a line of JSON over a socket,
read in blocking fashion and decoded by msgspec. Both sides read the machine's one monotonic clock. Between them an idle
control sleeps from tick to tick and adds a few numbers. Where it fails, the machine and not the bridge makes the tail,
and the 99th percentile is void: it is shown, and held against no goal.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.link.address import HOST
from bridge.link.socket import SocketLink, SocketListener
from bridge.protocol.messages import TickMessage
from tests.benchmarks.idle_control import IdleControl, idle_control, together
from tests.benchmarks.measurement import Measurement, measured
from tests.bridge.runelite.java_game import JavaGame, compile_wire

TICK_BYTES = 20_000
PERIOD_US = 8_000
WARM_UP = 600
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
        ):
            bridge_ms, json_ms, control = _both_ways(game, listener.accept(TIMEOUT_S))
    yield measured("bridge: idle control, a sleeper wakes late by, p99", control.late_p99_ms, "ms")
    yield measured("bridge: idle control, the same work slowed, p99", control.slowed_p99, "times its median")
    tick = f"bridge: tick of {TICK_BYTES // 1000} KB, Java to Python"
    void = " (void: the idle control failed)" if control.has_failed else ""
    for share, name, goal in ((50, f"{tick}, p50", None), (99, f"{tick}, p99{void}", None if void else "value <= 2")):
        value, baseline = (float(np.percentile(ways, share)) for ways in (bridge_ms, json_ms))
        yield measured(f"{name} (baseline: JSON lines)", value, "ms", baseline=baseline, goal=goal)


def _both_ways(game: JavaGame, link: SocketLink) -> tuple[list[float], list[float], IdleControl]:
    """Milliseconds of each tick, by the bridge and by lines of JSON, and the control, in rounds that take turns."""
    _by_bridge(game, link, WARM_UP)
    _by_json(game, WARM_UP)
    bridge_ms, json_ms, controls = [], [], []
    for _ in range(ROUNDS):
        bridge_ms += _by_bridge(game, link, ROUND)
        controls.append(idle_control(ROUND, 1_000 * PERIOD_US))
        json_ms += _by_json(game, ROUND)
    return bridge_ms, json_ms, together(controls)


def _by_bridge(game: JavaGame, link: SocketLink, count: int) -> list[float]:
    clock = SystemClock()
    game.begin("ticks", count, PERIOD_US, TICK_BYTES)
    received_ns = []
    for _ in range(count):
        if link.receive(TIMEOUT_S) is None:
            raise AssertionError(f"only {len(received_ns)} of {count} ticks came")
        received_ns.append(clock.now_ns())
    return _milliseconds(game.end(), received_ns)


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
    return _milliseconds(game.end(), received_ns)


def _milliseconds(sent: str, received_ns: list[int]) -> list[float]:
    pairs = zip(map(int, sent.split()), received_ns, strict=True)
    return [(received - offered) / MILLISECOND_NS for offered, received in pairs]
