"""What a device holds, out of the server's answer to XInput's QueryDeviceState (XInput 1.5, section 2.20)."""

from __future__ import annotations

_KEYS, _BUTTONS = 0, 1
_COUNT_AT, _BODY_AT = 8, 32
_CLASS_HEAD_BYTES = 4


def held_codes(answer: bytes) -> tuple[set[int], set[int]]:
    """The keycodes and the physical buttons that are down."""
    keys, buttons, at = set[int](), set[int](), _BODY_AT
    for _ in range(answer[_COUNT_AT]):
        kind, length = answer[at], answer[at + 1]
        if kind in (_KEYS, _BUTTONS):
            (keys if kind == _KEYS else buttons).update(set_bits(answer[at + _CLASS_HEAD_BYTES : at + length]))
        at += length
    return keys, buttons


def set_bits(bitmap: bytes | bytearray) -> tuple[int, ...]:
    """The numbers of the bits that are set; the lowest of the first byte is 0."""
    rest, found = int.from_bytes(bitmap, "little"), list[int]()
    while rest:
        lowest = rest & -rest
        found.append(lowest.bit_length() - 1)
        rest ^= lowest
    return tuple(found)
