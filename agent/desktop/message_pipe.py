"""Messages over a pair of pipes, without ever waiting for the other side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Generic, TypeVar

from agent.desktop.wire import Answer, Order, Unpacker, packed

_CHUNK_BYTES = 1 << 16
T = TypeVar("T")


class MessagePipe(Generic[T]):
    """One side's end.

    Args:
        reads: a descriptor that the other side writes to.
        writes: a descriptor that the other side reads.
        unpacker: of what comes.
    """

    def __init__(self, reads: int, writes: int, unpacker: Unpacker[T]) -> None:
        os.set_blocking(reads, False)
        os.set_blocking(writes, False)
        self.reads = reads
        self._writes = writes
        self._unpacker = unpacker
        self._unwritten = bytearray()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the other side is gone, as far as was seen."""
        return self._is_closed

    def received(self) -> Iterator[T]:
        """Each message that has come.

        Raises:
            DesktopError: what came is no message.
        """
        while True:
            try:
                data = os.read(self.reads, _CHUNK_BYTES)
            except BlockingIOError:
                return
            if not data:
                self._is_closed = True
                return
            yield from self._unpacker.messages(data)

    def send(self, *messages: Order | Answer) -> None:
        """Send messages; what the pipe does not take now leaves with a later call."""
        for message in messages:
            self._unwritten += packed(message)
        while self._unwritten and not self._is_closed:
            try:
                written = os.write(self._writes, self._unwritten)
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._is_closed = True
                return
            del self._unwritten[:written]
