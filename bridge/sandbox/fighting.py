"""A tick of fighting: the player's pursuit and blows, wounds, food, a fall and the recovery from it."""

from __future__ import annotations

import msgspec
import numpy as np

from bridge.sandbox.fight import HERO_KEY, Fallen, Fight, Hit
from bridge.sandbox.objects import GroundItem, Monster
from bridge.sandbox.pathfinding import path_beside
from bridge.sandbox.roaming import roamed
from bridge.sandbox.rules import CombatRules
from bridge.sandbox.skills import level_at
from bridge.sandbox.terrain import beside
from bridge.sandbox.world import World, object_by_key, with_line, with_object


def fought(world: World, generator: np.random.Generator) -> World:
    """The world after a tick of fighting; as it was where nobody fights."""
    rules = world.rules.combat
    if world.fight is None or rules is None:
        return world
    world = _with_fight(world, _a_tick_later(world.fight))
    world = _lain(world) if is_fallen(world) else _struck(_pursued(world), rules, generator)
    world = roamed(world, rules, generator)
    for monster in _striking(world):
        world = _struck_back(world, rules, monster, generator)
    return _risen_again(_regained(world, rules))


def is_fallen(world: World) -> bool:
    """Whether the player lies where it fell, and can do nothing."""
    return world.fight is not None and world.hero.hitpoints == 0


def eaten(world: World, slot: int) -> World:
    """The world after the player ate what is in an inventory slot; still chewing, nothing happens."""
    item, fight, combat = world.inventory[slot], world.fight, world.rules.combat
    if item is None or fight is None or combat is None or fight.chew_ticks > 0:
        return world
    food, hero = world.rules.items[item], world.hero
    healed = min(hero.hitpoints + food.heals, hero.max_hitpoints)
    later = msgspec.structs.replace(
        fight, chew_ticks=combat.eat_rest_ticks, rest_ticks=fight.rest_ticks + combat.eat_rest_ticks
    )
    world = msgspec.structs.replace(
        world,
        inventory=(*world.inventory[:slot], None, *world.inventory[slot + 1 :]),
        hero=msgspec.structs.replace(hero, hitpoints=healed),
        fight=later,
    )
    return with_line(world, f"You eat the {food.name.lower()}.")


def _a_tick_later(fight: Fight) -> Fight:
    return msgspec.structs.replace(
        fight,
        rest_ticks=max(fight.rest_ticks - 1, 0),
        chew_ticks=max(fight.chew_ticks - 1, 0),
        hits=(),
        deaths=(),
        learned=(),
    )


def _pursued(world: World) -> World:
    """The player beside the monster that it aims at, or on the way there."""
    hero = world.hero
    monster = object_by_key(world, hero.aim) if hero.aim else None
    if not isinstance(monster, Monster):
        return world
    if hero.tile in beside(monster.tile):
        return _with_hero(world, path=(), is_working=True, facing=monster.tile)
    path = path_beside(world.terrain, hero.tile, monster.tile)
    if path is None:
        return with_line(_with_hero(world, path=(), aim="", is_working=False), "I can't reach that!")
    return _with_hero(world, path=path, is_working=False)


def _struck(world: World, rules: CombatRules, generator: np.random.Generator) -> World:
    """The player's blow, where one is due."""
    hero, fight = world.hero, _fight(world)
    monster = object_by_key(world, hero.aim) if hero.is_working else None
    if not isinstance(monster, Monster) or fight.rest_ticks > 0:
        return world
    is_hit = generator.random() >= rules.monsters[monster.kind].evade_chance
    damage = min(_damage(rules.max_hit, generator), monster.hitpoints) if is_hit else 0
    wounded = msgspec.structs.replace(monster, hitpoints=monster.hitpoints - damage, is_angry=True)
    fight = msgspec.structs.replace(fight, rest_ticks=rules.attack_ticks, hits=(*fight.hits, Hit(monster.key, damage)))
    world = _learned(with_object(_with_fight(world, fight), wounded), rules, damage)
    return world if wounded.hitpoints > 0 else _slain(world, rules, wounded, generator)


def _learned(world: World, rules: CombatRules, damage: int) -> World:
    """The experience that some damage teaches; a new level of hit points is there at once."""
    gained = (
        ("attack", damage * rules.attack_experience_per_damage),
        ("hitpoints", damage * rules.hitpoints_experience_per_damage),
    )
    experience = world.experience
    experience = msgspec.structs.replace(
        experience, attack=experience.attack + gained[0][1], hitpoints=experience.hitpoints + gained[1][1]
    )
    fight = msgspec.structs.replace(_fight(world), learned=gained if damage else ())
    world = msgspec.structs.replace(world, experience=experience, fight=fight)
    return _with_hero(world, max_hitpoints=level_at(experience.hitpoints))


