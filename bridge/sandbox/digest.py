"""A fingerprint of a world: two worlds have the same one exactly when they are the same game at the same moment."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from bridge.sandbox.world import World


def world_digest(world: World) -> str:
    """128 bits of BLAKE2b over the world in deterministic msgpack, as 32 hexadecimal digits."""
    encoded = msgspec.msgpack.Encoder(order="deterministic").encode(world)
    return blake2b(encoded, digest_size=16).hexdigest()
