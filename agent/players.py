"""Planners: a model, or a scripted player, behind the one call that the loop knows."""

from __future__ import annotations

from agent.plan import Plan, Planner
from bridge.events import Author
from bridge.sandbox.tasks.task import ScriptedPlayer
from model.history import History
from model.runtime import TickDecoder


def scripted_planner(player: ScriptedPlayer) -> Planner:
    """A planner that lets a scripted player decide on the newest state."""

    def plan(history: History) -> Plan:
        state = history.now.state
        if state is None:
            return Plan(history.now_ns, ())
        return Plan(history.now_ns, player.act(state, history.now.held))

    return plan


def model_planner(decoder: TickDecoder) -> Planner:
    """A planner that lets a model decide on the history; its actions carry the author "agent"."""

    def plan(history: History) -> Plan:
        return Plan(history.now_ns, decoder.decide(history).events(history.now_ns, Author.AGENT))

    return plan
