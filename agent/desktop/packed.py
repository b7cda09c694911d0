"""Requests that are packed before they are needed: each takes microseconds then, and its answer is plain bytes.

xcffib's own requests take some fifteen microseconds each, and ten times that in a bad moment of the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from agent.desktop.x11 import Connection

_HEADER_BYTES = 4


class Packed:
    """A request that may be queued as often as one likes; it leaves with the connection's next flush.

    Args:
        connection: used on one thread.
        opcode: of the request, within its extension where it is one's.
        body: all after the header of four bytes.
        extension: an `xcffib.ExtensionKey`; None: a request of the core protocol.
    """

    def __init__(self, connection: Connection, opcode: int, body: bytes = b"", extension: Any = None) -> None:
        xcffib = import_module("xcffib")
        self._send, self._connection = xcffib.lib.xcb_send_request, connection
        self._data = xcffib.ffi.new("char[]", bytes(_HEADER_BYTES) + body)
        self._length = _HEADER_BYTES + len(body)
        self._parts = xcffib.ffi.new("struct iovec[4]")  # the library uses the two before the first one itself
        self._first = self._parts + 2
        self._request = xcffib.ffi.new("xcb_protocol_request_t *")
        self._request.count, self._request.opcode = 1, opcode
        if extension is not None:
            self._request.ext = extension.c_key

    def queue(self) -> None:
        """For a request that has no answer."""
        self._queue(is_void=1)

    def ask(self) -> Callable[[], bytes]:
        """For one that has an answer: gives what waits for it, and raises the server's error as xcffib does."""
        return partial(_answer, self._connection, self._queue(is_void=0))

    def _queue(self, is_void: int) -> int:
        self._request.isvoid = is_void
        self._parts[2].iov_base, self._parts[2].iov_len = self._data, self._length
        return int(self._send(self._connection._conn, not is_void, self._first, self._request))


def _answer(connection: Connection, sequence: int) -> bytes:
    unpacker = connection.wait_for_reply(sequence)
    return bytes(import_module("xcffib").ffi.buffer(unpacker.cdata, unpacker.known_max))
