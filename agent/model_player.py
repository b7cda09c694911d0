"""A trained model behind the one call that the loop knows."""

from __future__ import annotations

from pathlib import Path

from agent.plan import Plan, as_hands_do
from agent.planner import Planner
from bridge.events import Author
from model.history import History
from model.runtime import TickDecoder


def agent_planner(run: Path, device: str, seed: int) -> Planner:
    """A planner that plays the best checkpoint of a run; its actions carry the author "agent".

    Args:
        run: a run directory.
        device: "auto", "cpu" or "cuda".
        seed: of the draws.

    Raises:
        CheckpointError: the run cannot be loaded.
    """
    decoder = TickDecoder(run, device, seed)

    def plan(history: History) -> Plan:
        events = decoder.decide(history).events(history.now_ns, Author.AGENT)
        return Plan(history.now_ns, as_hands_do(events, history.now.held.pointer))

    return plan
