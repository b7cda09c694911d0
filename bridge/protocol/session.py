"""One connection's protocol without I/O, for both sides: bytes and times in, messages and bytes out.

What may follow what stands in `bridge.protocol.transitions`; this module adds the proofs of the handshake, the order of
what the game sends and the deadlines. After the first error a session is closed and reads nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.errors import LocalProtocolError
from bridge.protocol.codec import decode_message, encode_message
from bridge.protocol.framing import FrameBuffer, encode_frame
from bridge.protocol.messages import (
    MAX_FRAME_BYTES,
    Auth,
    Challenge,
    ErrorMessage,
    Hello,
    InputMessage,
    Message,
    TickMessage,
    Welcome,
)
from bridge.protocol.order import GAP_LIMIT, MessageOrder
from bridge.protocol.pace import AGENT_SILENCE_NS, FRAME_NS, HANDSHAKE_NS, MessageRate
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.protocol.token import Token, is_proof, proof
from bridge.protocol.transitions import Role, SessionState, message_name, state_after


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came, and how many of the sender's messages are missing right before it."""

    message: Message
    missing: int = 0

    @property
    def is_resync(self) -> bool:
        """Whether so much is missing that everything before is stale."""
        return self.missing > GAP_LIMIT


class Session:
    """One side of one connection.

    Args:
        role: the side that this session speaks for.
        token: the shared secret.
        nonce: 32 fresh random bytes, used for this connection only.
        opened_ns: when the connection stood; the handshake's deadline counts from it.
        max_frame_bytes: the longest message that this side accepts.
    """

    def __init__(
        self, role: Role, token: Token, nonce: bytes, opened_ns: int, max_frame_bytes: int = MAX_FRAME_BYTES
    ) -> None:
        self._role = role
        self._token = token
        self._nonce = nonce
        self._peer_nonce = b""
        self._opened_ns = opened_ns
        self._fed_ns = opened_ns
        self._partial_ns = opened_ns
        self._heard_ns = opened_ns
        self._max_frame_bytes = max_frame_bytes
        self._peer_max_frame_bytes = MAX_FRAME_BYTES
        self._buffer = FrameBuffer(max_frame_bytes)
        self._replies = bytearray()
        self._state = SessionState.NEW
        self._order = MessageOrder()
        self._rate = MessageRate(opened_ns)
        self._hello: Hello | None = None

    @property
    def state(self) -> SessionState:
        """How far the session is."""
        return self._state

    @property
    def hello(self) -> Hello | None:
        """The game's greeting, None before it came or went."""
        return self._hello

    @property
    def heard_ns(self) -> int:
        """When the last whole message came; when the connection stood, before the first."""
        return self._heard_ns

    @property
    def deadline_ns(self) -> int | None:
        """The next moment at which the other side is too slow; None where nothing is due."""
        return min(self._deadlines(), default=None)

    def check_deadline(self, now_ns: int) -> None:
        """Close the session where a deadline has passed.

        Raises:
            Refusal: the handshake, a frame or any sign of life took too long.
        """
        deadline_ns = self.deadline_ns
        if deadline_ns is not None and now_ns > deadline_ns:
            found = f"found nothing complete in state {self._state}"
            raise self._closed_by(Refusal(ErrorCode.TOO_SLOW, f"{found}, {now_ns - deadline_ns} ns after the deadline"))

    def feed(self, data: bytes, now_ns: int) -> None:
        """Take in bytes that came at `now_ns`; a closed session throws them away."""
        if self._state is SessionState.CLOSED:
            return
        if not self._buffer.has_partial:
            self._partial_ns = now_ns
        self._fed_ns = now_ns
        self._buffer.feed(data)

    def next_arrival(self) -> Arrival | None:
        """The next whole message among the bytes fed, or None; call until None, then send `take_replies()`.

        Raises:
            Refusal: the other side broke the protocol; the session is closed.
        """
        if self._state is SessionState.CLOSED:
            return None
        try:
            payload = self._buffer.next_payload()
            return None if payload is None else self._arrival(payload)
        except Refusal as refusal:
            raise self._closed_by(refusal) from refusal.__cause__

    def take_replies(self) -> bytes:
        """The frames that the session itself has to say, each once."""
        replies = bytes(self._replies)
        self._replies.clear()
        return replies

    def greet(self, session: str, client: str, skill_names: tuple[str, ...]) -> bytes:
        """The frame that opens a game's session; the arguments are described at `Hello`."""
        self._hello = Hello(self._nonce, session, client, skill_names, max_frame_bytes=self._max_frame_bytes)
        return self.send(self._hello)

    def send(self, message: Message) -> bytes:
        """The frame of a message of ours.

        Raises:
            LocalProtocolError: the state does not allow it, or it is longer than the other side accepts.
        """
        after = state_after(self._state, self._role, message)
        if after is None:
            name = message_name(type(message))
            raise LocalProtocolError(f"the {self._role} cannot send {name!r} in state {self._state}")
        frame = encode_frame(encode_message(message), self._peer_max_frame_bytes)
        self._state = after
        return frame

    def _arrival(self, payload: bytes) -> Arrival:
        self._partial_ns = self._heard_ns = self._fed_ns
        self._rate = self._rate.after(self._fed_ns)
        message = decode_message(payload)
        after = state_after(self._state, self._role.other, message)
        if after is None:
            name = message_name(type(message))
            raise Refusal(ErrorCode.UNEXPECTED, f"found {name!r} from the {self._role.other} in state {self._state}")
        missing = self._missing_before(message)
        self._check_proof(message)
        self._state = after
        self._answer(message)
        return Arrival(message, missing)

    def _missing_before(self, message: Message) -> int:
        if not isinstance(message, TickMessage | InputMessage):
            return 0
        missing = self._order.missing_before(message)
        self._order = self._order.after(message)
        return missing

    def _check_proof(self, message: Message) -> None:
        if isinstance(message, Challenge):
            self._peer_nonce = message.nonce
        elif not isinstance(message, Auth):
            return
        if not is_proof(message.proof, self._token, self._role.other, *self._nonces()):
            raise Refusal(ErrorCode.UNAUTHENTICATED, f"the {self._role.other} does not hold the token of this side")

    def _answer(self, message: Message) -> None:
        match message:
            case Hello():
                self._hello = message
                self._peer_nonce = message.nonce
                self._peer_max_frame_bytes = message.max_frame_bytes
                self._replies += self.send(Challenge(self._nonce, self._proof()))
            case Challenge():
                self._replies += self.send(Auth(self._proof()))
            case Auth():
                self._replies += self.send(Welcome(self._max_frame_bytes))
            case Welcome():
                self._peer_max_frame_bytes = message.max_frame_bytes
            case _:
                pass  # the other messages are the caller's

    def _proof(self) -> bytes:
        return proof(self._token, self._role, *self._nonces())

    def _nonces(self) -> tuple[bytes, bytes]:
        """The game's and the agent's nonce."""
        both = (self._nonce, self._peer_nonce)
        return both if self._role is Role.GAME else both[::-1]

    def _deadlines(self) -> list[int]:
        if self._state is SessionState.CLOSED:
            return []
        deadlines = [self._partial_ns + FRAME_NS] if self._buffer.has_partial else []
        if self._state is not SessionState.OPEN:
            deadlines.append(self._opened_ns + HANDSHAKE_NS)
        elif self._role is Role.GAME:
            deadlines.append(self._heard_ns + AGENT_SILENCE_NS)
        return deadlines

    def _closed_by(self, refusal: Refusal) -> Refusal:
        """Close; the agent says why, though nothing to a stranger that never greeted."""
        is_stranger = self._state is SessionState.NEW and refusal.code is not ErrorCode.VERSION
        if self._role is Role.AGENT and not is_stranger:
            self._replies += self.send(ErrorMessage(refusal.code, refusal.text))
        self._state = SessionState.CLOSED
        return refusal
