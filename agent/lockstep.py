"""The loop in virtual time on one thread: exactly repeatable, and thousands of times faster than life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from agent.loop import PlayLoop
from agent.plan import Planner
from bridge.clock import VirtualClock
from bridge.errors import LinkClosed
from bridge.ports import FrameSource, GameLink, InputSink, InputSource
from bridge.state import TICK_NS, GameState


class LockstepWorld(GameLink, InputSource, InputSink, Protocol):
    """A world that waits for us: each `receive` ends one tick."""


def run_lockstep(
    world: LockstepWorld,
    clock: VirtualClock,
    loop: PlayLoop,
    planner: Planner,
    ticks: int,
    *,
    frames: FrameSource | None = None,
    latency_ns: int = 0,
    on_tick: Callable[[GameState], None] | None = None,
) -> int:
    """Play `ticks` ticks, or fewer where the world ends.

    Args:
        world: the game; `receive` moves the clock to the tick's end.
        clock: the world's clock.
        loop: the same state machine as in live play.
        planner: decides on each tick's history.
        ticks: how many ticks to play.
        frames: pictures, where the planner looks at them.
        latency_ns: virtual time between a tick and the moment its plan is there.
        on_tick: called with each state before it is decided upon.

    Returns:
        The number of ticks played.
    """
    for tick in range(ticks):
        try:
            state = world.receive(timeout_s=0.0)
        except LinkClosed:
            return tick
        if state is None:
            return tick
        if on_tick is not None:
            on_tick(state)
        loop.heard(world.drain())
        history = loop.ticked(state, frames.grab() if frames is not None else None)
        plan = planner(history)
        end_ns = history.now_ns + TICK_NS
        clock.sleep_until_ns(min(history.now_ns + latency_ns, end_ns - 1))
        loop.planned(plan)
        _send_until(end_ns, world, clock, loop)
    return ticks


def _send_until(end_ns: int, world: LockstepWorld, clock: VirtualClock, loop: PlayLoop) -> None:
    while (deadline_ns := loop.next_ns) is not None and deadline_ns < end_ns:
        clock.sleep_until_ns(deadline_ns)
        now_ns = clock.now_ns()
        for event in loop.due(now_ns, world.held()):
            world.send(msgspec.structs.replace(event, at_ns=now_ns))
            loop.dispatched(event, now_ns)
