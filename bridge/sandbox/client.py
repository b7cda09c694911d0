"""A game that dials the agent exactly as the RuneLite plugin does (docs/protocol.md, "The game's side")."""

from __future__ import annotations

import logging
import secrets
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from bridge.clock import Clock
from bridge.errors import BridgeError
from bridge.events import InputEvent
from bridge.link.address import HOST
from bridge.link.token_file import read_token
from bridge.link.wake import Wake
from bridge.protocol.messages import NONCE_BYTES
from bridge.protocol.session import Session
from bridge.protocol.transitions import Role
from bridge.sandbox.backoff import DEFAULT_BACKOFF, Backoff
from bridge.sandbox.dialogue import Dialogue
from bridge.sandbox.outbox import Outbox
from bridge.state import GameState

_SOCKET_TIMEOUT_S = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClientStatistics:
    """Counts since the client was opened: messages sent and dropped, sessions opened."""

    sent: int
    dropped: int
    sessions: int


class GameClient:
    """Sends a game's states to the agent from a thread of its own; use it with `with`.

    No method that the game's loop calls ever waits: messages go to a queue of eight whose oldest makes room, and while
    no agent listens the thread dials again with growing pauses.

    Args:
        port: the agent's port on 127.0.0.1.
        token_path: the token file, read anew for each connection.
        clock: stamps the messages; the times of input events are on it too.
        session: names this run of the game: 1 to 64 letters, digits, "_" or "-".
        generator: the jitter of the pauses.
        client: the game's name and version, for people to read.
        skill_names: every skill the game knows, in its own order.
        backoff: the pauses.
    """

    def __init__(
        self,
        port: int,
        token_path: Path,
        clock: Clock,
        session: str,
        *,
        generator: np.random.Generator,
        client: str = "osrs-agent sandbox",
        skill_names: tuple[str, ...] = (),
        backoff: Backoff = DEFAULT_BACKOFF,
    ) -> None:
        self._port = port
        self._token_path = token_path
        self._clock = clock
        self._greeting = (session, client, skill_names)
        self._generator = generator
        self._backoff = backoff
        self._outbox = Outbox()
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._sessions = 0

    def __enter__(self) -> GameClient:
        """Start the sending thread."""
        self._wake = Wake()
        self._thread = threading.Thread(target=self._run, name="bridge client", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """See `close`."""
        self.close()

    def send_state(self, state: GameState) -> None:
        """Queue the state of a tick; called by the game's loop, never waits."""
        self._outbox.put_state(state, self._clock.now_ns())
        self._wake.call()

    def send_events(self, events: tuple[InputEvent, ...]) -> None:
        """Queue what a person did, in order of `at_ns`; called by the game's loop, never waits."""
        if events:
            self._outbox.put_events(events, self._clock.now_ns())
            self._wake.call()

    def beat(self) -> None:
        """Say that the game's loop runs; called on every turn of it, sends only after 300 ms without a message.

        It is not the sending thread's to say: a game that hangs must fall silent.
        """
        if self._outbox.beat(self._clock.now_ns()):
            self._wake.call()

    @property
    def is_connected(self) -> bool:
        """Whether a session with the agent is open."""
        return self._connected.is_set()

    def wait_connected(self, timeout_s: float) -> bool:
        """Wait for a session with the agent; whether there is one."""
        return self._connected.wait(timeout_s)

    @property
    def statistics(self) -> ClientStatistics:
        """What was sent and what was lost."""
        return ClientStatistics(self._outbox.sent, self._outbox.dropped, self._sessions)

    def close(self) -> None:
        """End the thread; where a session is open, send what waits and say bye first. A second call does nothing.

        Takes at most the two seconds that a connection without an answer may take.
        """
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._wake.call()
        self._thread.join()
        self._wake.close()
        self._outbox.drop_waiting()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            sessions = self._sessions
            try:
                self._converse()
            except (OSError, BridgeError) as error:
                _log.info("no session with the agent on port %d: %s", self._port, error)
            failures = 1 if self._sessions > sessions else failures + 1
            self._stopping.wait(self._backoff.wait_s(failures, self._generator))

    def _converse(self) -> None:
        """Connect, and talk until the game is closed or the connection ends."""
        token = read_token(self._token_path)
        with socket.create_connection((HOST, self._port), _SOCKET_TIMEOUT_S) as stream:
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session = Session(Role.GAME, token, secrets.token_bytes(NONCE_BYTES), self._clock.now_ns())
            dialogue = Dialogue(stream, session, self._outbox, self._clock)
            try:
                dialogue.hold(session.greet(*self._greeting), self._wake, self._stopping.is_set, self._on_open)
            finally:
                self._connected.clear()

    def _on_open(self) -> None:
        self._sessions += 1
        self._connected.set()
