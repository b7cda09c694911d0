"""A session is on one side, whole."""

import dataclasses
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import DataError
from model.shard import Shard, label_of
from model.splits import SplitRule, split_shards
from tests.model.sessions import cut

SESSION = cut([], 0, 600)


def shards_of(names):
    return [Shard(Path(name), label_of(SESSION, name, f"{name}.mcap", ""), SESSION.columns) for name in names]


def later(shards):
    """The same sessions, as if they were played on."""
    columns = dataclasses.replace(SESSION.columns, ticks_ns=SESSION.columns.ticks_ns + 10**12)
    return [Shard(Path(f"{shard.path} later"), shard.label, columns) for shard in shards]


def names_of(shards):
    return [shard.label.session for shard in shards]


@given(
    st.lists(st.text("abcdef", min_size=1, max_size=6), min_size=2, max_size=30, unique=True),
    st.floats(0.01, 0.99),
    st.sampled_from(SplitRule),
)
def test_every_session_is_on_exactly_one_side_and_no_side_is_empty(names, share, rule):
    split = split_shards(shards_of(names), share, rule)
    assert sorted(names_of(split.train) + names_of(split.held_out)) == sorted(names)
    assert split.train
    assert split.held_out


def test_a_session_keeps_its_side_when_others_are_added():
    names = [f"session {number}" for number in range(200)]
    few = set(names_of(split_shards(shards_of(names[:100])).held_out))
    many = set(names_of(split_shards(shards_of(names)).held_out))
    assert few == {name for name in many if name in names[:100]}
    assert 10 <= len(many) <= 30


def test_the_order_of_the_sessions_does_not_matter():
    names = [f"session {number}" for number in range(20)]
    assert set(names_of(split_shards(shards_of(names)).held_out)) == set(
        names_of(split_shards(shards_of(names[::-1])).held_out)
    )


def test_the_last_sessions_by_file_name_can_be_held_out():
    split = split_shards(shards_of(["c", "a", "d", "b"]), 0.25, SplitRule.LAST)
    assert names_of(split.train) == ["c", "a", "b"]
    assert names_of(split.held_out) == ["d"]


@pytest.mark.parametrize(("names", "found"), [(["only"], r"1 session \(only\) cannot be split"), ([], "0 session")])
def test_too_few_sessions_are_refused(names, found):
    with pytest.raises(DataError, match=found):
        split_shards(shards_of(names))


def test_the_same_session_twice_is_refused():
    shards = shards_of(["a", "b"])
    copy = msgspec.structs.replace(shards[0].label, source="copy.mcap")
    with pytest.raises(DataError, match="session a is given more than once"):
        split_shards([*shards, Shard(Path("copy"), copy, SESSION.columns)])


@pytest.mark.parametrize("rule", SplitRule)
def test_the_pieces_of_a_session_are_on_one_side(rule):
    shards = shards_of([f"session {number}" for number in range(9)])
    split = split_shards([*shards, *later(shards)], 0.3, rule)
    assert sorted(names_of(split.train) + names_of(split.held_out)) == sorted(2 * names_of(shards))
    assert not set(names_of(split.train)) & set(names_of(split.held_out))


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        split_shards(shards_of(["a", "b"]), share)
