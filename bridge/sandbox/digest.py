"""A fingerprint of a world: two worlds have the same one exactly when they are the same game at the same moment."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import msgspec

from bridge.sandbox.world import World

_SINCE_FIRST_CARDS: Final = {"fight": None, "craft": None, "bank_row": 0}
"""What worlds got after the first cards, with the value that it has in theirs: their digests stay as they were."""


def world_digest(world: World) -> str:
    """128 bits of BLAKE2b over the world in deterministic msgpack, as 32 hexadecimal digits."""
    encoded = msgspec.msgpack.Encoder(order="deterministic").encode(world)
    unused = [name for name, value in _SINCE_FIRST_CARDS.items() if getattr(world, name) == value]
    return blake2b(_without(encoded, unused), digest_size=16).hexdigest()


def _without(encoded: bytes, names: list[str]) -> bytes:
    """An encoded map without some of its keys, the others in their order."""
    fields = msgspec.msgpack.decode(encoded)
    return msgspec.msgpack.encode({name: value for name, value in fields.items() if name not in names})
