"""The fingerprint of a world."""

from __future__ import annotations

import msgspec

from bridge.held import HeldInput
from bridge.sandbox.digest import world_digest
from bridge.sandbox.terrain import Tile
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, world_of


def test_equal_worlds_have_equal_digests_of_32_digits() -> None:
    assert world_digest(world_of(OPEN_FIELD)) == world_digest(world_of(OPEN_FIELD))
    assert len(world_digest(world_of(OPEN_FIELD))) == 32


def test_a_change_anywhere_changes_the_digest() -> None:
    world = world_of(OPEN_FIELD)
    moved = msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, tile=Tile(0, 0)))
    other_map = world_of(OPEN_FIELD.replace(".", ",", 1))
    later = msgspec.structs.replace(world, tick=1)
    assert len({world_digest(each) for each in (world, moved, other_map, later)}) == 4


def test_the_order_in_a_set_does_not_change_the_digest() -> None:
    one = HeldInput(keys=frozenset(["left", "shift", "a", "b"]))
    other = HeldInput(keys=frozenset(["b", "a", "shift", "left"]))
    assert world_digest(world_of(OPEN_FIELD, held=one)) == world_digest(world_of(OPEN_FIELD, held=other))


def test_looking_at_the_map_does_not_change_the_digest() -> None:
    world = world_of(OPEN_FIELD)
    digest = world_digest(world)
    assert world.scenery.map_texture.shape == (44, 44, 3)
    assert world_digest(world) == digest
