"""The page about a task of one's own: what it writes into files is a task that can be played."""

from __future__ import annotations

import re
from typing import Any

from agent.episodes import play_episode
from agent.players import scripted_planner
from bridge.sandbox import game, tasks
from bridge.sandbox.rules_file import parse_rules
from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "howto" / "own-task.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first block of a language, as it stands."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]


def test_the_pages_world_and_task_are_played_by_its_expert(monkeypatch):
    common = (ROOT / "bridge" / "sandbox" / "rules.toml").read_bytes()
    rules = parse_rules(common, block("toml").encode())
    module: dict[str, Any] = {}  # of values of any type
    exec(compile(block("python"), "oaks.py", "exec"), module)
    oaks = module["OAKS"]
    monkeypatch.setattr(game, "load_rules", {"oaks": rules}.__getitem__)
    monkeypatch.setattr(tasks, "TASKS", (*tasks.TASKS, oaks))
    played = play_episode("oaks", 7, 2.0, lambda seed: scripted_planner(oaks.expert(seed)))
    assert played.score_per_minute > 0
