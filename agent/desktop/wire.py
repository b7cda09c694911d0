"""What the agent and its hands say to each other, as length-prefixed msgpack over two pipes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from agent.desktop.canvas import GameWindow
from agent.errors import DesktopError
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Halted, NotSent, Sent
from bridge.geometry import Rect

MOST_MESSAGE_BYTES = 1 << 20
_LENGTH = struct.Struct("<I")
T = TypeVar("T")


class Setup(msgspec.Struct, frozen=True, tag="setup"):
    """The first order.

    Args:
        window: the game's.
        limits: what may never be sent.
        stop_key: left to the guardian; None: there is none.
        yields: whether a person's input, or the loss of the focus, ends the sending.
    """

    window: GameWindow
    limits: Limits
    stop_key: str | None
    yields: bool


class Arm(msgspec.Struct, frozen=True, tag="arm"):
    """Act on plans from now on; what a person did before is no takeover."""


class Forbid(msgspec.Struct, frozen=True, tag="forbid"):
    """Press nothing in `places` from now on, beside where the limits forbid it anyway."""

    places: tuple[Rect, ...]


class Pulse(msgspec.Struct, frozen=True, tag="pulse"):
    """The agent lives."""


class Rest(msgspec.Struct, frozen=True, tag="rest"):
    """Forget what is unsent, release what is held, and answer `Rested`."""


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The hands are at the window."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The hands cannot be used; `reason` is a line for people."""

    reason: str


class Alive(msgspec.Struct, frozen=True, tag="alive"):
    """The hands live."""


class Rested(msgspec.Struct, frozen=True, tag="rested"):
    """Nothing is held, and everything that left has been reported."""


Order = Setup | Arm | Forbid | Plan | Pulse | Rest
Answer = Ready | Failed | Alive | Rested | Sent | NotSent | Halted


def packed(message: Order | Answer) -> bytes:
    """A message as it goes over the pipe."""
    body = msgspec.msgpack.encode(message)
    return _LENGTH.pack(len(body)) + body


class Unpacker(Generic[T]):
    """Messages out of the bytes of a pipe.

    Args:
        decoder: of the side's messages; it checks every field's type.
    """

    def __init__(self, decoder: msgspec.msgpack.Decoder[T]) -> None:
        self._decoder = decoder
        self._bytes = bytearray()

    def messages(self, data: bytes) -> Iterator[T]:
        """Take in bytes; gives each message that is whole.

        Raises:
            DesktopError: what came is no message of ours.
        """
        self._bytes += data
        while len(self._bytes) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._bytes)
            if length > MOST_MESSAGE_BYTES:
                raise DesktopError(f"a message of {length} bytes between the agent and its hands")
            end = _LENGTH.size + length
            if len(self._bytes) < end:
                return
            body = bytes(self._bytes[_LENGTH.size : end])
            del self._bytes[:end]
            try:
                yield self._decoder.decode(body)
            except msgspec.DecodeError as error:
                raise DesktopError(f"a broken message between the agent and its hands: {error}") from error


def order_unpacker() -> Unpacker[Order]:
    """For the hands."""
    return Unpacker(msgspec.msgpack.Decoder(Order))


def answer_unpacker() -> Unpacker[Answer]:
    """For the agent."""
    return Unpacker(msgspec.msgpack.Decoder(Answer))
