"""The expert plays the window by injected input, with nothing kept."""

from agent.watch import watch
from bridge.clock import SystemClock
from bridge.sandbox.tasks import task_named


def test_the_expert_chops_in_the_window(display):
    watched = watch("woodcutting", 3, task_named("woodcutting").expert(3), 0.2, SystemClock())
    assert watched.ended_by == "time"
    assert watched.result.score > 0
    assert watched.result.ticks >= 18
