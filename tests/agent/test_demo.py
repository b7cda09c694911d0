"""The demo runs every part once, and leaves a recording, a run and a picture."""

from contextlib import nullcontext
from types import SimpleNamespace

import cv2
import pytest

from agent import demo
from agent.demo import DemoRequest, DemoStage, run_demo
from agent.errors import AgentError
from agent.games import Ending
from agent.replay import replay_exactly
from bridge.clock import SystemClock


def request(folder) -> DemoRequest:
    return DemoRequest(
        folder,
        task="woodcutting",
        record_s=3.0,
        demonstrations=1,
        train_minutes=0.05,
        episodes=1,
        episode_minutes=0.2,
        play_s=3.0,
        device="cpu",
    )


def test_every_part_leaves_something(display, tmp_path):
    said, steps = [], []
    stage = DemoStage(said.append, lambda: nullcontext(steps.append))
    report = run_demo(request(tmp_path / "demo"), SystemClock(), stage)
    assert len(said) == 5
    assert replay_exactly(report.recorded.session).is_exact
    assert report.trained.steps == len(steps) >= 1
    assert report.scores.as_json()["episodes"] == 1
    assert report.played.statistics.ticks >= 4
    assert cv2.imread(str(report.picture)).shape == (503, 765, 3)


def test_an_earlier_demo_is_not_overwritten(tmp_path):
    with pytest.raises(AgentError, match="earlier demo"):
        run_demo(request(tmp_path), SystemClock(), DemoStage(print, nullcontext))


def test_a_demo_whose_recording_ended_early_ends_too(tmp_path, monkeypatch):
    ended = SimpleNamespace(ending=Ending("escape", None))
    monkeypatch.setattr(demo, "record", lambda *_: ended)
    with pytest.raises(AgentError, match=r"recording ended early \(escape\), and so does the demo"):
        run_demo(request(tmp_path / "demo"), SystemClock(), DemoStage([].append, nullcontext))


def test_a_demo_whose_game_showed_nothing_says_so(tmp_path, monkeypatch):
    whole = SimpleNamespace(ending=Ending("time", None), last_frame=None)
    for part in ("record", "write_demonstrations", "train", "measure_task", "keep_scores", "draw_curves", "play_live"):
        monkeypatch.setattr(demo, part, lambda *_, **__: whole)
    with pytest.raises(AgentError, match="the game ended before a picture could be taken: time"):
        run_demo(request(tmp_path / "demo"), SystemClock(), DemoStage([].append, nullcontext))
