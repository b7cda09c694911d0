"""One tick of the game: a pure function of the world, the tick's inputs and a generator."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np

from bridge.errors import LocalProtocolError
from bridge.events import InputEvent, WheelScroll
from bridge.sandbox.bank import scrolls_bank
from bridge.sandbox.camera import camera_after
from bridge.sandbox.fighting import fought
from bridge.sandbox.movement import moved
from bridge.sandbox.react import reacted
from bridge.sandbox.work import grown, worked
from bridge.sandbox.world import World
from bridge.state import TICK_NS, GamePhase


def step(world: World, inputs: Sequence[InputEvent], generator: np.random.Generator) -> World:
    """The world one tick later.

    All input is understood against the picture of the tick's start, in order, and shows at the tick's end.

    Args:
        world: the world at the tick's start.
        inputs: the tick's events in order, `at_ns` counted from the tick's start (see `tick_inputs`).
        generator: draws what chance decides; the only thing that changes.

    Raises:
        LocalProtocolError: an event lies outside [0, 600 ms) or before the one ahead of it.
    """
    _check_times(inputs)
    keys = world.held.keys
    world = msgspec.structs.replace(world, tick=world.tick + 1, click_mark=None)
    for_camera = []
    for event in inputs:
        if not (isinstance(event, WheelScroll) and scrolls_bank(world, event)):
            for_camera.append(event)
        world = reacted(world, event)
    if world.phase is not GamePhase.LOGGED_IN:
        return grown(world, generator)
    hero = moved(world.hero, world.rules.movement)
    camera = camera_after(world.camera, keys, for_camera, world.rules.camera)
    world = grown(msgspec.structs.replace(world, hero=hero, camera=camera), generator)
    return worked(fought(world, generator), generator)


def tick_inputs(events: Sequence[InputEvent], tick_start_ns: int) -> tuple[InputEvent, ...]:
    """Events on a session's clock as inputs of the tick that starts at `tick_start_ns`."""
    return tuple(msgspec.structs.replace(event, at_ns=event.at_ns - tick_start_ns) for event in events)


def _check_times(inputs: Sequence[InputEvent]) -> None:
    for event in inputs:
        if not 0 <= event.at_ns < TICK_NS:
            raise LocalProtocolError(
                f"an input at {event.at_ns} ns lies outside its tick of {TICK_NS} ns; times count from the tick's start"
            )
    for before, after in pairwise(inputs):
        if before.at_ns > after.at_ns:
            raise LocalProtocolError(f"an input at {after.at_ns} ns comes after one at {before.at_ns} ns")
