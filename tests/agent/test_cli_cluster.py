"""`--cluster`: the commands that spread their work do on a Ray cluster what they do without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.cli import main
from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named

ON_A_CLUSTER = ("--cluster", "local")
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own


def told(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, object]:
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_run_is_measured_by_the_same_games(tiny_run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("eval", str(tiny_run), "--episodes", "2", "--minutes", "0.5")
    here, there = (told(capsys, *command, *more)["tasks"]["woodcutting"] for more in ((), ON_A_CLUSTER))
    assert there["scores"] == here["scores"]
    assert there["seeds"] == here["seeds"]
    assert there["ratio"] == here["ratio"]


def test_recordings_are_cut_into_the_same_shards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_demonstrations(task_named("woodcutting"), (1, 2), 0.5, tmp_path)
    shards = [Path(path) for path in told(capsys, "data", "shards", str(tmp_path))["shards"]]
    assert len(shards) == 2
    here = [shard.read_bytes() for shard in shards]
    for shard in shards:
        shard.unlink()
    assert told(capsys, "data", "shards", str(tmp_path), *ON_A_CLUSTER)["shards"] == [str(shard) for shard in shards]
    assert [shard.read_bytes() for shard in shards] == here
