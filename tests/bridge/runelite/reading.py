"""Ticks taken from a link, and the trial of cutting it: shared by the tests and by tests/soak."""

from __future__ import annotations

from bridge.errors import LinkClosed
from bridge.link.socket import SocketLink, SocketListener
from tests.bridge.runelite.java_game import JavaGame, JavaStatistics

TIMEOUT_S = 5.0
TICKS_BEFORE_CUT = 3


def read_ticks(link: SocketLink, count: int) -> list[int]:
    """The indices of the next `count` ticks of a link."""
    indices = []
    for _ in range(count):
        state = link.receive(TIMEOUT_S)
        assert state is not None, f"only {len(indices)} of {count} ticks came: {link.statistics}"
        indices.append(state.tick.index)
    return indices


def cut_and_count(game: JavaGame, listener: SocketListener, cuts: int) -> tuple[list[int], JavaStatistics]:
    """Hang up on a game this many times while it plays, each time after a few ticks.

    Returns:
        The indices of all ticks that came, in the order in which they came, and the game's statistics at the end.
    """
    indices: list[int] = []
    for cut in range(cuts + 1):
        link = listener.accept(TIMEOUT_S)
        game.wait_for("sessions", cut + 1)
        game.begin("ticks", 2 * TICKS_BEFORE_CUT, 2_000, 1_000)
        indices += read_ticks(link, TICKS_BEFORE_CUT)
        if cut < cuts:
            link.close()
            assert _is_over(link)
        game.end()
    return indices, game.statistics()


def _is_over(link: SocketLink) -> bool:
    try:
        link.receive(0)
    except LinkClosed:
        return True
    return False
