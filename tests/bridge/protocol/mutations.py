"""Frames with a few bytes changed, cut out, doubled or put in, and what becomes of them: shared with tests/soak."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from bridge.protocol.codec import decode_message, encode_message
from bridge.protocol.refusal import Refusal
from tests.bridge.protocol.examples import EXAMPLES

MARKS = bytes([0x00, 0x7F, 0x80, 0x8F, 0x90, 0xC0, 0xC1, 0xC4, 0xC7, 0xCB, 0xCF, 0xD3, 0xD9, 0xDB, 0xDD, 0xDF, 0xFF])
"""The first bytes of values that are long, deep or not allowed."""


def mutated(payload: bytes, generator: random.Random) -> bytes:
    """The payload with one to four changes."""
    data = bytearray(payload)
    for _ in range(generator.randint(1, 4)):
        place, size = generator.randint(0, len(data)), generator.randint(0, 8)
        match generator.randrange(5):
            case 0:
                data[place : place + 1] = generator.randbytes(1)
            case 1:
                data[place : place + 1] = bytes([generator.choice(MARKS)])
            case 2:
                del data[place : place + size]
            case 3:
                data[place:place] = data[place : place + size]
            case _:
                data[place:place] = generator.randbytes(size)
    return bytes(data)


def mutated_frames(count: int, seed: int) -> Iterator[bytes]:
    """Payloads of every kind of message, mutated; the large tick comes less often than the small ones."""
    generator = random.Random(seed)
    small = [encode_message(message) for name, message in EXAMPLES.items() if name != "tick"]
    originals = [*small * 3, encode_message(EXAMPLES["tick"])]
    for number in range(count):
        yield mutated(originals[number % len(originals)], generator)


def outcomes(frames: Iterator[bytes]) -> Counter[str]:
    """How many frames were taken and how many refused, by code; whatever else is raised is passed on."""
    counts: Counter[str] = Counter()
    for frame in frames:
        refusal = refusal_of(frame)
        assert str(refusal).isprintable(), f"a refusal repeats what it was sent: {refusal!r}"
        counts["taken" if refusal is None else refusal.code] += 1
    return counts


def refusal_of(payload: bytes) -> Refusal | None:
    """Why a payload is refused; None where it is taken."""
    try:
        decode_message(payload)
    except Refusal as refusal:
        return refusal
    return None
