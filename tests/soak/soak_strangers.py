"""Programs that dial without end or send a byte at a time, beside a game: it plays on, and they cost little."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bridge.clock import SECOND_NS, SystemClock
from bridge.link.socket import SocketListener
from tests.bridge.link.dialling import DialledGame
from tests.bridge.protocol.wires import tick

TICKS = 30
TICK_S = 0.3
MOST_SHARE = 0.1
FLOOD = """
import socket, sys
while True:
    try:
        with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1.0) as stream:
            stream.sendall(b"GET / HTTP/1.1\\r\\n\\r\\n" * 1000)
    except OSError:
        pass
"""
DRIP = """
import socket, sys, time
while True:
    try:
        with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5.0) as stream:
            stream.sendall(b"\\0\\0\\x0f\\0")
            for byte in bytes(4_000):
                stream.sendall(bytes([byte]))
                time.sleep(0.01)
    except OSError:
        pass
"""


def soak_flood_of_strangers_costs_less_than_a_tenth_of_a_processor() -> str:
    """A program that dials and sends HTTP as fast as it can, while a game's ticks come."""
    return _share_beside(FLOOD, strangers=1)


def soak_flood_of_slow_strangers_costs_less_than_a_tenth_of_a_processor() -> str:
    """Seven programs that send a frame's header and then a byte now and then, while a game's ticks come."""
    return _share_beside(DRIP, strangers=7)


def _share_beside(program: str, strangers: int) -> str:
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        token_path = Path(folder) / "token"
        with SocketListener(token_path, clock) as listener, DialledGame(listener.port, token_path) as game:
            game.shake_hands()
            link = listener.accept(1.0)
            command = [sys.executable, "-c", program, str(listener.port)]
            running = [subprocess.Popen(command) for _ in range(strangers)]
            try:
                before_s, start_ns = _used_s(), clock.now_ns()
                for number in range(TICKS):
                    clock.sleep_until_ns(start_ns + round((number + 1) * TICK_S * SECOND_NS))
                    game.send(tick(number))
                    state = link.receive(1.0)
                    assert state is not None, f"tick {number} did not come"
                    assert state.tick.index == number
                share = (_used_s() - before_s) * SECOND_NS / (clock.now_ns() - start_ns)
            finally:
                for process in running:
                    process.kill()
                    process.wait()
    assert share < MOST_SHARE, f"strangers cost {share:.1%} of a processor"
    return f"{strangers} strangers, {TICKS} of {TICKS} ticks came, {share:.1%} of a processor"


def _used_s() -> float:
    """Processor time of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
