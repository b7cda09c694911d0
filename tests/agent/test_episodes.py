"""Games in lockstep are exactly repeatable, in one process and in two."""

import subprocess
import sys
from functools import partial

from agent.episodes import play_episode
from agent.model_player import agent_planner
from agent.players import scripted_planner
from bridge.clock import MILLISECOND_NS
from bridge.sandbox.tasks import task_named

TASK = task_named("woodcutting")


def expert(seed: int):
    return scripted_planner(TASK.expert(seed))


def test_the_same_seed_twice_gives_the_same_world_and_actions():
    first, second = (play_episode("woodcutting", 7, 2.0, expert) for _ in range(2))
    assert first.world_digest == second.world_digest
    assert first.action_digest == second.action_digest
    assert first.score_per_minute == second.score_per_minute > 0


def test_another_seed_gives_another_game():
    assert (
        play_episode("woodcutting", 7, 1.0, expert).world_digest
        != play_episode("woodcutting", 8, 1.0, expert).world_digest
    )


def test_another_process_plays_the_same_game():
    script = (
        "from agent.episodes import play_episode\n"
        "from agent.players import scripted_planner\n"
        "from bridge.sandbox.tasks import task_named\n"
        "expert = task_named('woodcutting').expert\n"
        "game = play_episode('woodcutting', 7, 2.0, lambda seed: scripted_planner(expert(seed)))\n"
        "import sys; sys.stdout.write(game.world_digest + game.action_digest)\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    here = play_episode("woodcutting", 7, 2.0, expert)
    assert told == here.world_digest + here.action_digest


def test_a_model_plays_the_same_game_twice(tiny_run):
    first, second = (play_episode("woodcutting", 900_000, 0.5, partial(agent_planner, tiny_run, "cpu")) for _ in "ab")
    assert first.action_digest == second.action_digest
    assert first.world_digest == second.world_digest


def test_latency_drops_what_comes_too_late_and_nothing_else():
    prompt = play_episode("woodcutting", 7, 1.0, expert)
    late = play_episode("woodcutting", 7, 1.0, expert, latency_ns=200 * MILLISECOND_NS)
    assert prompt.statistics.dropped_late == 0
    assert late.statistics.dropped_late > 0
    assert late.statistics.sent + late.statistics.dropped_late <= late.statistics.planned


def test_every_tick_of_the_minutes_is_played():
    assert play_episode("woodcutting", 7, 1.0, expert).statistics.ticks == 100
