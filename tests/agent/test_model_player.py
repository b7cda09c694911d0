"""A trained model plans within its tick, in the agent's name, the same way for the same seed."""

import pytest

from agent.history_buffer import HistoryBuffer
from agent.model_player import agent_planner
from bridge.clock import VirtualClock
from bridge.events import Author
from bridge.sandbox.game import SandboxGame
from bridge.state import TICK_NS
from model.errors import CheckpointError


def histories():
    game = SandboxGame("woodcutting", 3, VirtualClock(TICK_NS))
    buffer = HistoryBuffer()
    for _ in range(12):
        state = game.receive(0.0)
        buffer = buffer.ticked(state.tick.received_ns, state)
        yield buffer.snapshot()


def test_plans_are_the_agents_and_lie_in_their_tick(tiny_run):
    planner = agent_planner(tiny_run, "cpu", 5)
    plans = [planner(history) for history in histories()]
    assert {event.author for plan in plans for event in plan.events} == {Author.AGENT}


def test_the_same_seed_plans_the_same(tiny_run):
    first, second = ([agent_planner(tiny_run, "cpu", 5)(history) for history in histories()] for _ in "ab")
    assert first == second


def test_a_missing_run_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="nothing-here"):
        agent_planner(tmp_path / "nothing-here", "cpu", 5)
