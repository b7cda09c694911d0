"""The agent's end of the wire: it listens on loopback, the game dials in (docs/protocol.md)."""

from __future__ import annotations

import logging
import os
import secrets
import selectors
import socket
import threading
from collections import deque
from pathlib import Path
from types import TracebackType

from bridge.clock import SECOND_NS, Clock
from bridge.errors import LinkClosed, LinkUnavailable
from bridge.events import InputEvent
from bridge.link.address import HOST
from bridge.link.complaints import Complaints
from bridge.link.connection import Connection
from bridge.link.inbox import LinkStatistics
from bridge.link.token_file import ensure_token
from bridge.link.wake import Wake
from bridge.protocol.messages import NONCE_BYTES, Hello
from bridge.protocol.pace import GAME_SILENCE_NS
from bridge.protocol.session import Session
from bridge.protocol.token import Token
from bridge.protocol.transitions import Role
from bridge.state import GameState

_MAX_CONNECTIONS = 8
_MAX_CALLS_PER_S = 32  # so that a program which dials without end costs next to nothing
_LONGEST_WAIT_S = 0.25  # so that a clock which is moved by hand is noticed
_SHORTEST_WAIT_S = 0.001
_log = logging.getLogger(__name__)


class SocketLink:
    """A game that dialled in and proved that it holds the token: a `GameLink` and an `InputSource`.

    `state.tick.received_ns` is our clock at the moment the message was whole; the game's own `mono_ns` only serves to
    move the times of its input events onto our clock (`bridge.protocol.sender_clock`).
    """

    def __init__(self, connection: Connection, hello: Hello, clock: Clock, wake: Wake) -> None:
        self.hello = hello
        self._connection = connection
        self._clock = clock
        self._wake = wake
        self._is_closed = False

    def receive(self, timeout_s: float) -> GameState | None:
        """See `GameLink.receive`."""
        if self._is_closed:
            raise LinkClosed("this side closed the link")
        return self._connection.inbox.take_state(timeout_s)

    def drain(self) -> tuple[InputEvent, ...]:
        """The input events that the game sent, on our clock; see `InputSource.drain`."""
        return self._connection.inbox.take_events()

    @property
    def heard_ns(self) -> int:
        """When the last message of any kind came, on our clock."""
        return self._connection.heard_ns

    @property
    def is_alive(self) -> bool:
        """Whether the link stands and the game was heard within `GAME_SILENCE_NS`."""
        is_heard = self._clock.now_ns() - self.heard_ns <= GAME_SILENCE_NS
        return is_heard and not self._connection.inbox.is_closed

    @property
    def statistics(self) -> LinkStatistics:
        """What came and what was lost."""
        return self._connection.inbox.statistics

    def close(self) -> None:
        """End the link; a second call does nothing."""
        self._is_closed = True
        self._connection.inbox.discard()
        self._connection.inbox.close("this side closed the link")
        self._wake.call()


