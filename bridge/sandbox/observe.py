"""The game state that a client of this world would send: what a player can know, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from bridge.game_events import Died, ExperienceGained, GameEvent, HitTaken
from bridge.geometry import Rect
from bridge.sandbox.bank import shown_stacks
from bridge.sandbox.fight import HERO_KEY, Fight
from bridge.sandbox.interface import shown_interface
from bridge.sandbox.layout import (
    CANVAS_HEIGHT_PX,
    CANVAS_WIDTH_PX,
    INVENTORY_SLOTS,
    VIEWPORT,
    Tab,
)
from bridge.sandbox.objects import Monster
from bridge.sandbox.scene import Placed, placed_objects
from bridge.sandbox.skills import level_at
from bridge.sandbox.terrain import Tile
from bridge.sandbox.world import BANK, World, trained_skills
from bridge.state import (
    Entity,
    EntityKind,
    GamePhase,
    GameState,
    Item,
    ItemContainer,
    Player,
    Skill,
    Tick,
    View,
    WorldPoint,
)

WORLD_HOST = "sandbox"
EQUIPMENT_CAPACITY = 14
WEAPON_SLOT = 3


def observe(world: World, received_ns: int) -> GameState:
    """The state of a world's tick, received at `received_ns`; on the login screen only what that screen shows."""
    tick = Tick(world.tick, received_ns)
    if world.phase is not GamePhase.LOGGED_IN:
        return GameState(
            tick,
            world.phase,
            View(CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX, VIEWPORT),
            shown_interface(world),
            mouse=world.held.pointer,
            world_host=WORLD_HOST,
        )
    return GameState(
        tick,
        world.phase,
        _view(world),
        shown_interface(world),
        _player(world),
        _skills(world),
        _entities(world),
        _inventory(world),
        _bank(world),
        _equipment(world),
        world.held.pointer,
        WORLD_HOST,
        events=_events(world.fight),
        unmeasured=(),
    )


def _view(world: World) -> View:
    camera = world.camera
    return View(CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX, VIEWPORT, camera.yaw_rad, camera.pitch_rad, camera.zoom)


def _player(world: World) -> Player:
    hero, rules = world.hero, world.rules
    return Player(
        position=_point(world, hero.tile),
        animation=_work_animation(world) if hero.is_working else -1,
        is_moving=hero.is_moving,
        is_running=hero.is_run_on,
        run_energy=hero.run_energy / rules.movement.energy_full,
        hitpoints=hero.hitpoints,
        max_hitpoints=hero.max_hitpoints,
        interacting=hero.aim,
        destination=_point(world, hero.path[-1]) if hero.path else None,
    )


def _work_animation(world: World) -> int:
    rules = world.rules
    return (rules.combat or rules.crafting or rules.woodcutting).animation


def _skills(world: World) -> tuple[Skill, ...]:
    return tuple(Skill(name, level_at(experience), experience) for name, experience in trained_skills(world))


def _entities(world: World) -> tuple[Entity, ...]:
    """Every object, the nearest to the player first."""
    here = world.hero.tile
    nearest_first = sorted(
        placed_objects(world), key=lambda placed: (_square(placed.thing.tile, here), placed.thing.key)
    )
    return tuple(_entity(world, placed) for placed in nearest_first)


def _entity(world: World, placed: Placed) -> Entity:
    looks, thing = placed.looks, placed.thing
    seen = _seen_of_monster(world, thing) if isinstance(thing, Monster) else _Seen()
    return Entity(
        key=placed.thing.key,
        kind=looks.kind,
        type_id=looks.type_id,
        name=looks.name,
        position=_point(world, placed.thing.tile),
        bounds=placed.bounds,
        animation=seen.animation,
        health=seen.health,
        interacting=seen.interacting,
        quantity=1 if looks.kind is EntityKind.GROUND_ITEM else None,
    )


class _Seen(NamedTuple):
    """What a client sees of somebody that lives; all of it unknown of anything else."""

    animation: int | None = None
    health: float | None = None
    interacting: str | None = None


def _seen_of_monster(world: World, monster: Monster) -> _Seen:
    """A monster's bar shows while it fights, its animation in the tick of its blow."""
    kind = world.rules.monsters[monster.kind]
    return _Seen(
        animation=kind.animation if monster.rest_ticks == kind.attack_ticks else -1,
        health=monster.hitpoints / kind.hitpoints if monster.is_angry else None,
        interacting=HERO_KEY if monster.is_angry else "",
    )


def _events(fight: Fight | None) -> tuple[GameEvent, ...] | None:
    """What happened in the last tick; unknown where nobody fights."""
    if fight is None:
        return None
    return (
        *(HitTaken(0, hit.key, hit.amount) for hit in fight.hits),
        *(ExperienceGained(0, skill, amount) for skill, amount in fight.learned),
        *(Died(0, key) for key in fight.deaths),
    )


def _inventory(world: World) -> ItemContainer:
    is_shown = world.tab is Tab.INVENTORY
    items = (
        _item(world, slot, item, 1, INVENTORY_SLOTS[slot] if is_shown else None)
        for slot, item in enumerate(world.inventory)
        if item is not None
    )
    return ItemContainer(len(world.inventory), tuple(items))


def _bank(world: World) -> ItemContainer | None:
    if not world.is_bank_known:
        return None
    is_shown = world.open_interface == BANK
    places = {slot: place for slot, _, place in shown_stacks(world)} if is_shown else {}
    items = (_item(world, slot, stack.item, stack.quantity, places.get(slot)) for slot, stack in enumerate(world.bank))
    return ItemContainer(world.rules.bank_chest.capacity, tuple(items))


def _equipment(world: World) -> ItemContainer:
    items = (_item(world, WEAPON_SLOT + number, item, 1, None) for number, item in enumerate(world.equipment))
    return ItemContainer(EQUIPMENT_CAPACITY, tuple(items))


def _item(world: World, slot: int, item: str, quantity: int, bounds: Rect | None) -> Item:
    rules = world.rules.items[item]
    return Item(slot, rules.item_id, rules.name, quantity, bounds)


def _point(world: World, tile: Tile) -> WorldPoint:
    return WorldPoint(world.rules.map.origin_x + tile.x, world.rules.map.origin_y + tile.y)


def _square(a: Tile, b: Tile) -> int:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2
