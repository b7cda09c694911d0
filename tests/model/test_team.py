from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from bridge.clock import VirtualClock
from model.checkpoint import load_checkpoint
from model.checkpoint_label import LAST
from model.config import load_config
from model.errors import ConfigurationError
from model.run_curves import read_curves
from model.run_record import read_record
from model.team import FirstsClock, open_team
from model.train import train

CPU = torch.device("cpu")
SETTINGS = ("encoder.dropout=0", "encoder.forgetting=0", "training.steps=4", "training.evaluate_every=2")


def trained_by_two(data: Path, run: Path, *settings: str) -> dict[str, object]:
    """The result that the first of two processes prints; the other prints none."""
    arguments = [data, "--run", run, "--device", "cpu", "--json"]
    for setting in settings:
        arguments += ["--set", setting]
    here = Path(sys.executable).parent
    done = subprocess.run(
        [
            here / "torchrun",
            "--standalone",
            "--nproc-per-node",
            "2",
            "--no-python",
            "--",
            here / "osrs-agent",
            "train",
            *arguments,
        ],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = done.stdout.splitlines()
    result: dict[str, object] = json.loads(line)
    return result


def test_two_processes_train_as_one_with_the_same_batch(tmp_path: Path, demonstrations: Path) -> None:
    settings = ("encoder.hidden=16", "training.batch=16", *SETTINGS)
    trained_by_two(demonstrations, tmp_path / "two", *settings)
    train([demonstrations], tmp_path / "one", load_config(Path("default"), settings), device="cpu")
    for one, two in zip(read_curves(tmp_path / "one"), read_curves(tmp_path / "two"), strict=True):
        assert two.train["total"] == pytest.approx(one.train["total"], abs=1e-5)
        assert two.held_out["total"] == pytest.approx(one.held_out["total"], abs=1e-5)
    one, two = (load_checkpoint(tmp_path / name / LAST, CPU).model.state_dict() for name in ("one", "two"))
    assert all(torch.allclose(two[name], value, atol=1e-5) for name, value in one.items())
    assert read_record(tmp_path / "two").last.processes == 2


def test_alone_a_team_of_one_sums_what_it_has() -> None:
    with open_team("cpu", "fp32") as team:
        assert (team.rank, team.size, team.is_first, team.device) == (0, 1, True, CPU)
        assert team.sum(torch.tensor([1.0, 2.0])).tolist() == [1.0, 2.0]
        assert FirstsClock(team, VirtualClock()).now_ns() == 0


def test_matrix_products_are_done_in_the_precision_of_the_team() -> None:
    for precision, kind in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
        with open_team("cpu", precision) as team, team.precision():
            assert (torch.eye(2) @ torch.eye(2)).dtype is kind


def test_an_unknown_device_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="unknown device"), open_team("tpu", "fp32"):
        pass
