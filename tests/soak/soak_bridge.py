"""The plugin's link and the listener over real loopback sockets, for as long as a session of play lasts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bridge.clock import SystemClock
from bridge.link.socket import SocketListener
from tests.bridge.runelite.java_game import JavaGame, compile_wire
from tests.bridge.runelite.reading import cut_and_count, read_ticks

TICKS = 10_000
TICK_PERIOD_US = 30_000  # twenty times as fast as life
TICK_BYTES = 6_500
CUTS = 200
STANDARD_PAUSE_MS = 500
TIMEOUT_S = 10.0


def soak_ten_thousand_ticks_at_20_times_speed_come_each_once() -> str:
    """Nothing is lost and nothing comes twice while both sides keep up."""
    with _playing() as (game, listener):
        link = listener.accept(TIMEOUT_S)
        game.begin("ticks", TICKS, TICK_PERIOD_US, TICK_BYTES)
        indices = read_ticks(link, TICKS)
        game.end()
        assert indices == list(range(TICKS)), "ticks were lost, doubled or out of order"
        assert (link.statistics.missing, link.statistics.dropped_by_game, link.statistics.dropped_states) == (0, 0, 0)
        return f"{len(indices)} ticks, 0 lost, 0 doubled"


def soak_a_game_that_is_cut_off_200_times_comes_back_and_repeats_nothing() -> str:
    """The link dials again by itself, with the pauses of docs/protocol.md, and no tick counts twice."""
    with _playing() as (game, listener):
        indices, statistics = cut_and_count(game, listener, CUTS)
        assert indices == sorted(set(indices)), "a tick came twice or out of order"
        assert statistics.sessions == CUTS + 1, f"{statistics.sessions} sessions for {CUTS} cuts"
        return f"{CUTS} cuts, {statistics.sessions} sessions, {len(indices)} ticks, 0 doubled"


@contextmanager
def _playing() -> Iterator[tuple[JavaGame, SocketListener]]:
    """A game in Java with the plugin's own pauses, and the listener that it dials."""
    with tempfile.TemporaryDirectory() as folder:
        classes, token_path = Path(folder) / "classes", Path(folder) / "osrs-agent" / "token"
        compile_wire(classes)
        with (
            SocketListener(token_path, SystemClock()) as listener,
            JavaGame(classes, listener.port, token_path, pause_ms=STANDARD_PAUSE_MS) as game,
        ):
            yield game, listener
