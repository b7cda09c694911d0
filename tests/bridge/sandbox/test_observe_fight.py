"""What a client sends of a fight: what a player sees of it, and nothing that it cannot know."""

from __future__ import annotations

import msgspec

from bridge.game_events import Died, ExperienceGained, HitTaken
from bridge.sandbox.fight import HERO_KEY, Fallen, Hit
from bridge.sandbox.objects import Monster
from bridge.sandbox.observe import observe
from bridge.sandbox.world import World
from bridge.state import Entity, EntityKind, GameState, Skill
from tests.bridge.sandbox.small_worlds import FIGHT_RULES, OPEN_FIELD, after, click, fight_of, place_of, world_of

ARENA = fight_of("......\n..@g..\n......")


def goblin(world: World) -> Entity:
    return (observe(world, 0).entities or ())[0]


def with_goblin(**changes: object) -> World:
    monster = msgspec.structs.replace(ARENA.objects[0], **changes)
    return msgspec.structs.replace(ARENA, objects=(monster,))


def test_a_monster_is_an_npc_with_its_name_and_bounds() -> None:
    seen = goblin(ARENA)
    assert (seen.kind, seen.name, seen.type_id) == (EntityKind.NPC, "Goblin", 3028)
    assert seen.bounds is not None
    assert (seen.health, seen.interacting, seen.animation) == (None, "", -1)


def test_an_angry_monster_shows_its_health_and_whom_it_fights() -> None:
    seen = goblin(with_goblin(is_angry=True, hitpoints=3))
    assert (seen.health, seen.interacting) == (0.25, HERO_KEY)


def test_a_blow_shows_as_an_animation_for_one_tick() -> None:
    assert goblin(with_goblin(rest_ticks=4)).animation == FIGHT_RULES.monsters["goblin"].animation
    assert goblin(with_goblin(rest_ticks=3)).animation == -1


def test_no_hidden_number_is_told() -> None:
    assert goblin(with_goblin(rest_ticks=1)) == goblin(with_goblin(rest_ticks=2))
    assert goblin(with_goblin(hitpoints=5)) == goblin(with_goblin(hitpoints=6))
    assert ARENA.fight is not None
    monster = ARENA.objects[0]
    assert isinstance(monster, Monster)
    waiting = [
        msgspec.structs.replace(
            ARENA, fight=msgspec.structs.replace(ARENA.fight, fallen=(Fallen(monster, ticks),), regain_ticks=ticks)
        )
        for ticks in (3, 9)
    ]
    assert observe(waiting[0], 0) == observe(waiting[1], 0)


def test_the_ticks_hits_deaths_and_lessons_are_events() -> None:
    assert ARENA.fight is not None
    fight = msgspec.structs.replace(
        ARENA.fight, hits=(Hit("goblin-0", 3), Hit(HERO_KEY, 0)), deaths=("goblin-0",), learned=(("attack", 12),)
    )
    assert observe(msgspec.structs.replace(ARENA, fight=fight), 0).events == (
        HitTaken(0, "goblin-0", 3),
        HitTaken(0, HERO_KEY, 0),
        ExperienceGained(0, "attack", 12),
        Died(0, "goblin-0"),
    )


def test_where_nobody_fights_events_are_unknown() -> None:
    assert observe(world_of(OPEN_FIELD), 0).events is None


def test_a_fighter_shows_attack_and_its_blows() -> None:
    state = observe(after(ARENA, click(place_of(ARENA, "goblin-0")), ()), 0)
    assert state.player is not None
    assert (state.player.animation, state.player.interacting) == (390, "goblin-0")
    assert Skill("attack", 30, ARENA.experience.attack) in (observe(ARENA, 0).skills or ())


def test_the_state_of_a_fight_survives_the_wires_encoding() -> None:
    state = observe(after(ARENA, click(place_of(ARENA, "goblin-0"))), 5)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=GameState) == state
