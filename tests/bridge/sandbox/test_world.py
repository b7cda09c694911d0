"""The world value."""

from __future__ import annotations

import msgspec
import pytest

from bridge.sandbox.objects import Tree
from bridge.sandbox.world import CHAT_HISTORY, object_by_key, with_line, with_object
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, world_of

GROVE = world_of(".T.\n@.T\n...")


def test_an_inventory_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="28 slots, found 1"):
        world_of(OPEN_FIELD, inventory=("logs",))


def test_an_object_is_found_by_its_key() -> None:
    thing = object_by_key(GROVE, "tree-1")
    assert thing is not None
    assert thing.key == "tree-1"
    assert object_by_key(GROVE, "tree-9") is None


def test_an_object_takes_the_place_of_its_namesake() -> None:
    tree = object_by_key(GROVE, "tree-0")
    assert isinstance(tree, Tree)
    stump = msgspec.structs.replace(tree, respawn_ticks=9)
    world = with_object(GROVE, stump)
    assert world.objects == (stump, GROVE.objects[1])


def test_the_chat_box_keeps_its_newest_lines() -> None:
    world = GROVE
    for number in range(CHAT_HISTORY + 2):
        world = with_line(world, str(number))
    assert world.chat == tuple(str(number) for number in range(2, CHAT_HISTORY + 2))


def test_the_map_is_reached_through_the_world() -> None:
    assert GROVE.terrain is GROVE.scenery.terrain
    assert GROVE.palette is GROVE.scenery.palette