class SocketListener:
    """Listens on 127.0.0.1 in one thread of its own while it is open; use it with `with`.

    Args:
        token_path: the token file; made where there is none.
        clock: stamps what arrives and measures the deadlines.
        port: 0 lets the system choose; `port` tells which.
    """

    def __init__(self, token_path: Path, clock: Clock, port: int = 0) -> None:
        self._token_path = token_path
        self._clock = clock
        self._asked_port = port
        self._complaints = Complaints(clock)
        self._connections: list[Connection] = []
        self._ready: deque[SocketLink] = deque()
        self._changed = threading.Condition()
        self._is_stopping = False
        self._calls = 0
        self._calls_since_ns = 0
        self._is_picking_up = True

    def __enter__(self) -> SocketListener:
        """Bind the port and start listening.

        Raises:
            LinkUnavailable: the token file is refused, or the port cannot be had.
        """
        self._token = ensure_token(self._token_path)
        self._server = _listening_socket(self._asked_port)
        self._wake = Wake()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._server, selectors.EVENT_READ)
        self._selector.register(self._wake.receiver, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="bridge listener", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection and give the port back."""
        self._is_stopping = True
        self._wake.call()
        self._thread.join()
        self._wake.close()

    @property
    def port(self) -> int:
        """The port that the game dials."""
        return int(self._server.getsockname()[1])

    def accept(self, timeout_s: float) -> SocketLink:
        """The next game that dialled in and proved itself.

        Raises:
            LinkUnavailable: none did in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._ready, timeout_s):
                raise LinkUnavailable(f"no game connected to {HOST}:{self.port} within {timeout_s:g} s")
            return self._ready.popleft()

    def _run(self) -> None:
        try:
            while not self._is_stopping:
                self._turn()
        finally:
            self._close_all()

    def _turn(self) -> None:
        """Wait for something to happen, then do all that is due."""
        for key, _ in self._selector.select(self._wait_s()):
            if key.fileobj is self._server:
                self._open_connection()
            elif key.fileobj is self._wake.receiver:
                self._wake.clear()
            else:
                self._read(key.data)
        self._pick_up_again()
        for connection in tuple(self._connections):
            connection.tick()
            if connection.is_over:
                self._close(connection)

    def _wait_s(self) -> float:
        now_ns = self._clock.now_ns()
        waits_s = [(connection.due_ns - now_ns) / SECOND_NS for connection in self._connections]
        return max(_SHORTEST_WAIT_S, min([*waits_s, _LONGEST_WAIT_S]))

    def _open_connection(self) -> None:
        self._count_call()
        try:
            stream, _ = self._server.accept()
        except OSError as error:  # it hung up before it was picked up
            _log.debug("a connection ended before it was accepted: %s", error)
            return
        if len(self._connections) >= _MAX_CONNECTIONS:
            self._complaints.refused("full", f"{_MAX_CONNECTIONS} are open")
            stream.close()
            return
        stream.setblocking(False)
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = _agent_session(self._token, self._clock.now_ns())
        connection = Connection(stream, session, self._clock, self._complaints)
        self._connections.append(connection)
        self._selector.register(stream, selectors.EVENT_READ, connection)

    def _count_call(self) -> None:
        """Leave further calls waiting where there were many within the running second."""
        self._calls += 1
        if self._calls >= _MAX_CALLS_PER_S:
            self._selector.unregister(self._server)
            self._is_picking_up = False

    def _pick_up_again(self) -> None:
        """Count calls anew where a second has begun."""
        now_ns = self._clock.now_ns()
        if now_ns - self._calls_since_ns < SECOND_NS:
            return
        self._calls, self._calls_since_ns = 0, now_ns
        if not self._is_picking_up:
            self._selector.register(self._server, selectors.EVENT_READ)
            self._is_picking_up = True

    def _read(self, connection: Connection) -> None:
        was_proven = connection.is_proven
        connection.read()
        if connection.is_proven and not was_proven:
            self._hand_over(connection)

    def _hand_over(self, connection: Connection) -> None:
        hello = connection.hello
        assert hello is not None, "a game proves itself after its hello"
        _log.info("%r connected, session %s", hello.client, hello.session)
        with self._changed:
            self._ready.append(SocketLink(connection, hello, self._clock, self._wake))
            self._changed.notify()

    def _close(self, connection: Connection) -> None:
        self._connections.remove(connection)
        self._selector.unregister(connection.stream)
        connection.close()

    def _close_all(self) -> None:
        for connection in tuple(self._connections):
            self._close(connection)
        self._selector.close()
        self._server.close()


def _agent_session(token: Token, now_ns: int) -> Session:
    return Session(Role.AGENT, token, secrets.token_bytes(NONCE_BYTES), now_ns)


def _listening_socket(port: int) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere the option would let two programs share the port
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, port))
        server.listen()
        server.setblocking(False)
    except (OSError, OverflowError) as error:
        server.close()
        remedy = "end the program that listens there or choose another port (0: any free one)"
        raise LinkUnavailable(f"cannot listen on {HOST}:{port}: {error}; {remedy}") from error
    return server
