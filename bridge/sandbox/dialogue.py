"""A game's end of one connection to the agent: greet, prove, then send until told to stop."""

from __future__ import annotations

import logging
import selectors
import socket
from collections.abc import Callable

from bridge.clock import SECOND_NS, Clock
from bridge.errors import LinkClosed, LocalProtocolError
from bridge.link.wake import Wake
from bridge.protocol.messages import Bye, ErrorMessage, Heartbeat
from bridge.protocol.refusal import printable
from bridge.protocol.session import Session
from bridge.protocol.transitions import SessionState
from bridge.sandbox.outbox import Outbox
from bridge.state import TICK_NS

_READ_BYTES = 4_096
_LONGEST_WAIT_S = 0.25  # so that a clock which is moved by hand is noticed
_SHORTEST_WAIT_S = 0.001
_log = logging.getLogger(__name__)


class Dialogue:
    """One connection; only the sending thread uses it.

    Args:
        stream: a connected socket with a timeout, which the caller closes.
        session: the game's side of the protocol, new.
        outbox: what to send.
        clock: measures the deadlines.
    """

    def __init__(self, stream: socket.socket, session: Session, outbox: Outbox, clock: Clock) -> None:
        self._stream = stream
        self._session = session
        self._outbox = outbox
        self._clock = clock

    def hold(self, greeting: bytes, wake: Wake, is_stopping: Callable[[], bool], on_open: Callable[[], None]) -> None:
        """Talk until `is_stopping`, then send what waits and say bye.

        Args:
            greeting: the hello frame.
            wake: called when there is something to send or to stop for.
            is_stopping: asked after every wait.
            on_open: called once, when the agent says welcome.

        Raises:
            LinkClosed: the agent refused or hung up.
            PeerProtocolError: the agent broke the protocol, or is no agent.
            OSError: the connection broke.
        """
        self._stream.sendall(greeting)
        with selectors.DefaultSelector() as selector:
            selector.register(self._stream, selectors.EVENT_READ)
            selector.register(wake.receiver, selectors.EVENT_READ)
            while not is_stopping():
                for key, _ in selector.select(self._wait_s()):
                    if key.fileobj is self._stream:
                        self._read(on_open)
                    else:
                        wake.clear()
                self._session.check_deadline(self._clock.now_ns())
                self._send_waiting()
        self._say_bye()

    def _read(self, on_open: Callable[[], None]) -> None:
        data = self._stream.recv(_READ_BYTES)
        if not data:
            raise LinkClosed("the agent ended the connection")
        was_open = self._is_open
        self._session.feed(data, self._clock.now_ns())
        while (arrival := self._session.next_arrival()) is not None:
            if isinstance(arrival.message, ErrorMessage):
                found = f"{arrival.message.code}: {arrival.message.text}"
                raise LinkClosed(f"the agent refused this game: {printable(found)}")
        self._stream.sendall(self._session.take_replies())
        if self._is_open and not was_open:
            self._outbox.drop_before(self._clock.now_ns() - TICK_NS)
            on_open()

    def _send_waiting(self) -> None:
        if not self._is_open:
            return
        while (message := self._outbox.take()) is not None:
            try:
                self._stream.sendall(self._session.send(message))
            except (LocalProtocolError, OSError) as error:
                if not isinstance(message, Heartbeat):
                    self._outbox.lose(message)
                if isinstance(error, OSError):
                    raise
                _log.warning("a message was dropped: %s", error)

    def _say_bye(self) -> None:
        self._send_waiting()
        if self._is_open:
            self._stream.sendall(self._session.send(Bye("the game was closed")))

    @property
    def _is_open(self) -> bool:
        return self._session.state is SessionState.OPEN

    def _wait_s(self) -> float:
        deadline_ns = self._session.deadline_ns
        if deadline_ns is None:
            return _LONGEST_WAIT_S
        wait_s = (deadline_ns - self._clock.now_ns()) / SECOND_NS
        return min(_LONGEST_WAIT_S, max(_SHORTEST_WAIT_S, wait_s))
