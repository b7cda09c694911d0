"""A connection to the X server whose events arrive as bytes, and what its errors mean."""

from __future__ import annotations

import select
import struct
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

from agent.errors import DesktopError
from bridge.geometry import Point

Connection = Any
"""An `xcffib.Connection`; Any because xcffib's methods carry no types and it exists on Linux only."""

CONFIGURE_NOTIFY = 22
DESTROY_NOTIFY = 17
UNMAP_NOTIFY = 18
MAP_NOTIFY = 19
REPARENT_NOTIFY = 21
FOCUS_IN = 9
FOCUS_OUT = 10
MAPPING_NOTIFY = 34
GENERIC_EVENT = 35

_HEADER_BYTES = 32
_LENGTH = struct.Struct("=B3xI")
_SEQUENCE = struct.Struct("=32xI")
_SEQUENCE_BYTES = 4
_ALL_MASTERS = 1
_WAIT_S = 0.004


def open_connection() -> Connection:
    """A connection to the display that `DISPLAY` names; `poll_for_event` gives each event as `bytes`.

    The bytes are an event as xcb holds it: 32 bytes, the full sequence number, then what a generic event has more.
    xcffib's own reading of XInput events takes the wrong number of axes from the valuator mask, so it is not used.

    Raises:
        DesktopError: there is no such display.
    """
    xcffib = _module("xcffib")
    for name in ("xproto", "xinput", "xtest", "composite"):
        _module(f"xcffib.{name}")
    try:
        connection = xcffib.connect()
    except Exception as error:
        raise DesktopError(
            f"cannot connect to the display: {error}; is DISPLAY set, and is an X server running?"
        ) from error
    connection.hoist_event = partial(_event_bytes, xcffib.ffi)
    return connection


def beat_while_waiting(connection: Connection, beat: Callable[[], None]) -> None:
    """From now on `beat` is called every few milliseconds in which an answer of the server is waited for.

    A server that is busy, or held by another program, is then told from a program that hangs.
    """
    xcffib, descriptor = _module("xcffib"), int(connection.get_file_descriptor())
    ffi, library = xcffib.ffi, xcffib.lib

    def wait_for_reply(sequence: int) -> Any:  # as xcffib's own, which waits without end
        reply, error = ffi.new("void **"), ffi.new("xcb_generic_error_t **")
        connection.flush()
        while not library.xcb_poll_for_reply(connection._conn, sequence, reply, error):
            select.select([descriptor], [], [], _WAIT_S)
            beat()
        connection.invalid()
        data = ffi.gc(reply[0], xcffib.c_free)
        try:
            connection._process_error(error[0])
        finally:
            if error[0] != ffi.NULL:
                xcffib.c_free(error[0])
        if data == ffi.NULL:
            raise xcffib.XcffibException(f"no answer to request {sequence}")
        length = ffi.cast("xcb_generic_reply_t *", data).length
        return xcffib.CffiUnpacker(data, known_max=_HEADER_BYTES + 4 * length)

    connection.wait_for_reply = wait_for_reply


def extension(connection: Connection, name: str) -> Any:
    """The requests of an extension, "xinput" or "xtest"."""
    return connection(extension_key(name))


def extension_key(name: str) -> Any:
    """What names an extension to xcffib."""
    return _module(f"xcffib.{name}").key


def _module(name: str) -> Any:
    # imported by name: xcffib says that it is typed but its methods are not, which mypy would refuse at each call
    return import_module(name)


def _event_bytes(ffi: Any, event: Any) -> bytes:
    kind, extra_words = _LENGTH.unpack_from(ffi.buffer(event, _HEADER_BYTES))
    extra_bytes = 4 * extra_words if kind & 0x7F == GENERIC_EVENT else 0
    return bytes(ffi.buffer(event, _HEADER_BYTES + _SEQUENCE_BYTES + extra_bytes))


def event_poll(connection: Connection) -> Callable[[], bytes | None]:
    """As the connection's `poll_for_event`, in half the time: for who asks every few microseconds."""
    xcffib = _module("xcffib")
    ffi, poll, free, nothing = xcffib.ffi, xcffib.lib.xcb_poll_for_event, xcffib.c_free, xcffib.ffi.NULL
    has_error = xcffib.lib.xcb_connection_has_error

    def next_event() -> bytes | None:
        event = poll(connection._conn)  # None once it is closed, which raises
        if event == nothing:
            if has_error(connection._conn):
                connection.invalid()
            return None
        data = _event_bytes(ffi, event)
        free(event)
        return data

    return next_event


def waiting_events(connection: Connection) -> Iterator[bytes]:
    """The events that have come, in order, as `poll_for_event` gives them; the connection is looked after once.

    At a thousand events a second xcffib's own three looks for each of them are most of the work.

    Raises:
        xcffib.ConnectionException: the display died.
    """
    xcffib = _module("xcffib")
    ffi, poll, free, pointer = xcffib.ffi, xcffib.lib.xcb_poll_for_event, xcffib.c_free, connection._conn
    connection.invalid()
    while (event := poll(pointer)) != ffi.NULL:
        data = _event_bytes(ffi, event)
        free(event)
        yield data
    connection.invalid()


def root_window(connection: Connection) -> int:
    """The root window of the first screen."""
    return int(connection.setup.roots[0].root)


def event_kind(event: bytes) -> int:
    """The event's number, without the mark of a sent event."""
    return event[0] & 0x7F


def event_sequence(event: bytes) -> int:
    """The number of the last of our requests that the server had done when it made this event."""
    return int(_SEQUENCE.unpack_from(event)[0])


def make_event_mask(mask: int) -> Any:
    """An XInput2 event mask for all master devices."""
    return _module("xcffib.xinput").EventMask.synthetic(_ALL_MASTERS, 1, [mask])


def looked_at(connection: Connection) -> Point:
    """The desktop pixel under the pointer now."""
    seen = connection.core.QueryPointer(root_window(connection)).reply()
    return Point(seen.root_x, seen.root_y)
