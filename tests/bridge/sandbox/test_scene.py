"""Where objects are on the canvas."""

from __future__ import annotations

from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.objects import GroundItem
from bridge.sandbox.scene import placed_at, placed_objects
from bridge.sandbox.terrain import Tile
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, forge_of, place_of, world_of

TWO_IN_A_ROW = ".....\n..T..\n..O..\n.....\n..@.."


def test_what_stands_nearer_is_drawn_later_and_hit_first() -> None:
    world = world_of(TWO_IN_A_ROW)
    assert [placed.thing.key for placed in placed_objects(world)] == ["tree-0", "oak-0"]
    back, front = (placed.rect for placed in placed_objects(world))
    overlap = back.intersection(front).centre
    assert [placed.thing.key for placed in placed_at(world, overlap.x, overlap.y)] == ["oak-0", "tree-0"]


def test_what_lies_on_the_ground_is_drawn_below_what_stands() -> None:
    lying = GroundItem("ground-9", Tile(2, 2), "logs", 5)
    world = world_of(TWO_IN_A_ROW)
    world = world_of(TWO_IN_A_ROW, objects=(*world.objects, lying))
    assert placed_objects(world)[0].thing == lying


def test_a_pixel_beside_an_object_hits_nothing() -> None:
    world = world_of(TWO_IN_A_ROW)
    place = place_of(world, "oak-0")
    assert placed_at(world, place.x + 60, place.y) == ()


def test_bounds_are_the_part_in_the_view_and_none_outside() -> None:
    far = "\n".join(["T" + "." * 20 + "@", *("." * 22 for _ in range(3))])
    (placed,) = placed_objects(world_of(far))
    assert placed.bounds is None
    edge = "\n".join(["T" + "." * 7 + "@", *("." * 9 for _ in range(3))])
    (placed,) = placed_objects(world_of(edge))
    assert placed.bounds is not None
    assert placed.bounds == placed.rect.intersection(VIEWPORT)


def test_an_empty_field_shows_nothing() -> None:
    assert placed_objects(world_of(OPEN_FIELD)) == ()


def test_what_a_hedge_covers_cannot_be_hit() -> None:
    world = forge_of("..F..\n.HHH.\n.....\n..@..")
    hidden = place_of(world, "furnace-0")
    assert [placed.thing.key for placed in placed_at(world, hidden.x, hidden.y)] == ["hedge-1"]
    open_side = forge_of(".HHH.\n..F..\n.....\n..@..")
    seen = place_of(open_side, "furnace-0")
    assert placed_at(open_side, seen.x, seen.y)[0].thing.key == "furnace-0"
