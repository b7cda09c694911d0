"""Scripted players behind the one call that the loop knows."""

from __future__ import annotations

from agent.plan import Plan
from agent.planner import Planner
from bridge.sandbox.tasks.task import ScriptedPlayer
from model.history import History


def scripted_planner(player: ScriptedPlayer) -> Planner:
    """A planner that lets a scripted player decide on the newest state."""

    def plan(history: History) -> Plan:
        state = history.now.state
        if state is None:
            return Plan(history.now_ns, ())
        return Plan(history.now_ns, player.act(state, history.now.held))

    return plan