def _slain(world: World, rules: CombatRules, monster: Monster, generator: np.random.Generator) -> World:
    """The world without a monster that died: what it carried lies there, and it comes back some day."""
    kind, fight = rules.monsters[monster.kind], _fight(world)
    low, high = kind.respawn_ticks
    reborn = msgspec.structs.replace(monster, tile=monster.home, hitpoints=kind.hitpoints, is_angry=False, rest_ticks=0)
    fallen = Fallen(reborn, int(generator.integers(low, high + 1)))
    dropped = [drop.item for drop in kind.drops if generator.random() < drop.chance]
    made, lasts = world.objects_made, world.rules.ground_items.despawn_ticks
    lying = (GroundItem(f"ground-{made + n}", monster.tile, item, lasts) for n, item in enumerate(dropped))
    world = msgspec.structs.replace(
        world,
        objects=(*(thing for thing in world.objects if thing.key != monster.key), *lying),
        objects_made=made + len(dropped),
        fight=msgspec.structs.replace(
            fight, fallen=(*fight.fallen, fallen), deaths=(*fight.deaths, monster.key), rest_ticks=rules.attack_ticks
        ),
    )
    return with_line(_with_hero(world, aim="", is_working=False), f"You have defeated the {kind.name.lower()}.")


def _striking(world: World) -> tuple[Monster, ...]:
    """The monsters whose blow is due."""
    if is_fallen(world):
        return ()
    near = beside(world.hero.tile)
    monsters = (thing for thing in world.objects if isinstance(thing, Monster))
    return tuple(one for one in monsters if one.is_angry and one.rest_ticks == 0 and one.tile in near)


def _struck_back(world: World, rules: CombatRules, monster: Monster, generator: np.random.Generator) -> World:
    """A monster's blow; who stands about hits back by itself, who has no hit points left falls."""
    if is_fallen(world):
        return world
    kind, fight = rules.monsters[monster.kind], _fight(world)
    is_hit = generator.random() < kind.hit_chance
    damage = min(_damage(kind.max_hit, generator), world.hero.hitpoints) if is_hit else 0
    rested = msgspec.structs.replace(monster, rest_ticks=kind.attack_ticks)
    world = _with_fight(with_object(world, rested), _with_hit(fight, Hit(HERO_KEY, damage)))
    world = _with_hero(world, hitpoints=world.hero.hitpoints - damage)
    if is_fallen(world):
        return _fell(world, rules)
    if not world.hero.aim and not world.hero.path:
        return _with_hero(world, aim=monster.key)
    return world


def _fell(world: World, rules: CombatRules) -> World:
    """The player down, and every monster calm again."""
    fight = _fight(world)
    objects = tuple(
        msgspec.structs.replace(thing, is_angry=False) if isinstance(thing, Monster) else thing
        for thing in world.objects
    )
    later = msgspec.structs.replace(
        fight, recovery_ticks=rules.recovery_ticks, deaths=(*fight.deaths, HERO_KEY), rest_ticks=0
    )
    world = msgspec.structs.replace(world, objects=objects, fight=later, open_interface="")
    return with_line(_with_hero(world, path=(), aim="", is_working=False), "Oh dear, you are dead!")


def _lain(world: World) -> World:
    """A tick nearer to rising; in the end the player stands at its hearth with all its hit points."""
    fight, hero = _fight(world), world.hero
    world = _with_fight(world, msgspec.structs.replace(fight, recovery_ticks=fight.recovery_ticks - 1))
    if fight.recovery_ticks > 1:
        return world
    risen = _with_hero(world, tile=fight.hearth, hitpoints=hero.max_hitpoints)
    return with_line(risen, "You wake up, whole again.")


def _regained(world: World, rules: CombatRules) -> World:
    """A hit point comes back by itself now and then."""
    fight, hero = _fight(world), world.hero
    if fight.regain_ticks > 1:
        return _with_fight(world, msgspec.structs.replace(fight, regain_ticks=fight.regain_ticks - 1))
    world = _with_fight(world, msgspec.structs.replace(fight, regain_ticks=rules.regain_ticks))
    gain = 0 if is_fallen(world) else 1
    return _with_hero(world, hitpoints=min(hero.hitpoints + gain, hero.max_hitpoints))


def _risen_again(world: World) -> World:
    """Fallen monsters one tick nearer to coming back where they live."""
    fight = _fight(world)
    waiting = tuple(Fallen(one.monster, one.respawn_ticks - 1) for one in fight.fallen)
    back = tuple(one.monster for one in waiting if one.respawn_ticks <= 0)
    left = tuple(one for one in waiting if one.respawn_ticks > 0)
    return msgspec.structs.replace(
        world, objects=(*world.objects, *back), fight=msgspec.structs.replace(fight, fallen=left)
    )


def _damage(max_hit: int, generator: np.random.Generator) -> int:
    return int(generator.integers(1, max_hit + 1))


def _with_hit(fight: Fight, hit: Hit) -> Fight:
    return msgspec.structs.replace(fight, hits=(*fight.hits, hit))


def _fight(world: World) -> Fight:
    assert world.fight is not None
    return world.fight


def _with_fight(world: World, fight: Fight) -> World:
    return msgspec.structs.replace(world, fight=fight)


def _with_hero(world: World, **changes: object) -> World:
    return msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, **changes))
