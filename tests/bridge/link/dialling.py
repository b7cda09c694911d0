"""A game of the tests that dials a listener over a real loopback socket, one call at a time."""

from __future__ import annotations

import socket
from pathlib import Path
from types import TracebackType

from bridge.link.address import HOST
from bridge.link.token_file import read_token
from bridge.protocol.messages import Message
from bridge.protocol.session import Session
from bridge.protocol.token import Token
from bridge.protocol.transitions import Role, SessionState
from tests.bridge.protocol.examples import GAME_NONCE

TIMEOUT_S = 5.0
"""For what must happen; nothing waits this long unless it fails."""


class DialledGame:
    """A connection to a listener; `session` is the game's side of it."""

    def __init__(self, port: int, token: Token | Path) -> None:
        self.stream = socket.create_connection((HOST, port), TIMEOUT_S)
        self.session = Session(Role.GAME, read_token(token) if isinstance(token, Path) else token, GAME_NONCE, 0)

    def __enter__(self) -> DialledGame:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()

    def greet(self, client: str = "test game") -> None:
        """Send the hello."""
        self.stream.sendall(self.session.greet("session-1", client, ("Attack",)))

    def shake_hands(self, client: str = "test game") -> None:
        """Greet and prove until the session is open."""
        self.greet(client)
        self.shake_hands_on()

    def shake_hands_on(self) -> None:
        """Prove, once greeted, until the session is open."""
        while self.session.state is not SessionState.OPEN:
            assert self.hear(), "the agent hung up during the handshake"

    def send(self, *messages: Message) -> None:
        """Send messages with one call."""
        self.stream.sendall(b"".join(self.session.send(message) for message in messages))

    def hear(self) -> list[Message]:
        """Wait for the next bytes of the agent and take what came; empty where it hung up."""
        data = received(self.stream)
        if not data:
            return []
        self.session.feed(data, 0)
        messages = [arrival.message for arrival in iter(self.session.next_arrival, None)]
        self.stream.sendall(self.session.take_replies())
        return messages or self.hear()


def received(stream: socket.socket) -> bytes:
    """The next bytes of a socket; empty where the other side ended it, in good manners or not."""
    try:
        return stream.recv(65_536)
    except ConnectionError:
        return b""
