"""A batch checks its shapes at birth."""

from dataclasses import replace

import pytest
import torch

from model.batch import Batch, HistoryBatch, TargetBatch
from model.tokens.token import F_TOKEN


def history(b: int = 2, t: int = 10, a: int = 3) -> HistoryBatch:
    return HistoryBatch(
        actions=torch.zeros(b, t, a, 7),
        action_mask=torch.zeros(b, t, a, dtype=torch.bool),
        window_mask=torch.ones(b, t, dtype=torch.bool),
        window_s=torch.full((b, t), 0.6),
        states=torch.zeros(b, t, 128),
        pointer=torch.zeros(b, 2),
        held_buttons=torch.zeros(b, 3, dtype=torch.bool),
        held_keys=torch.zeros(b, 9, dtype=torch.bool),
        since_last_s=torch.zeros(b),
        canvas=torch.tensor([[765.0, 503.0]]).expand(b, 2),
        tokens=torch.zeros(b, 1, F_TOKEN),
        token_mask=torch.zeros(b, 1, dtype=torch.bool),
        pictures=torch.zeros(b, 2, 64, 96, 3, dtype=torch.uint8),
    )


def target(b: int = 2, a: int = 4) -> TargetBatch:
    whole = torch.zeros(b, a, dtype=torch.int64)
    return TargetBatch(
        waits_ms=torch.zeros(b, a + 1, dtype=torch.int64),
        kinds=whole,
        delta=torch.zeros(b, a, 2, dtype=torch.int64),
        buttons=whole,
        keys=whole,
        scrolls=whole,
        mask=torch.tensor([[True, True, False, False], [False] * 4]),
        weight=torch.ones(b),
        committed_ms=torch.zeros(b, dtype=torch.int64),
    )


def test_lengths_count_real_actions():
    assert target().lengths.tolist() == [2, 0]


def test_there_is_one_more_wait_than_marks():
    with pytest.raises(ValueError, match="waits_ms"):
        replace(target(), waits_ms=torch.zeros(2, 4, dtype=torch.int64))


def test_a_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"history\.window_mask"):
        replace(history(), window_mask=torch.ones(2, 9, dtype=torch.bool))


def test_histories_and_targets_are_as_many():
    with pytest.raises(ValueError, match="3 histories but 2 targets"):
        Batch(history(3), target(2))


def test_a_batch_moves_to_a_device_whole():
    batch = Batch(history(), target()).to(torch.device("meta"))
    assert batch.history.states.device.type == batch.target.mask.device.type == "meta"
