"""A live history and the same moment in a shard are the same tensors, bit for bit."""

from dataclasses import fields

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.clock import MILLISECOND_NS
from bridge.state import TICK_NS
from model.authorship import Role
from model.dataset import dataset_of, vocabulary_of
from model.event_table import table_of
from model.features import history_batch
from model.session_columns import cut_session
from model.shard import Shard, label_of
from model.vocabulary import Vocabulary
from tests.model.sessions import (
    START_NS,
    cut,
    event_lists,
    key_press,
    live_histories,
    move,
    played,
    press,
    release,
    ticks_at,
)


def assert_same_bits(one, other):
    for field in fields(one):
        a, b = getattr(one, field.name).numpy(), getattr(other, field.name).numpy()
        assert (field.name, a.dtype, a.shape) == (field.name, b.dtype, b.shape)
        assert a.tobytes() == b.tobytes(), field.name


def shard_in_memory(session, tmp_path):
    return Shard(tmp_path, label_of(session, str(tmp_path), "source", ""), session.columns)


def test_play_and_training_see_the_same_bits(tmp_path):
    plays = [played(seed) for seed in (1, 2)]
    shards = [shard_in_memory(play.cut(), tmp_path / str(index)) for index, play in enumerate(plays)]
    vocabulary = vocabulary_of(shards)
    dataset = dataset_of(shards, vocabulary)
    histories = [history for play in plays for history in play.histories[:-1]]
    chosen = np.random.default_rng(0).permutation(dataset.size)[:64]
    assert_same_bits(dataset.batch(chosen).history, history_batch([histories[index] for index in chosen], vocabulary))


@settings(max_examples=40)
@given(
    event_lists(st.integers(START_NS - TICK_NS, START_NS + 14 * TICK_NS), max_size=200),
    st.lists(st.integers(TICK_NS - 40 * MILLISECOND_NS, TICK_NS + 40 * MILLISECOND_NS), min_size=12, max_size=12),
)
def test_any_events_and_any_ticks_give_the_same_bits(tmp_path_factory, events, steps_ns):
    ticks_ns = np.cumsum([START_NS, *steps_ns])
    session = cut_session(table_of(events), ticks_ns, [None] * len(ticks_ns))
    assume((session.columns.roles != Role.OWN).any())  # an agent's own windows are history only
    dataset = dataset_of([shard_in_memory(session, tmp_path_factory.getbasetemp())], Vocabulary())
    every = live_histories(events, ticks_ns)
    histories = [every[tick] for tick in dataset.ticks]
    assert_same_bits(dataset.batch(np.arange(dataset.size)).history, history_batch(histories, Vocabulary()))


def test_an_example_does_not_depend_on_its_batch_mates():
    histories = played(1).histories
    mixed = history_batch([histories[0], histories[40], histories[90]], Vocabulary())
    alone = history_batch([histories[40]], Vocabulary())
    slots = alone.actions.shape[2]
    assert torch.equal(mixed.actions[1, :, :slots], alone.actions[0])
    assert not mixed.action_mask[1, :, slots:].any()
    assert mixed.states[1].numpy().tobytes() == alone.states[0].numpy().tobytes()


def test_a_short_history_is_padded_on_the_left():
    batch = history_batch(played(1).histories[2:3], Vocabulary())
    assert batch.window_mask.tolist() == [[False] * 7 + [True] * 3]
    assert torch.isnan(batch.states[0, :7]).all()
    assert batch.window_s[0].tolist() == pytest.approx([0.0] * 7 + [0.6] * 3)
    assert not batch.action_mask[0, :7].any()


def test_valid_actions_come_first_and_empty_slots_are_zero():
    batch = history_batch(played(2).histories[50:80], Vocabulary())
    mask = batch.action_mask
    assert not (mask[..., 1:] & ~mask[..., :-1]).any()
    assert (batch.actions[~mask] == 0.0).all()
    assert mask.any(dim=2).any()


def test_all_six_seconds_of_history_are_in_the_batch():
    events = [key_press(600 * index - 300, key) for index, key in enumerate("abcdefghij")]
    history = live_histories(events, ticks_at(*range(0, 6000, 600)))[-1]
    batch = history_batch([history], Vocabulary())
    assert batch.action_mask.sum(dim=2).tolist() == [[1] * 10]
    assert batch.actions[0, :, 0, 5].unique().numel() == 10


def test_a_history_window_holds_100_actions_at_most():
    events = [(press if index % 2 == 0 else release)(2 * index) for index in range(150)]
    batch = history_batch(live_histories(events, ticks_at(0, 600))[-1:], Vocabulary())
    assert batch.actions.shape == (1, 10, 100, 7)


def test_a_history_without_any_action_has_one_empty_slot():
    batch = history_batch(live_histories([], ticks_at(0, 600)), Vocabulary())
    assert batch.actions.shape == (2, 10, 1, 7)
    assert not batch.action_mask.any()
    assert torch.isnan(batch.pointer).all()
    assert batch.since_last_s.tolist() == [60.0, 60.0]


def test_a_history_without_states_has_the_given_canvas():
    batch = history_batch(live_histories([move(0)], ticks_at(0)), Vocabulary(), (1920, 1080))
    assert batch.canvas.tolist() == [[1920.0, 1080.0]]


def test_the_vocabulary_decides_the_classes_and_nothing_else():
    histories = played(1).histories[-1:]
    known = history_batch(histories, Vocabulary(("Tree", "Oak tree", "Willow tree")))
    unknown = history_batch(histories, Vocabulary())
    differs = (known.states != unknown.states) & ~torch.isnan(known.states)
    assert differs.any()
    assert (unknown.states[differs] == 0.0).all()


def test_cutting_and_play_agree_on_late_events_of_a_tick():
    session = cut([press(599), release(640)], 0, 650, 1250)
    assert session.columns.row_offsets.tolist() == [0, 0, 2, 2]
