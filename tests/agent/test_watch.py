"""The expert plays the window by injected input, or a person does, with nothing kept."""

from agent.live import GAME_CLOSED
from agent.sandbox_process import SandboxOptions
from agent.watch import play_yourself, watch
from bridge.clock import SystemClock
from bridge.sandbox.tasks import task_named


def test_the_expert_chops_in_the_window(display):
    watched = watch("woodcutting", 3, task_named("woodcutting").expert(3), 0.2, SystemClock())
    assert watched.by == "time"
    assert watched.result.score > 0
    assert watched.result.ticks >= 18


def test_a_window_for_a_person_ends_with_its_minutes(display):
    ending = play_yourself(SandboxOptions("woodcutting", 3, None, None, minutes=0.02))
    assert (ending.by, ending.result.ticks, ending.problem) == (GAME_CLOSED, 2, "")
