"""A wake-up call for a thread that waits on sockets."""

from __future__ import annotations

import contextlib
import socket


class Wake:
    """A pair of sockets: `call` in any thread ends a wait on `receiver` in another."""

    def __init__(self) -> None:
        self.receiver, self._sender = socket.socketpair()
        self.receiver.setblocking(False)
        self._sender.setblocking(False)

    def call(self) -> None:
        """Make `receiver` readable; calls that pile up count once, and after `close` nobody is called."""
        with contextlib.suppress(OSError):
            self._sender.send(b"\0")

    def clear(self) -> None:
        """Take the calls off, so that the next wait waits."""
        with contextlib.suppress(BlockingIOError):
            while self.receiver.recv(4_096):
                pass

    def close(self) -> None:
        """Give both sockets back."""
        self.receiver.close()
        self._sender.close()
