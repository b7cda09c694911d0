"""One game's connection to the listener: its socket, its session, and the inbox that it fills."""

from __future__ import annotations

import socket

import msgspec

from bridge.clock import Clock
from bridge.errors import PeerProtocolError
from bridge.events import InputEvent
from bridge.link.complaints import Complaints
from bridge.link.inbox import Inbox
from bridge.protocol.messages import Auth, Bye, Heartbeat, Hello, InputMessage, Ping, TickMessage
from bridge.protocol.pace import PING_NS
from bridge.protocol.refusal import Refusal, printable
from bridge.protocol.sender_clock import SenderClock
from bridge.protocol.session import Arrival, Session
from bridge.protocol.transitions import SessionState

_READ_BYTES = 65_536


class Connection:
    """What the listener's thread does for one game; only that thread calls it.

    Args:
        stream: the accepted socket; closed by `close`.
        session: the agent's side of the protocol.
        clock: stamps what arrives.
        complaints: is told why the game was refused.

    `is_proven` tells whether the game has shown that it holds the token, even if the session is over by now.
    """

    def __init__(self, stream: socket.socket, session: Session, clock: Clock, complaints: Complaints) -> None:
        self.stream = stream
        self.inbox = Inbox()
        self.is_proven = False
        self._session = session
        self._clock = clock
        self._complaints = complaints
        self._sender_clock = SenderClock()
        self._pinged_ns = clock.now_ns()
        self._ticked_ns = 0

    @property
    def hello(self) -> Hello | None:
        """The game's greeting; None before it came."""
        return self._session.hello

    @property
    def heard_ns(self) -> int:
        """When the last whole message came."""
        return self._session.heard_ns

    @property
    def is_over(self) -> bool:
        """Whether the session or the agent's interest in it has ended."""
        return self._session.state is SessionState.CLOSED or self.inbox.is_closed

    @property
    def due_ns(self) -> int:
        """When `tick` has to be called next, if nothing is read before."""
        deadline_ns = self._session.deadline_ns
        ping_ns = self._pinged_ns + PING_NS
        return ping_ns if deadline_ns is None else min(ping_ns, deadline_ns)

    def read(self) -> None:
        """Take in what the socket holds."""
        try:
            data = self.stream.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            self.inbox.close(f"the connection to the game broke: {error.strerror}")
            return
        if not data:
            self.inbox.close("the game ended the connection")
            return
        self._session.feed(data, self._clock.now_ns())
        try:
            while (arrival := self._session.next_arrival()) is not None:
                self._take(arrival)
        except PeerProtocolError as error:
            self._refuse(error)
        self._send(self._session.take_replies())

    def tick(self) -> None:
        """Hold the other side to its deadlines, and tell it once a second that the agent is alive."""
        now_ns = self._clock.now_ns()
        try:
            self._session.check_deadline(now_ns)
        except PeerProtocolError as error:
            self._refuse(error)
            self._send(self._session.take_replies())
        if self._session.state is SessionState.OPEN and now_ns >= self._pinged_ns + PING_NS:
            self._pinged_ns = now_ns
            self._send(self._session.send(Ping(now_ns)))

    def close(self) -> None:
        """Give the socket back."""
        self.inbox.close("the connection to the game was closed")
        self.stream.close()

    def _take(self, arrival: Arrival) -> None:
        message = arrival.message
        match message:
            case TickMessage() | InputMessage():
                if arrival.missing or message.dropped:
                    self.inbox.put_gap(arrival.missing, message.dropped, is_resync=arrival.is_resync)
                self._deliver(message)
            case Heartbeat():
                self._sender_clock = self._sender_clock.heard(message.mono_ns, self.heard_ns)
            case Auth():
                self.is_proven = True
            case Bye():
                self.inbox.close(f"the game said bye: {printable(message.reason)}")
            case _:
                pass  # the session answers the hello

    def _deliver(self, message: TickMessage | InputMessage) -> None:
        self._sender_clock = self._sender_clock.heard(message.mono_ns, self.heard_ns)
        match message:
            case TickMessage(state=state):
                # two that come in one read are two moments, none of them to come
                self._ticked_ns = max(self.heard_ns, min(self._ticked_ns + 1, self._clock.now_ns()))
                tick = msgspec.structs.replace(state.tick, received_ns=self._ticked_ns)
                self.inbox.put_state(msgspec.structs.replace(state, tick=tick))
            case InputMessage(events=events):
                self.inbox.put_events(tuple(self._on_our_clock(event) for event in events))

    def _on_our_clock(self, event: InputEvent) -> InputEvent:
        at_ns = self._sender_clock.ours(event.at_ns, self.heard_ns)
        self._sender_clock = self._sender_clock.moved(at_ns)
        return msgspec.structs.replace(event, at_ns=at_ns)

    def _refuse(self, error: PeerProtocolError) -> None:
        self._complaints.refused(error.code if isinstance(error, Refusal) else "", str(error))
        self.inbox.close(f"the game broke the protocol: {error}")

    def _send(self, frames: bytes) -> None:
        """One send; a game that does not read what little it is sent is cut off."""
        if not frames:
            return
        try:
            sent = self.stream.send(frames)
        except OSError as error:
            self.inbox.close(f"the connection to the game broke: {error.strerror}")
        else:
            if sent < len(frames):
                self.inbox.close("the game does not read what it is sent")
