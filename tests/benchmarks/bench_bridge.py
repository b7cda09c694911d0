"""How long a tick of 20 KB takes from the plugin's `offer` in Java to a typed value in Python, on loopback.

The baseline is the plainest thing that works, in the same processes and the same run: a line of JSON over a socket,
read in blocking fashion and decoded by msgspec. Both sides read the machine's one monotonic clock. The idle control is
how late a thread wakes that only sleeps from tick to tick: where it is of the size of the figures, others use the
machine, and the figures are theirs.
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
from tests.benchmarks.measurement import Measurement, measured
from tests.bridge.runelite.java_game import JavaGame, compile_wire

TICK_BYTES = 20_000
PERIOD_US = 8_000
WARM_UP = 600
ROUND = 250
ROUNDS = 2
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
            bridge_ms, json_ms = _both_ways(game, listener.accept(TIMEOUT_S))
            late_ms = _woken_late(ROUNDS * ROUND)
    yield measured("bridge: idle control, a sleeper wakes late by, p99", float(np.percentile(late_ms, 99)), "ms")
    name = f"bridge: tick of {TICK_BYTES // 1000} KB, Java to Python"
    for share, goal in ((50, None), (99, "value <= 2")):
        value, baseline = (float(np.percentile(ways, share)) for ways in (bridge_ms, json_ms))
        yield measured(f"{name}, p{share} (baseline: JSON lines)", value, "ms", baseline=baseline, goal=goal)


def _woken_late(count: int) -> list[float]:
    """Milliseconds by which a thread wakes late that sleeps from one tick's time to the next."""
    clock = SystemClock()
    late_ms = []
    for _ in range(count):
        due_ns = clock.now_ns() + 1_000 * PERIOD_US
        clock.sleep_until_ns(due_ns)
        late_ms.append((clock.now_ns() - due_ns) / MILLISECOND_NS)
    return late_ms


def _both_ways(game: JavaGame, link: SocketLink) -> tuple[list[float], list[float]]:
    """Milliseconds of each tick, by the bridge and by lines of JSON, in rounds that take turns."""
    _by_bridge(game, link, WARM_UP)
    _by_json(game, WARM_UP)
    bridge_ms, json_ms = [], []
    for _ in range(ROUNDS):
        bridge_ms += _by_bridge(game, link, ROUND)
        json_ms += _by_json(game, ROUND)
    return bridge_ms, json_ms


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
