"""XInput2 raw events as values, read from the server's bytes (Xinput 2.3 protocol, xXIRawEvent)."""

from __future__ import annotations

import struct
from enum import IntEnum

import msgspec


class RawKind(IntEnum):
    """What a device can do, by the protocol's event numbers."""

    KEY_PRESS = 13
    KEY_RELEASE = 14
    BUTTON_PRESS = 15
    BUTTON_RELEASE = 16
    MOTION = 17


RAW_MASK = sum(1 << kind for kind in RawKind)

_KINDS = {int(kind): kind for kind in RawKind}
_GENERIC_EVENT = 35
_HEAD = struct.Struct("=8xH2xIIHH8xI")
_HEAD_END = 36  # 32 bytes and the full sequence number
_VALUE = struct.Struct("=iI")
_MASK = struct.Struct("=I")
_FRACTION = 1 << 32


class RawInput(msgspec.Struct, frozen=True, gc=False):
    """What a device did, whoever has the focus.

    Args:
        kind: what it did.
        source: the number of the device itself, not of the pointer or keyboard that it drives.
        detail: keycode or physical button; 0 for motion.
        server_ms: the server's own time stamp, which wraps at 2^32.
        sequence: see `agent.desktop.x11.event_sequence`.
        x: a motion's first axis after acceleration: a place for absolute devices, a step for relative ones; None
            where the axis did not move.
        y: the second axis.
    """

    kind: RawKind
    source: int
    detail: int
    server_ms: int
    sequence: int
    x: float | None
    y: float | None


def raw_input(event: bytes, extension: int) -> RawInput | None:
    """The raw event in the bytes of `agent.desktop.x11.open_connection`; None where they are another event.

    Args:
        event: one event.
        extension: the major opcode of XInput on this server.
    """
    if event[0] & 0x7F != _GENERIC_EVENT or event[1] != extension:
        return None
    number, server_ms, detail, source, mask_words, sequence = _HEAD.unpack_from(event)
    kind = _KINDS.get(number)
    if kind is None:
        return None
    x = y = None
    if kind is RawKind.MOTION and mask_words:
        x, y = _axes(event, mask_words)
    return RawInput(kind, source, detail, server_ms, sequence, x, y)


def _axes(event: bytes, mask_words: int) -> tuple[float | None, float | None]:
    """The first two axes; the values stand in the order of the set bits of the mask."""
    (mask,) = _MASK.unpack_from(event, _HEAD_END)
    values = _HEAD_END + 4 * mask_words
    x = _value(event, values) if mask & 1 else None
    y = _value(event, values + _VALUE.size * (mask & 1)) if mask & 2 else None
    return x, y


def _value(event: bytes, offset: int) -> float:
    whole, fraction = _VALUE.unpack_from(event, offset)
    return float(whole) + float(fraction) / _FRACTION
