"""A connection to the X server whose events arrive as bytes, and what its errors mean."""

from __future__ import annotations

import struct
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
_SEQUENCE_BYTES = 4
_ALL_MASTERS = 1


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


def extension(connection: Connection, name: str) -> Any:
    """The requests of an extension, "xinput" or "xtest"."""
    return connection(_module(f"xcffib.{name}").key)


def _module(name: str) -> Any:
    # imported by name: xcffib says that it is typed but its methods are not, which mypy would refuse at each call
    return import_module(name)


def _event_bytes(ffi: Any, event: Any) -> bytes:
    extra_bytes = 0
    if event.response_type & 0x7F == GENERIC_EVENT:
        extra_bytes = 4 * int(struct.unpack("=I", ffi.buffer(event, 8)[4:8])[0])
    return bytes(ffi.buffer(event, _HEADER_BYTES + _SEQUENCE_BYTES + extra_bytes))


def root_window(connection: Connection) -> int:
    """The root window of the first screen."""
    return int(connection.setup.roots[0].root)


def event_kind(event: bytes) -> int:
    """The event's number, without the mark of a sent event."""
    return event[0] & 0x7F


def event_sequence(event: bytes) -> int:
    """The number of the last of our requests that the server had done when it made this event."""
    return int(struct.unpack_from("=I", event, _HEADER_BYTES)[0])


def make_event_mask(mask: int) -> Any:
    """An XInput2 event mask for all master devices."""
    return _module("xcffib.xinput").EventMask.synthetic(_ALL_MASTERS, 1, [mask])


def looked_at(connection: Connection) -> Point:
    """The desktop pixel under the pointer now."""
    seen = connection.core.QueryPointer(root_window(connection)).reply()
    return Point(seen.root_x, seen.root_y)
