"""The loop in virtual time on one thread: exactly repeatable, and thousands of times faster than life."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from agent.dispatch import SENSELESS_PLANS, Dispatch
from agent.limits import Limits
from agent.loop import Mode, PlayLoop
from agent.planner import Planner
from agent.play_ports import PlayPorts
from agent.reports import Halted, Sent
from bridge.clock import VirtualClock
from bridge.errors import LinkClosed
from bridge.ports import InputSink
from bridge.state import TICK_NS, GameState


def run_lockstep(
    ports: PlayPorts,
    clock: VirtualClock,
    loop: PlayLoop,
    planner: Planner,
    ticks: int,
    limits: Limits,
    *,
    latency_ns: Callable[[int], int] = lambda _: 0,
    on_tick: Callable[[GameState], None] | None = None,
) -> int:
    """Play `ticks` ticks, or fewer where the world ends.

    Args:
        ports: a game that waits for us: `receive` ends a tick and moves the clock to its end.
        clock: the world's clock.
        loop: the same state machine as in live play.
        planner: decides on each tick's history.
        ticks: how many ticks to play.
        limits: what may never be sent.
        latency_ns: virtual time between the tick received at a given time and the moment its plan is there.
        on_tick: called with each state before it is decided upon.

    Returns:
        The number of ticks played.
    """
    dispatch = Dispatch(limits)
    for tick in range(ticks):
        try:
            state = ports.link.receive(timeout_s=0.0)
        except LinkClosed:
            return tick
        if state is None:
            return tick
        if on_tick is not None:
            on_tick(state)
        loop.heard(ports.inputs.drain())
        history = loop.ticked(state, ports.frames.grab() if ports.frames is not None else None)
        dispatch.forbid((*limits.forbidden, *loop.forbidden))
        plan = planner(history)
        end_ns = history.now_ns + TICK_NS
        ready_ns = min(history.now_ns + latency_ns(history.now_ns), end_ns - 1)
        _send_until(ready_ns, ports.sink, clock, loop, dispatch)  # what was committed before
        clock.sleep_until_ns(ready_ns)
        if loop.planned(plan, ready_ns):
            loop.reported(dispatch.planned(plan))
        _send_until(end_ns, ports.sink, clock, loop, dispatch)
    return ticks


def _send_until(end_ns: int, sink: InputSink, clock: VirtualClock, loop: PlayLoop, dispatch: Dispatch) -> None:
    while loop.mode is Mode.ARMED and (deadline_ns := dispatch.next_ns) is not None and deadline_ns < end_ns:
        clock.sleep_until_ns(deadline_ns)
        now_ns = clock.now_ns()
        turn = dispatch.due(now_ns, sink.held())
        loop.reported(turn.not_sent)
        for event in turn.send:
            sink.send(msgspec.structs.replace(event, at_ns=now_ns))
            loop.reported((Sent(event, now_ns, None),))
        if dispatch.is_senseless:
            loop.reported((Halted(now_ns, SENSELESS_PLANS),))
