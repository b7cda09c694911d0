"""Comparing in several processes comes to what one process comes to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from agent.cli import main
from tests.model.people import people

SMALL = ("--set", "encoder.hidden=16", "--set", "training.batch=8", "--draws", "2", "--windows", "8", "--device", "cpu")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    people(folder, ann=3, eve=1)
    return folder


def compared(data: Path, out: Path, models: str, jobs: int) -> tuple[int, dict[str, Any]]:  # Any: a JSON table
    command = ["compare", str(data), "--budget", "0.2", "--out", str(out), *SMALL, "--models", models]
    status = main([*command, "--jobs", str(jobs)])
    return status, json.loads((out / "table.json").read_text())


def test_the_same_runs_are_judged_alike_by_any_number_of_processes(data: Path, tmp_path: Path) -> None:
    models = "parallel,parallel_drawn,point_process"
    status, table = compared(data, tmp_path, models, 3)
    assert status == 0
    assert list(table["models"]) == models.split(",")
    assert len(list((tmp_path / "runs").iterdir())) == 3  # two rates of the parallel rows' one run, and another
    shutil.rmtree(tmp_path / "parts")
    assert compared(data, tmp_path, models, 1) == (0, table)


def test_a_model_that_breaks_in_its_process_does_not_cost_the_others(data: Path, tmp_path: Path) -> None:
    compared(data, tmp_path, "sequential", 1)
    (run,) = (tmp_path / "runs").iterdir()
    (tmp_path / "parts" / "sequential.json").unlink()
    for weights in run.glob("*/weights-*.safetensors"):
        weights.write_bytes(b"no weights")
    status, table = compared(data, tmp_path, "sequential,point_process", 2)
    assert status == 1
    assert list(table["models"]) == ["point_process"]
