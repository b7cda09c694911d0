"""Looking at what game clients send, all at once, each by its session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.clock import Clock
from bridge.errors import LinkClosed, LinkUnavailable
from bridge.link.socket import SocketLink, SocketListener
from bridge.protocol.messages import Hello
from bridge.state import GameState

_ASK_S = 0.02


class TailListener(Protocol):
    """Who is told what happens, in order."""

    def connected(self, hello: Hello) -> None:
        """A client dialled in and proved itself."""
        ...

    def ticked(self, session: str, state: GameState) -> None:
        """A tick came."""
        ...

    def ended(self, session: str, reason: str) -> None:
        """A client's connection ended; it may come again under the same session."""
        ...


@dataclass(slots=True)
class SessionCounts:
    """What one session sent so far, over all its connections.

    Args:
        client: what the game calls itself.
        connections: how often it dialled in.
        ticks: states that came.
        lost: messages that the game threw away, that never came, or that were not taken in time.
    """

    client: str
    connections: int = 0
    ticks: int = 0
    lost: int = 0


class Tail:
    """Takes ticks of every client in turn, on one thread.

    Args:
        listener: where they dial in.
        clock: for the end.
        told: who is told.
        session: the only session to look at; None: all.
    """

    def __init__(self, listener: SocketListener, clock: Clock, told: TailListener, session: str | None = None) -> None:
        self.counts: dict[str, SessionCounts] = {}
        self._listener = listener
        self._clock = clock
        self._told = told
        self._session = session
        self._links: list[SocketLink] = []

    @property
    def ticks(self) -> int:
        """The ticks of all sessions so far."""
        return sum(counts.ticks for counts in self.counts.values())

    def run(self, until_ns: int | None, should_stop: Callable[[], bool]) -> None:
        """Tell what comes.

        Args:
            until_ns: when to stop; None: when told to.
            should_stop: asked after each look.
        """
        try:
            while not should_stop() and (until_ns is None or self._clock.now_ns() < until_ns):
                self._greet()
                for link in tuple(self._links):
                    self._take(link, should_stop)
        finally:
            for link in self._links:
                self._count_lost(link)
                link.close()

    def _greet(self) -> None:
        try:
            link = self._listener.accept(_ASK_S)
        except LinkUnavailable:
            return
        session = link.hello.session
        if self._session not in (None, session):
            link.close()
            return
        self.counts.setdefault(session, SessionCounts(link.hello.client)).connections += 1
        self._links.append(link)
        self._told.connected(link.hello)

    def _take(self, link: SocketLink, should_stop: Callable[[], bool]) -> None:
        session = link.hello.session
        try:
            while not should_stop() and (state := link.receive(0.0)) is not None:
                self.counts[session].ticks += 1
                self._told.ticked(session, state)
        except LinkClosed as closed:
            self._links.remove(link)
            self._count_lost(link)
            self._told.ended(session, str(closed))

    def _count_lost(self, link: SocketLink) -> None:
        lost = link.statistics
        self.counts[link.hello.session].lost += lost.dropped_states + max(lost.dropped_by_game, lost.missing)
