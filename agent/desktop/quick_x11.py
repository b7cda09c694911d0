"""The few requests that releasing takes, through libxcb alone: what is stuck does not wait until xcffib is loaded.

Nothing is imported here, nor in `releasing` and `ledger`, that takes longer to load than the releasing itself.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_char_p, c_int, c_size_t, c_uint, c_uint8, c_void_p

from agent.errors import DesktopError

_LIBRARY = "libxcb.so.1"
_CHECKED = 1
_HEADER_BYTES = 32


class _Part(ctypes.Structure):
    _fields_ = (("base", c_void_p), ("length", c_size_t))


class _Extension(ctypes.Structure):
    _fields_ = (("name", c_char_p), ("number", c_int))


class _Request(ctypes.Structure):
    _fields_ = (("count", c_size_t), ("extension", c_void_p), ("opcode", c_uint8), ("is_void", c_uint8))


class QuickConnection:
    """A connection to the display that `DISPLAY` names, for one thread.

    Raises:
        DesktopError: there is no such display, or no libxcb.
    """

    def __init__(self) -> None:
        try:
            self._xcb, self._c = ctypes.CDLL(_LIBRARY), ctypes.CDLL(None)
        except OSError as error:
            raise DesktopError(
                f"{_LIBRARY} cannot be loaded: {error}; on Debian or Ubuntu: apt install libxcb1"
            ) from error
        self._xcb.xcb_connect.restype = self._xcb.xcb_wait_for_reply.restype = c_void_p
        self._xcb.xcb_send_request.restype = c_uint
        self._c.free.argtypes = [c_void_p]
        self._extensions: dict[bytes, _Extension] = {}
        self._connection = c_void_p(self._xcb.xcb_connect(None, None))
        self._check()

    def ask(self, extension: bytes, opcode: int, body: bytes) -> bytes:
        """Send a request and wait for its reply.

        Args:
            extension: its name on the wire.
            opcode: of the request within it.
            body: after the header of four bytes, and a multiple of four bytes long.

        Raises:
            DesktopError: the display is gone, or the server refuses the request.
        """
        number, error = self._send(extension, opcode, body, is_void=False), c_void_p()
        reply = self._xcb.xcb_wait_for_reply(self._connection, number, byref(error))
        self._c.free(error)
        self._check()
        if not reply:
            raise DesktopError(
                f"the X server refuses request {opcode} of {extension.decode()}; does it have XInput 2 and XTest?"
            )
        length = int.from_bytes(ctypes.string_at(reply + 4, 4), sys.byteorder)
        data = ctypes.string_at(reply, _HEADER_BYTES + 4 * length)
        self._c.free(reply)
        return data

    def tell(self, extension: bytes, opcode: int, body: bytes) -> None:
        """Send a request that has no reply; it leaves with `flush` or the next question. Args as in `ask`."""
        self._send(extension, opcode, body, is_void=True)

    def flush(self) -> None:
        """All that waits leaves.

        Raises:
            DesktopError: the display is gone.
        """
        self._xcb.xcb_flush(self._connection)
        self._check()

    def close(self) -> None:
        """Disconnect; nothing may be asked afterwards."""
        self._xcb.xcb_disconnect(self._connection)

    def _send(self, name: bytes, opcode: int, body: bytes, *, is_void: bool) -> int:
        extension = self._extensions.setdefault(name, _Extension(name, 0))
        data = ctypes.create_string_buffer(bytes(4) + body, 4 + len(body))
        parts = (_Part * 4)()  # the library uses the two before the first one itself
        parts[2] = _Part(ctypes.addressof(data), len(data))
        request = _Request(2, ctypes.addressof(extension), opcode, is_void)
        first = byref(parts, 2 * ctypes.sizeof(_Part))
        return int(self._xcb.xcb_send_request(self._connection, 0 if is_void else _CHECKED, first, byref(request)))

    def _check(self) -> None:
        if self._xcb.xcb_connection_has_error(self._connection):
            raise DesktopError("the display cannot be reached; is DISPLAY set, and is an X server running?")
