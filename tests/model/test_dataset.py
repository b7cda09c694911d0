"""Batches are the windows of the shards, whatever is batched together."""

from dataclasses import fields

import numpy as np
import pytest
import torch

from model.dataset import dataset_of, in_order, targets_in_order, vocabulary_of
from model.errors import DataError
from model.state_features import STATE_FEATURES
from model.vocabulary import FIRST_NAME, Vocabulary
from tests.model.sessions import cut, key_press, key_release, move, played, press, release, shard_of


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shards")
    return [shard_of(played(seed).cut(), folder, f"seed {seed}") for seed in (1, 2)]


@pytest.fixture(scope="module")
def dataset(shards):
    return dataset_of(shards, vocabulary_of(shards))


def rows(batch, row):
    """One example of a batch, trimmed to its own lengths."""
    target, history = batch.target, batch.history
    length = int(target.lengths[row])
    slots = int(history.action_mask[row].sum(dim=1).max())
    return [
        *(getattr(target, name)[row, :length] for name in ("kinds", "delta", "buttons", "keys", "scrolls", "mask")),
        target.waits_ms[row, : length + 1],
        history.actions[row, :, :slots],
        *(torch.nan_to_num(getattr(history, name)[row], 9.0) for name in ("states", "pointer")),
        *(getattr(history, name)[row] for name in ("window_mask", "held_keys", "since_last_s")),
    ]


def test_a_window_is_the_same_alone_and_among_others(dataset):
    chosen = np.random.default_rng(3).permutation(dataset.size)[:40]
    batch = dataset.batch(chosen)
    for row, index in enumerate(chosen.tolist()):
        alone = dataset.batch(np.array([index]))
        assert all(torch.equal(one, other) for one, other in zip(rows(batch, row), rows(alone, 0), strict=True))


def test_every_tick_but_a_sessions_last_has_a_window(dataset, shards):
    assert dataset.size == sum(len(shard.columns.ticks_ns) - 1 for shard in shards)


def test_no_history_reaches_into_another_session(dataset, shards):
    first_of_second = len(shards[0].columns.ticks_ns) - 1
    batch = dataset.batch(np.array([0, first_of_second, first_of_second + 3]))
    assert batch.history.window_mask.sum(dim=1).tolist() == [1, 1, 4]


def test_one_more_wait_than_marks_and_all_sum_to_600(dataset):
    batch = dataset.batch(np.arange(dataset.size))
    assert batch.target.waits_ms.shape[1] == batch.target.kinds.shape[1] + 1
    assert (batch.target.waits_ms.sum(dim=1) == 600).all()
    assert batch.target.lengths.tolist() == dataset.lengths.tolist()


def test_slots_are_trimmed_to_the_longest_of_the_batch_and_pads_are_zero(dataset):
    short = dataset.chosen(dataset.lengths <= 3)
    batch = short.batch(np.arange(short.size)).target
    assert batch.kinds.shape[1] == int(short.lengths.max())
    for name in ("kinds", "delta", "buttons", "keys", "scrolls"):
        assert (getattr(batch, name)[~batch.mask] == 0).all()


def test_a_batch_of_empty_windows_has_one_masked_slot(dataset):
    empty = dataset.chosen(dataset.lengths == 0)
    target = empty.batch(np.arange(5)).target
    assert target.mask.tolist() == [[False]] * 5
    assert target.waits_ms.tolist() == [[600, 0]] * 5


def test_the_dtypes_are_those_of_the_batch(dataset):
    batch = dataset.batch(np.array([0]))
    found = {field.name: getattr(batch.target, field.name).dtype for field in fields(batch.target)}
    assert found.pop("mask") is torch.bool
    assert found.pop("weight") is torch.float32
    assert set(found.values()) == {torch.int64}


def test_a_change_of_the_target_changes_no_input(tmp_path):
    before = [move(100), press(200), release(260)]
    changed = [key_press(1210), move(1300, 400, 300), key_release(1400)]
    one = dataset_of([shard_of(cut(before, 0, 600, 1200, 1800), tmp_path, "one")], Vocabulary())
    other = dataset_of([shard_of(cut([*before, *changed], 0, 600, 1200, 1800), tmp_path, "other")], Vocabulary())
    histories = [dataset.batch(np.array([2])).history for dataset in (one, other)]
    for field in fields(histories[0]):
        a, b = (getattr(history, field.name).numpy().tobytes() for history in histories)
        assert a == b, field.name
    assert other.lengths.tolist() == [3, 0, 3]


def test_what_followed_is_the_same_with_and_without_the_histories(dataset):
    for batch, target in zip(in_order(dataset, 100), targets_in_order(dataset, 100), strict=True):
        for name in target.__slots__:
            assert torch.equal(getattr(target, name), getattr(batch.target, name)), name


def test_in_order_gives_every_window_once_in_order(dataset):
    numbered = dataset.weighted(np.arange(dataset.size, dtype=np.float32))
    batches = list(in_order(numbered, 100))
    assert torch.cat([batch.target.weight for batch in batches]).tolist() == list(range(dataset.size))
    assert [batch.history.size for batch in batches[:-1]] == [100] * (len(batches) - 1)


def test_weights_of_another_number_are_refused(dataset):
    with pytest.raises(ValueError, match="one weight for each"):
        dataset.weighted(np.ones(3, np.float32))


def test_windows_with_history_are_those_with_an_action_in_the_last_six_seconds(tmp_path):
    dataset = dataset_of([shard_of(cut([press(610)], *range(0, 9000, 600)), tmp_path)], Vocabulary())
    assert dataset.has_history.tolist() == [False] * 2 + [True] * 10 + [False] * 2
    batch = dataset.batch(np.arange(dataset.size))
    assert batch.history.action_mask.any(dim=2).any(dim=1).tolist() == dataset.has_history.tolist()


def test_the_vocabulary_grows_by_the_names_of_the_shards(shards):
    vocabulary = vocabulary_of(shards, Vocabulary(("first",)))
    assert vocabulary.names[0] == "first"
    assert set(vocabulary.names) == {"first", *shards[0].label.names, *shards[1].label.names}


def test_names_mean_the_same_in_every_shard(shards):
    vocabulary = vocabulary_of(shards)
    mixed = dataset_of(shards, vocabulary)
    second = dataset_of(shards[1:], vocabulary)
    first_of_second = len(shards[0].columns.ticks_ns) - 1
    one = mixed.batch(np.arange(first_of_second, first_of_second + 50)).history.states
    assert one.numpy().tobytes() == second.batch(np.arange(50)).history.states.numpy().tobytes()


def test_names_outside_the_vocabulary_are_unknown(shards, dataset):
    known = dataset.batch(np.array([30])).history.states[0, -1]
    unknown = dataset_of(shards, Vocabulary()).batch(np.array([30])).history.states[0, -1]
    named = [index for index, feature in enumerate(STATE_FEATURES) if feature.is_name and known[index] >= FIRST_NAME]
    assert len(named) > 3
    assert set(unknown[named].tolist()) == {0.0}


def test_no_shard_is_an_error():
    with pytest.raises(DataError, match="at least one"):
        dataset_of([], Vocabulary())
