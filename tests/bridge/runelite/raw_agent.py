"""An agent of the tests that listens on a real loopback socket and does only what it is told, right or wrong."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import TracebackType

from bridge.clock import SECOND_NS
from bridge.link.address import HOST
from bridge.protocol.messages import Message
from bridge.protocol.session import Session
from bridge.protocol.token import Token
from bridge.protocol.transitions import Role, SessionState
from tests.bridge.protocol.examples import AGENT_NONCE

TIMEOUT_S = 5.0
SMALL_BUFFER_BYTES = 4_096


class RawAgent:
    """One port for one game at a time; `port` is known once the `with` is entered."""

    def __enter__(self) -> RawAgent:
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER_BYTES)
        self._server.bind((HOST, 0))
        self._server.listen()
        self._server.settimeout(TIMEOUT_S)
        self.port = int(self._server.getsockname()[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    def accept(self) -> socket.socket:
        """The next game's connection."""
        stream, _ = self._server.accept()
        stream.settimeout(TIMEOUT_S)
        return stream

    def shake_hands(self, stream: socket.socket, token: Token) -> Session:
        """Greet a game until the session is open."""
        session = Session(Role.AGENT, token, AGENT_NONCE, 0)
        while session.state is not SessionState.OPEN:
            session.feed(stream.recv(65_536), 0)
            while session.next_arrival() is not None:
                pass
            stream.sendall(session.take_replies())
        return session


def messages_until(stream: socket.socket, session: Session, is_last: Callable[[Message], bool]) -> list[Message]:
    """Everything that a game sends, up to the first message for which `is_last` holds."""
    messages: list[Message] = []
    now_ns = 0
    while not messages or not is_last(messages[-1]):
        arrival = session.next_arrival()
        if arrival is not None:
            messages.append(arrival.message)
            continue
        now_ns += SECOND_NS  # so that many frames at once are no flood
        data = stream.recv(65_536)
        assert data, "the game hung up"
        session.feed(data, now_ns)
    return messages
