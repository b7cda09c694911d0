"""The picture of a fight: who stands there, who hits whom, and how everybody is."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.geometry import Rect
from bridge.sandbox.digest import world_digest
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.fight import HERO_KEY, Hit
from bridge.sandbox.layout import INVENTORY_SLOTS, MINIMAP, VIEWPORT
from bridge.sandbox.objects import Monster
from bridge.sandbox.view import draw
from bridge.sandbox.world import World
from tests.bridge.sandbox.small_worlds import fight_of, place_of, with_items

ARENA = fight_of("..r....\n....g..\n..@....\n.......\n...o...")


def differences(one: World, other: World, rect: Rect) -> Picture:
    rows, columns = slice(rect.y, rect.y + rect.height), slice(rect.x, rect.x + rect.width)
    return np.asarray((draw(one) != draw(other)).any(axis=2)[rows, columns])


def around(world: World, key: str, reach: int = 26) -> Rect:
    place = place_of(world, key)
    return Rect(place.x - reach, place.y - reach, 2 * reach, 2 * reach)


def with_monster(world: World, key: str, **changes: object) -> World:
    objects = tuple(
        msgspec.structs.replace(thing, **changes) if isinstance(thing, Monster) and thing.key == key else thing
        for thing in world.objects
    )
    return msgspec.structs.replace(world, objects=objects)


def with_hits(world: World, *hits: Hit) -> World:
    assert world.fight is not None
    return msgspec.structs.replace(world, fight=msgspec.structs.replace(world.fight, hits=hits))


@pytest.mark.parametrize("key", ["goblin-0", "rat-0", "ogre-0"])
def test_a_monster_is_drawn_where_it_is_clicked_and_on_the_minimap(key: str) -> None:
    without = msgspec.structs.replace(ARENA, objects=tuple(each for each in ARENA.objects if each.key != key))
    place = place_of(ARENA, key)
    assert (draw(without) != draw(ARENA)).any(axis=2)[place.y, place.x]
    assert differences(without, ARENA, MINIMAP).any()


def test_a_striking_monster_looks_different() -> None:
    for key, ticks in (("goblin-0", 4), ("rat-0", 4), ("ogre-0", 5)):
        assert differences(ARENA, with_monster(ARENA, key, rest_ticks=ticks), around(ARENA, key)).any()


def test_the_bar_of_who_fights_shows_what_is_left() -> None:
    angry = with_monster(ARENA, "goblin-0", is_angry=True)
    wounded = with_monster(ARENA, "goblin-0", is_angry=True, hitpoints=3)
    assert differences(ARENA, angry, around(ARENA, "goblin-0")).any()
    assert differences(angry, wounded, around(ARENA, "goblin-0")).any()
    assert not differences(ARENA, with_monster(ARENA, "goblin-0", hitpoints=3), VIEWPORT).any()


def test_a_hit_splashes_red_and_a_miss_blue() -> None:
    angry = with_monster(ARENA, "ogre-0", is_angry=True)
    place = place_of(ARENA, "ogre-0")
    colours = [draw(with_hits(angry, Hit("ogre-0", amount)))[place.y + 5, place.x - 4].astype(int) for amount in (4, 0)]
    assert colours[0][0] > 120 > colours[0][2]
    assert colours[1][2] > 120 > colours[1][0]


def test_the_players_wounds_are_seen_on_it() -> None:
    hit = with_hits(ARENA, Hit(HERO_KEY, 3))
    middle = VIEWPORT.centre
    assert differences(ARENA, hit, Rect(middle.x - 24, middle.y - 50, 48, 60)).any()


def test_the_fallen_player_lies() -> None:
    fallen = msgspec.structs.replace(ARENA, hero=msgspec.structs.replace(ARENA.hero, hitpoints=0))
    middle = VIEWPORT.centre
    assert differences(ARENA, fallen, Rect(middle.x - 24, middle.y - 40, 48, 60)).any()


def test_each_food_and_loot_has_a_picture_of_its_own() -> None:
    picture = draw(with_items(ARENA, "trout", "cooked_meat", "bones", "bronze_sword", "bronze_axe"))
    slots = {picture[r.y : r.y + r.height, r.x : r.x + r.width].tobytes() for r in INVENTORY_SLOTS[:6]}
    assert len(slots) == 6


def test_drawing_a_fight_leaves_the_world_as_it_was() -> None:
    digest = world_digest(ARENA)
    draw(with_hits(ARENA, Hit("goblin-0", 2)))
    draw(ARENA)
    assert world_digest(ARENA) == digest
