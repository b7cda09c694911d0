from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from model.comparison_split import comparison_split, counted_windows, first_windows, group_of
from model.dataset import dataset_of, vocabulary_of
from model.errors import DataError
from model.shard import Shard
from tests.model.people import people, session_of


def names(shards: tuple[Shard, ...]) -> list[str]:
    return [shard.label.session for shard in shards]


def test_the_last_session_of_each_is_seen_and_one_person_is_not(tmp_path: Path) -> None:
    split = comparison_split(people(tmp_path, ann=3, bob=2, eve=2)[::-1], unseen="eve")
    assert names(split.train) == ["ann/0", "ann/1", "bob/0"]
    assert names(split.seen) == ["ann/2", "bob/1"]
    assert names(split.unseen) == ["eve/0", "eve/1"]


def test_the_canvas_is_that_of_training_whatever_is_judged(tmp_path: Path) -> None:
    shards = []
    for shard, size in zip(
        people(tmp_path, ann=3, eve=1), [(300, 200), (250, 260), (900, 900), (800, 100)], strict=True
    ):
        canvas = np.broadcast_to(np.float32(size), shard.columns.canvas.shape)
        shards.append(Shard(shard.path, shard.label, dataclasses.replace(shard.columns, canvas=canvas)))
    assert comparison_split(shards, unseen="eve").canvas_px == (300.0, 260.0)


def test_the_pieces_of_a_session_are_on_one_side(tmp_path: Path) -> None:
    shards = people(tmp_path, ann=2, eve=1)
    columns = dataclasses.replace(shards[1].columns, ticks_ns=shards[1].columns.ticks_ns + 10**12)
    later = Shard(tmp_path / "later", shards[1].label, columns)
    split = comparison_split([*shards, later], unseen="eve")
    assert (names(split.train), names(split.seen)) == (["ann/0"], ["ann/1", "ann/1"])


def test_a_session_without_a_group_is_of_no_group(tmp_path: Path) -> None:
    assert group_of(session_of(tmp_path, "alone", 0)) == ""


@pytest.mark.parametrize(
    ("sessions", "message"),
    [
        ({"ann": 2}, "no session of the unseen group 'eve'; the groups are ann"),
        ({"eve": 2}, "nobody is left to train on"),
        ({"ann": 1, "eve": 1}, "group 'ann' has one session only, 'ann/0'"),
    ],
)
def test_a_split_that_cannot_be_made_is_refused(tmp_path: Path, sessions: dict[str, int], message: str) -> None:
    with pytest.raises(DataError, match=message):
        comparison_split(people(tmp_path, **sessions), unseen="eve")


def test_windows_count_where_their_history_holds_an_action(tmp_path: Path) -> None:
    shards = people(tmp_path, ann=1)
    data = dataset_of(shards, vocabulary_of(shards))
    counted = counted_windows(data, (700.0, 500.0))
    batch = counted.batch(first_windows(counted, counted.size).ticks * 0 + range(counted.size)).history
    assert 0 < counted.size < data.size
    assert batch.canvas.unique(dim=0).tolist() == [[700.0, 500.0]]
    assert bool(batch.action_mask.flatten(1).any(dim=1).all())


def test_the_first_windows_are_the_first(tmp_path: Path) -> None:
    shards = people(tmp_path, ann=1)
    data = dataset_of(shards, vocabulary_of(shards))
    assert first_windows(data, 3).ticks.tolist() == data.ticks[:3].tolist()
    assert first_windows(data, 10_000).size == data.size


def test_data_in_which_nothing_was_done_is_refused(tmp_path: Path) -> None:
    shards = people(tmp_path, ann=1)
    data = dataset_of(shards, vocabulary_of(shards))
    idle = data.chosen(~data.has_history)
    with pytest.raises(DataError, match=r"none of \d+ windows follows an action within six seconds"):
        counted_windows(idle, (700.0, 500.0))
