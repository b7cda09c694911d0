"""A trained model behind the one call that the loop knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from agent.plan import Plan, as_hands_do
from agent.planner import Planner
from bridge.clock import MILLISECOND_NS
from bridge.events import Author, InputEvent
from bridge.state import TICK_NS
from model.actions import MOST_COMMITTED_MS
from model.history import History, foreseen
from model.runtime import TickDecoder


def agent_planner(run: Path, device: str, seed: int) -> Planner:
    """A planner that plays the best checkpoint of a run; its actions carry the author "agent".

    Where deciding takes time, what is committed of the tick is given to the model, which goes on after it, and the plan
    reaches into the next tick, as if the game did not change in it: that is what will be committed then.

    Args:
        run: a run directory.
        device: "auto", "cpu" or "cuda".
        seed: of the draws.

    Raises:
        CheckpointError: the run cannot be loaded.
    """
    decoder = TickDecoder(run, device, seed)

    def decided(history: History) -> tuple[InputEvent, ...]:
        from_ns = history.now_ns + history.committed_ms * MILLISECOND_NS
        events = decoder.decide(history).events(history.now_ns, Author.AGENT)
        held = history.now.held
        for event in history.committed:
            held = held.after(event)
        return as_hands_do([event for event in events if event.at_ns >= from_ns], held.pointer)

    def plan(history: History) -> Plan:
        if not decoder.commits:
            history = replace(history, committed=(), committed_ms=0)
        events = decided(history)
        if history.committed_ms == 0:
            return Plan(history.now_ns, events)
        ahead = decided(foreseen(history, (*history.committed, *events)))
        until_ns = history.now_ns + TICK_NS + MOST_COMMITTED_MS * MILLISECOND_NS
        reach = tuple(event for event in ahead if event.at_ns < until_ns)
        return Plan(history.now_ns, (*events, *reach), history.committed_ms * MILLISECOND_NS)

    return plan
