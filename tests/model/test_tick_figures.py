"""A model tick by tick: its parts are those of the likelihood, and what is hidden changes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.actions import ActionKind
from model.batch import Batch
from model.config import DecoderConfig, ModelConfig
from model.dataset import WindowDataset, dataset_of, vocabulary_of
from model.encoder_config import EncoderConfig
from model.losses import PARTS
from model.seeding import seeded
from model.sources import open_shards
from model.tick_figures import hidden_tokens, occlusions, things, tick_figures
from model.timed_action_model import TimedActionModel
from model.tokens.token import TokenField

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data(demonstrations: Path) -> WindowDataset:
    shards = open_shards([demonstrations])
    whole = dataset_of(shards, vocabulary_of(shards))
    return whole.chosen(np.flatnonzero(whole.lengths > 0)[:6])


def made(kind: str) -> TimedActionModel:
    with seeded(3, 0):
        return TimedActionModel(ModelConfig(EncoderConfig(hidden=16), DecoderConfig(kind=kind))).eval()


@pytest.mark.parametrize("kind", ["point_process", "parallel"])
@torch.inference_mode()
def test_the_parts_of_all_ticks_are_the_loss_of_all_windows(data: WindowDataset, kind: str) -> None:
    model = made(kind)
    figures = list(tick_figures(model, data, CPU))
    loss = model.loss(data.batch(np.arange(data.size)))
    for part in PARTS:
        assert sum(tick.nats[part] for tick in figures) == pytest.approx(getattr(loss, part).item(), rel=1e-4, abs=1e-3)


@torch.inference_mode()
def test_what_moved_it_is_what_the_likelihood_loses_without_it(data: WindowDataset) -> None:
    model, batch = made("point_process"), data.batch(np.array([0]))
    (figures,) = tick_figures(model, data.chosen(np.array([0])), CPU)
    moved, hidden = dict(figures.moved_by), occlusions(batch.history)
    assert moved.keys() == hidden.keys()
    for name in ("player", next(iter(hidden))):
        nats = model.loss(Batch(hidden[name], batch.target)).nats.item()
        assert moved[name] == pytest.approx(nats - figures.total, abs=1e-3)
    changes = [abs(change) for _, change in figures.moved_by]
    assert changes == sorted(changes, reverse=True)


def test_a_model_of_entities_is_also_asked_without_each_of_them(data: WindowDataset) -> None:
    history = data.batch(np.array([5])).history
    hidden = hidden_tokens(history, data.vocabulary)
    assert len(hidden) == int(history.token_mask.sum()) > 2
    assert any(name.startswith("object Tree #") for name in hidden)
    for without in hidden.values():
        assert int(without.token_mask.sum()) == len(hidden) - 1
        left = without.tokens[0, : len(hidden) - 1, : TokenField.X]
        assert all(any(torch.equal(row, token) for token in history.tokens[0, :, : TokenField.X]) for row in left)
    with seeded(3, 0):
        model = TimedActionModel(ModelConfig(EncoderConfig(hidden=16, entities=True))).eval()
    (figures,) = tick_figures(model, data.chosen(np.array([5])), CPU)
    assert hidden.keys() <= dict(figures.moved_by).keys()
    wants = dict(figures.wants)
    assert wants.keys() <= {*hidden, "elsewhere", "nothing soon"}
    assert sum(wants.values()) == pytest.approx(1.0, abs=1e-5)
    assert list(wants.values()) == sorted(wants.values(), reverse=True)


def test_kinds_are_told_of_the_first_press_with_probabilities_that_sum_to_one(data: WindowDataset) -> None:
    figures = list(tick_figures(made("point_process"), data, CPU))
    for window, tick in enumerate(figures):
        kinds = data.target_batch(np.array([window])).kinds[0].tolist()
        behind = tick.behind
        assert behind is not None
        assert behind.kind is ActionKind(kinds[behind.action])
        assert behind.action == (kinds.index(ActionKind.PRESS) if ActionKind.PRESS in kinds else 0)
        assert sum(probability for _, probability in behind.probabilities) == pytest.approx(1.0, abs=1e-5)
        assert tick.nothing is not None
        assert 0.0 < tick.nothing < 1.0


def test_a_thing_is_all_that_is_said_of_it() -> None:
    names = things()
    assert len(names["kind_0"]) == 9
    assert sorted(column for columns in names.values() for column in columns) == list(range(128))
