"""A scripted player plans within its tick."""

from agent.history_buffer import HistoryBuffer
from agent.players import scripted_planner
from bridge.clock import VirtualClock
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS


def test_a_scripted_player_plans_on_the_newest_state():
    state = SandboxGame("woodcutting", 3, VirtualClock(TICK_NS)).receive(0.0)
    history = HistoryBuffer().ticked(TICK_NS, state).snapshot()
    planned = scripted_planner(task_named("woodcutting").expert(3))(history)
    assert planned.events == task_named("woodcutting").expert(3).act(state, history.now.held)
    assert planned.made_from_ns == TICK_NS


def test_without_a_state_a_scripted_player_does_nothing():
    history = HistoryBuffer().ticked(TICK_NS, None).snapshot()
    assert scripted_planner(task_named("woodcutting").expert(3))(history).events == ()
