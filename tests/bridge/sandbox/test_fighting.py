"""Fights: blows, wounds, food, falls, and what comes back."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from bridge.geometry import Point
from bridge.sandbox.fight import HERO_KEY
from bridge.sandbox.fighting import eaten, is_fallen
from bridge.sandbox.layout import INVENTORY_SLOTS, Tab
from bridge.sandbox.objects import GroundItem, Monster
from bridge.sandbox.terrain import distance_tiles
from bridge.sandbox.world import World
from tests.bridge.sandbox.small_worlds import (
    FIGHT_RULES,
    OPEN_FIELD,
    after,
    after_idle,
    click,
    fight_of,
    place_of,
    with_items,
    world_of,
)

ARENA = fight_of("......\n..@g..\n......")


def monsters(world: World) -> list[Monster]:
    return [thing for thing in world.objects if isinstance(thing, Monster)]


def attacking(world: World, key: str, ticks: int, seed: int = 0) -> World:
    return after(world, click(place_of(world, key)), *[()] * (ticks - 1), seed=seed)


def with_hero(world: World, **changes: object) -> World:
    return msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, **changes))


def test_a_click_on_a_monster_begins_a_fight_that_goes_on_by_itself() -> None:
    world = attacking(ARENA, "goblin-0", 3)
    assert world.hero.is_working
    assert monsters(world)[0].is_angry
    assert world.fight is not None
    later = after_idle(world, 20)
    assert later.experience.attack > ARENA.experience.attack or monsters(later)[0].hitpoints == 12


def test_damage_teaches_attack_and_hitpoints() -> None:
    world = attacking(ARENA, "goblin-0", 40)
    gained = world.experience.attack - ARENA.experience.attack
    assert gained >= 4 * 12
    assert gained == 4 * (world.experience.hitpoints - ARENA.experience.hitpoints)


def test_blows_of_the_player_come_every_four_ticks() -> None:
    world, struck = attacking(fight_of(OPEN_FIELD.replace("@.", "@o")), "ogre-0", 1), []
    for tick in range(30):
        world = after_idle(world, 1, seed=tick)
        assert world.fight is not None
        if any(hit.key == "ogre-0" for hit in world.fight.hits):
            struck.append(tick)
    assert len(struck) >= 5
    assert all(later - earlier == 4 for earlier, later in itertools.pairwise(struck))


def test_an_attacked_monster_hits_back() -> None:
    world, amounts = attacking(ARENA, "goblin-0", 1), []
    for tick in range(16):
        world = after_idle(world, 1, seed=tick)
        assert world.fight is not None
        amounts += [hit.amount for hit in world.fight.hits if hit.key == HERO_KEY]
    assert amounts
    assert max(amounts) <= FIGHT_RULES.monsters["goblin"].max_hit


def test_a_monster_left_alone_does_nothing() -> None:
    world = after_idle(ARENA, 40)
    assert world.hero.hitpoints >= ARENA.hero.hitpoints
    assert not monsters(world)[0].is_angry


def test_a_slain_monster_leaves_its_loot_and_comes_back_home() -> None:
    world = attacking(ARENA, "goblin-0", 1)
    for tick in range(80):
        world = after_idle(world, 1, seed=tick)
        if not monsters(world):
            break
    assert any(isinstance(thing, GroundItem) and thing.item == "bones" for thing in world.objects)
    assert not world.hero.is_working
    back = monsters(after_idle(world, 60))
    assert [monster.key for monster in back] == ["goblin-0"]
    assert back[0].hitpoints == 12


def test_who_stands_about_hits_back_by_itself() -> None:
    angry = msgspec.structs.replace(monsters(ARENA)[0], is_angry=True)
    world = msgspec.structs.replace(ARENA, objects=(angry,))
    assert after_idle(world, 1).hero.aim == "goblin-0"


def test_who_runs_is_followed_but_not_for_ever() -> None:
    world = attacking(ARENA, "goblin-0", 3)
    far = msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, aim="", is_working=False))
    home = monsters(world)[0].home
    gone = with_hero(far, tile=type(home)(home.x + 30, home.y))
    assert not monsters(after_idle(gone, 1))[0].is_angry
    assert distance_tiles(home, monsters(after_idle(gone, 5))[0].tile) <= FIGHT_RULES.combat.leash_tiles  # type: ignore[union-attr]


def test_a_player_without_hit_points_lies_for_a_minute_and_rises_whole_at_its_hearth() -> None:
    weak = attacking(fight_of("......\n..@o..\n......", hitpoints=1), "ogre-0", 1)
    for tick in range(60):
        if is_fallen(weak):
            break
        weak = after_idle(weak, 1, seed=tick)
    assert weak.fight is not None
    assert HERO_KEY in weak.fight.deaths
    assert weak.chat[-1] == "Oh dear, you are dead!"
    assert is_fallen(after_idle(weak, 99))
    risen = after_idle(weak, 100)
    assert risen.hero.hitpoints == risen.hero.max_hitpoints
    assert risen.hero.tile == weak.fight.hearth


def test_the_fallen_can_do_nothing() -> None:
    lying = with_items(with_hero(ARENA, hitpoints=0), "trout")
    assert lying.fight is not None
    lying = msgspec.structs.replace(lying, fight=msgspec.structs.replace(lying.fight, recovery_ticks=50))
    for place in (place_of(lying, "goblin-0"), Point(100, 100), INVENTORY_SLOTS[0]):
        world = after(lying, click(place))
        assert (world.hero.path, world.hero.aim, world.inventory[0]) == ((), "", "trout")


def test_food_is_eaten_with_a_click_and_heals_no_further_than_whole() -> None:
    hungry = with_items(ARENA, "trout", "cooked_meat")
    fed = after(hungry, click(INVENTORY_SLOTS[1]))
    assert (fed.hero.hitpoints, fed.inventory[:2]) == (24, ("trout", None))
    assert after(with_items(with_hero(ARENA, hitpoints=23), "trout"), click(INVENTORY_SLOTS[0])).hero.hitpoints == 25


def test_one_chews_for_three_ticks() -> None:
    once = eaten(with_items(with_hero(ARENA, hitpoints=2), "trout", "trout"), 0)
    assert eaten(once, 1) == once
    assert eaten(after_idle(once, 3), 1).inventory[1] is None


def test_eating_delays_the_next_blow() -> None:
    world = eaten(with_items(ARENA, "trout"), 0)
    assert world.fight is not None
    assert world.fight.rest_ticks == 3


def test_hit_points_come_back_by_themselves() -> None:
    combat = FIGHT_RULES.combat
    assert combat is not None
    world = after_idle(fight_of(OPEN_FIELD), combat.regain_ticks)
    assert world.hero.hitpoints == 21
    assert after_idle(fight_of(OPEN_FIELD, hitpoints=25), 60).hero.hitpoints == 25


@pytest.mark.parametrize("tab", list(Tab))
def test_where_nobody_fights_a_tick_changes_nothing_of_it(tab: Tab) -> None:
    world = after_idle(world_of(OPEN_FIELD, tab=tab), 3)
    assert world.fight is None
    assert world.hero.hitpoints == 10
