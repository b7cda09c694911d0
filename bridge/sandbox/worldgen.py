"""The world of a seed: places, colours, starting place and camera, all drawn from the seed alone."""

from __future__ import annotations

import math

import numpy as np

from bridge.errors import BridgeError
from bridge.sandbox.camera import Camera
from bridge.sandbox.craft import Craft
from bridge.sandbox.fight import Fight
from bridge.sandbox.layout import Tab
from bridge.sandbox.objects import BankChest, Furnace, Hedge, Monster, Tree, WorldObject
from bridge.sandbox.palette import Palette
from bridge.sandbox.placement import Placement, place
from bridge.sandbox.rules import CameraRules, Colour, PaletteRules, Rules, Scenario
from bridge.sandbox.scenery import Scenery
from bridge.sandbox.skills import level_at
from bridge.sandbox.terrain import Tile
from bridge.sandbox.work import drawn
from bridge.sandbox.world import INVENTORY_CAPACITY, Experience, Hero, Stack, World
from bridge.state import GamePhase

_WORLD_STREAM = 0
_PLAY_STREAM = 1
_FILLER_QUANTITY = (1, 900)
_PRODUCT_KINDS = ("ring", "necklace", "amulet")
_HIDING_SWING_RAD = 0.8


def make_world(rules: Rules, task_name: str, seed: int, *, logged_in: bool = True) -> World:
    """The world of a task and a seed at tick 0.

    Raises:
        BridgeError: the rules have no scenario of that name.
    """
    scenario = rules.scenario.get(task_name)
    if scenario is None:
        known = ", ".join(sorted(rules.scenario))
        raise BridgeError(f"the sandbox has no task {task_name!r}, known are {known}")
    generator = np.random.default_rng([seed, _WORLD_STREAM])
    placement = place(scenario, rules.map, generator)
    objects = _objects(rules, scenario, placement, generator)
    palette, camera = _palette(rules.palette, generator), _camera(rules.camera, generator)
    return World(
        rules=rules,
        task=task_name,
        tick=0,
        phase=GamePhase.LOGGED_IN if logged_in else GamePhase.LOGIN_SCREEN,
        scenery=Scenery(placement.terrain, palette),
        objects=objects,
        hero=_hero(rules, placement),
        experience=_experience(rules),
        inventory=(*scenario.inventory, *(None,) * (INVENTORY_CAPACITY - len(scenario.inventory))),
        bank=_bank(rules, scenario, generator),
        equipment=scenario.equipment,
        camera=_hiding_camera(camera, objects),
        tab=Tab.INVENTORY,
        chat=("Welcome to the sandbox.",) if logged_in else (),
        objects_made=len(objects),
        fight=Fight(placement.start, rules.combat.regain_ticks) if rules.combat is not None else None,
        craft=_craft(generator) if rules.crafting is not None else None,
    )


def play_generator(seed: int) -> np.random.Generator:
    """The generator of everything that chance decides while a seed's world is played."""
    return np.random.default_rng([seed, _PLAY_STREAM])


def _objects(
    rules: Rules, scenario: Scenario, placement: Placement, generator: np.random.Generator
) -> tuple[WorldObject, ...]:
    standing = ((scenario.hub, placement.hub), *(placed for cluster in placement.clusters for placed in cluster))
    return tuple(_object(rules, kind, number, tile, generator) for number, (kind, tile) in enumerate(standing))


def _object(rules: Rules, kind: str, number: int, tile: Tile, generator: np.random.Generator) -> WorldObject:
    if kind in rules.trees:
        return Tree(f"tree-{number}", tile, kind, drawn(rules.woodcutting.logs_per_tree, generator))
    if kind in rules.monsters:
        return Monster(f"npc:{number}", tile, kind, tile, rules.monsters[kind].hitpoints)
    match kind:
        case "furnace":
            return Furnace(f"furnace-{number}", tile)
        case "hedge":
            return Hedge(f"hedge-{number}", tile)
        case _:
            return BankChest(f"chest-{number}", tile)


def _bank(rules: Rules, scenario: Scenario, generator: np.random.Generator) -> tuple[Stack, ...]:
    """The scenario's bank; a goldsmith's is filled up with other items, and all of it lies in any order."""
    stacks = [Stack(item, quantity) for item, quantity in scenario.bank]
    if rules.crafting is None:
        return tuple(stacks)
    kept = {stack.item for stack in stacks}
    others = [item for item in sorted(rules.items) if item not in kept][: rules.crafting.bank_stacks - len(stacks)]
    stacks += [Stack(item, drawn(_FILLER_QUANTITY, generator)) for item in others]
    return tuple(stacks[index] for index in generator.permutation(len(stacks)))


def _craft(generator: np.random.Generator) -> Craft:
    return Craft(tuple(_PRODUCT_KINDS[index] for index in generator.permutation(len(_PRODUCT_KINDS))))


def _hiding_camera(camera: Camera, objects: tuple[WorldObject, ...]) -> Camera:
    """The camera turned so that hedges hide what stands behind them; as it was where there is none."""
    hedges = [thing.tile for thing in objects if isinstance(thing, Hedge)]
    furnace = next((thing.tile for thing in objects if isinstance(thing, Furnace)), None)
    if not hedges or furnace is None:
        return camera
    east, north = sum(hedge.x - furnace.x for hedge in hedges), sum(hedge.y - furnace.y for hedge in hedges)
    swing = (camera.yaw_rad / math.tau - 0.5) * _HIDING_SWING_RAD
    return Camera((math.atan2(-east, -north) + swing) % math.tau, camera.pitch_rad, camera.zoom)


def _experience(rules: Rules) -> Experience:
    attack = rules.combat.attack_experience if rules.combat is not None else 0
    crafting = rules.crafting.experience if rules.crafting is not None else 0
    return Experience(rules.hero.hitpoints_experience, rules.hero.woodcutting_experience, attack, crafting)


def _hero(rules: Rules, placement: Placement) -> Hero:
    hitpoints = level_at(rules.hero.hitpoints_experience)
    facing = Tile(placement.start.x, placement.start.y - 1)
    return Hero(placement.start, facing, rules.movement.energy_full, hitpoints, hitpoints)


def _camera(rules: CameraRules, generator: np.random.Generator) -> Camera:
    yaw_rad = float(generator.uniform(0.0, math.tau))
    return Camera(yaw_rad, rules.pitch_rad, float(generator.uniform(*rules.zoom_px_per_tile)))


def _palette(rules: PaletteRules, generator: np.random.Generator) -> Palette:
    bases = (rules.grass, rules.dirt, rules.water, rules.wall, rules.rock, rules.tunic)
    return Palette(*(_jittered(base, rules.jitter, generator) for base in bases))


def _jittered(base: Colour, jitter: int, generator: np.random.Generator) -> Colour:
    red, green, blue = (int(generator.integers(-jitter, jitter + 1)) + channel for channel in base)
    return red, green, blue
