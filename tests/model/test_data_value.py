"""What a session adds: what is idle, what was there before, what held-out windows gain, and what is needed most."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.config import ModelConfig
from model.data_value import SessionValue, duplicates, session_values, situations
from model.dataset import dataset_of, vocabulary_of
from model.encoder_config import EncoderConfig
from model.seeding import seeded
from model.shard import Shard
from model.sources import open_shards
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def shards(demonstrations: Path) -> tuple[Shard, ...]:
    return open_shards([demonstrations])


@pytest.fixture(scope="module")
def vocabulary(shards: tuple[Shard, ...]) -> Vocabulary:
    return vocabulary_of(shards)


@pytest.fixture(scope="module")
def model() -> TimedActionModel:
    with seeded(1, 0):
        return TimedActionModel(ModelConfig(EncoderConfig(hidden=16))).eval()


@pytest.fixture(scope="module")
def values(model: TimedActionModel, vocabulary: Vocabulary, shards: tuple[Shard, ...]) -> tuple[SessionValue, ...]:
    first, second = shards
    return session_values(model, vocabulary, (first, first), (second,), 4, CPU)


def test_what_a_session_repeats_is_a_duplicate(values: tuple[SessionValue, ...]) -> None:
    original, copy, other = (value.duplicate_share for value in values)
    assert original < 0.2
    assert copy == 1.0
    assert other < 0.2


def test_a_window_is_a_duplicate_from_its_second_time_on(shards: tuple[Shard, ...], vocabulary: Vocabulary) -> None:
    data = dataset_of(shards, vocabulary)
    busy = int(np.flatnonzero(data.lengths >= 4)[0])
    twice, seen = data.chosen(np.array([busy, busy, int(np.flatnonzero(data.lengths == 0)[0])])), set[bytes]()
    assert duplicates(twice, seen).tolist() == [False, True, False]
    assert duplicates(twice, seen).tolist() == [True, True, False]


def test_a_session_like_the_held_out_one_lowers_its_loss_and_the_model_is_left_as_it_is(
    values: tuple[SessionValue, ...], model: TimedActionModel
) -> None:
    gain, same, none = (value.gain for value in values)
    assert gain is not None
    assert gain == same > 0.0
    assert none is None
    with seeded(1, 0):
        untouched = TimedActionModel(model.config).state_dict()
    assert all(torch.equal(value, untouched[name]) for name, value in model.state_dict().items())


def test_idle_windows_are_counted(values: tuple[SessionValue, ...], shards: tuple[Shard, ...]) -> None:
    counts = np.diff(shards[0].columns.target_offsets, append=len(shards[0].columns.targets))[:-1]
    assert values[0].idle_share == pytest.approx(float((counts == 0).mean()), abs=0.02)
    assert values[0].task == "woodcutting"


def test_situations_tell_the_share_of_the_loss_and_the_data_and_what_is_needed_most_first(
    model: TimedActionModel, vocabulary: Vocabulary, shards: tuple[Shard, ...]
) -> None:
    found = situations(model, vocabulary, shards[:1], shards[1:], CPU)
    assert all(one.name.startswith("woodcutting, ") and one.windows >= 20 for one in found)
    assert 0.5 < sum(one.loss_share for one in found) <= 1.0 + 1e-6
    assert [one.need for one in found] == sorted((one.need for one in found), reverse=True)
