"""Agent, expert and random player are measured on the same seeds."""

from agent.closed_loop import measure_task, scores_of, times_life


def test_three_players_play_the_same_seeds(tiny_run):
    heard = []
    scores = measure_task(tiny_run, "woodcutting", (900_000, 900_001), 0.5, "cpu", lambda name, _: heard.append(name))
    report = scores.as_json()
    assert heard == ["expert"] * 2 + ["random"] * 2 + ["agent"] * 2
    assert report["seeds"] == [900_000, 900_001]
    assert [game.seed for game in scores.expert] == [game.seed for game in scores.agent] == [900_000, 900_001]
    assert report["expert"]["mean"] > report["random"]["mean"]
    assert scores_of(scores.expert) == [game.score_per_minute for game in scores.expert]
    assert times_life(scores.expert) > 1.0
