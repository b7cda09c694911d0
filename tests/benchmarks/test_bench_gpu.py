"""What the GPU's benchmark trains runs on a CPU too, which tells of a fault where no GPU is."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import pytest
import torch

from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named
from model.sources import built_shards
from tests.benchmarks.bench_gpu import trained


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    write_demonstrations(task_named("woodcutting"), (1,), 0.5, tmp_path)
    (shard,) = built_shards(tmp_path / "woodcutting-000001.mcap")
    return shard.parent


def test_random_windows_are_trained_on() -> None:
    assert isfinite(trained(16, 4, "fp32", torch.device("cpu"), None).loss)


def test_shards_are_trained_on(shards: Path) -> None:
    figures = trained(16, 4, "bf16", torch.device("cpu"), shards)
    assert isfinite(figures.loss)
    assert figures.windows_per_s > 0
