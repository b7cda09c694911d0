from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, LAST
from model.config import load_config
from model.errors import CheckpointError
from model.timed_action_model import TimedActionModel
from model.training_state import TrainingState, first_state, load_state, save_best, save_state
from model.vocabulary import Vocabulary

CPU = torch.device("cpu")


def state() -> TrainingState:
    torch.manual_seed(0)
    return first_state(TimedActionModel(load_config(None, ["encoder.hidden=8"])), Vocabulary(("Tree",)))


def test_a_state_comes_back_with_its_moments(tmp_path: Path) -> None:
    before = replace(state(), step=3, seconds=1.5, best={"total": 2.0})
    for weight in before.model.parameters():
        weight.grad = torch.ones_like(weight)
    before.optimiser.step()
    save_state(tmp_path, before, {"total": 3.0})
    after = load_state(tmp_path, CPU)
    assert (after.step, after.seconds, after.best, after.vocabulary) == (3, 1.5, {"total": 2.0}, Vocabulary(("Tree",)))
    for old, new in zip(before.model.parameters(), after.model.parameters(), strict=True):
        assert torch.equal(old, new)
        for key, value in before.optimiser.state[old].items():
            assert torch.equal(after.optimiser.state[new][key], value), key


def test_the_average_and_the_model_are_kept_apart(tmp_path: Path) -> None:
    before = state()
    with torch.no_grad():
        before.model.decoder.start.bias.fill_(1.0)
        before.average.decoder.start.bias.fill_(2.0)
    save_state(tmp_path, before, {})
    after = load_state(tmp_path, CPU)
    assert (after.model.decoder.start.bias[0].item(), after.average.decoder.start.bias[0].item()) == (1.0, 2.0)


def test_the_best_checkpoint_holds_the_average_and_its_figures(tmp_path: Path) -> None:
    before = replace(state(), best={"total": 2.0})
    with torch.no_grad():
        before.average.decoder.start.bias.fill_(2.0)
    save_best(tmp_path, before)
    best = load_checkpoint(tmp_path / BEST, CPU)
    assert (best.model.decoder.start.bias[0].item(), best.metrics) == (2.0, {"total": 2.0})


def test_a_run_without_its_training_state_cannot_be_resumed(tmp_path: Path) -> None:
    save_state(tmp_path, state(), {})
    label = tmp_path / LAST / "training.json"
    label.unlink()
    with pytest.raises(CheckpointError, match=r"training\.json cannot be read, so the run cannot be resumed"):
        load_state(tmp_path, CPU)
    label.write_bytes(b'{"\xff":1}')
    with pytest.raises(CheckpointError, match=r"training\.json cannot be read, so the run cannot be resumed"):
        load_state(tmp_path, CPU)
