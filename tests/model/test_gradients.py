from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.checkpoint import load_checkpoint
from model.checkpoint_label import LAST
from model.config import load_config
from model.errors import ConfigurationError
from model.gradients import own_pieces
from model.run_curves import read_curves
from model.train import train

CPU = torch.device("cpu")


class Member:
    """A place in a team of which nothing else is asked."""

    def __init__(self, rank: int, size: int) -> None:
        self.rank, self.size = rank, size


def test_the_pieces_of_a_step_cover_it_once_over_all_members() -> None:
    index = np.arange(35)
    pieces = [piece for rank in range(3) for piece in own_pieces(index, Member(rank, 3), 2)]
    assert [number for number, _ in pieces] == list(range(6))
    assert np.concatenate([piece for _, piece in pieces]).tolist() == index.tolist()


def test_a_batch_that_cannot_be_shared_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="3 windows for 2 processes in 2 parts each"):
        own_pieces(np.arange(3), Member(0, 2), 2)


def test_a_step_in_parts_is_the_same_step(tmp_path: Path, demonstrations: Path) -> None:
    still = ["encoder.dropout=0", "encoder.forgetting=0"]
    for name, accumulate in (("whole", 1), ("parts", 3)):
        settings = load_config(
            None,
            [
                "encoder.hidden=16",
                "training.steps=4",
                "training.batch=16",
                f"training.accumulate={accumulate}",
                "training.evaluate_every=2",
                *still,
            ],
        )
        train([demonstrations], tmp_path / name, settings, device="cpu")
    for whole, parts in zip(read_curves(tmp_path / "whole"), read_curves(tmp_path / "parts"), strict=True):
        assert parts.train["total"] == pytest.approx(whole.train["total"], abs=1e-5)
        assert parts.train["goal"] == pytest.approx(whole.train["goal"], abs=1e-5)
    whole, parts = (load_checkpoint(tmp_path / name / LAST, CPU).model.state_dict() for name in ("whole", "parts"))
    assert all(torch.allclose(parts[name], value, atol=1e-5) for name, value in whole.items())


def test_half_precision_trains_to_nearly_the_same_loss(tmp_path: Path, demonstrations: Path) -> None:
    losses = []
    for precision in ("fp32", "bf16"):
        settings = load_config(
            None,
            [
                "encoder.hidden=32",
                "training.steps=6",
                "training.batch=16",
                "training.evaluate_every=6",
                f"training.precision={precision}",
            ],
        )
        train([demonstrations], tmp_path / precision, settings, device="cpu")
        losses.append(read_curves(tmp_path / precision)[-1].train["total"])
    assert losses[1] == pytest.approx(losses[0], rel=0.02)
