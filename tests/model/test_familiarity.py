"""How strange a context is, is the share of held-out windows that are nearer to what was learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.config import ModelConfig
from model.dataset import dataset_of, vocabulary_of
from model.encoder_config import EncoderConfig
from model.errors import CheckpointError
from model.familiarity import FAMILIARITY, Familiarity, fit_familiarity, load_familiarity, save_familiarity
from model.sources import open_shards
from model.timed_action_model import TimedActionModel

CPU = torch.device("cpu")


def line() -> Familiarity:
    """Known at 0, 1 ... 9 on a line of unit 2; held-out windows at distances 7, 8, 9 and 10 of these units."""
    known = np.stack([np.arange(10.0), np.zeros(10)], axis=1).astype(np.float32)
    return Familiarity(5, np.full(2, 2.0, np.float32), known, np.array([7.0, 8.0, 9.0, 10.0], np.float32))


@pytest.mark.parametrize(("x", "strangeness"), [(0.0, 0.0), (-1.0, 0.25), (-2.9, 0.5), (-100.0, 1.0), (10.0, 0.0)])
def test_strangeness_is_the_share_of_held_out_windows_that_are_nearer(x: float, strangeness: float) -> None:
    assert line().strangeness(np.array([x, 0.0], np.float32)) == strangeness


def test_what_was_learned_from_is_less_strange_than_noise(demonstrations: Path) -> None:
    torch.manual_seed(0)
    shards = open_shards([demonstrations])
    data = dataset_of(shards, vocabulary_of(shards))
    model = TimedActionModel(ModelConfig(EncoderConfig(hidden=16))).eval()
    trained, held_out = data.chosen(np.arange(0, 100)), data.chosen(np.arange(100, data.size))
    known = fit_familiarity(model, trained, held_out, 3, CPU)
    with torch.inference_mode():
        fused = model.encode(trained.batch(np.arange(40, 60)).history).fused.numpy()
    usual = np.mean([known.strangeness(row) for row in fused])
    assert usual < 0.6
    assert known.strangeness(fused[0] + 10.0) == 1.0


def test_it_is_kept_with_the_run_and_belongs_to_one_checkpoint(tmp_path: Path) -> None:
    save_familiarity(tmp_path, line())
    again = load_familiarity(tmp_path, 5)
    assert all(np.array_equal(getattr(again, name), getattr(line(), name)) for name in ("scale", "known", "held_out"))
    with pytest.raises(CheckpointError, match="of step 5, the best checkpoint of step 6"):
        load_familiarity(tmp_path, 6)


def test_a_run_without_it_or_with_a_broken_one_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="--resume"):
        load_familiarity(tmp_path, 1)
    (tmp_path / FAMILIARITY).write_bytes(b"no tensors")
    with pytest.raises(CheckpointError, match="cannot be read"):
        load_familiarity(tmp_path, 1)
