"""Names keep their classes for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.vocabulary import FIRST_NAME, NAME_CLASSES, NOTHING, UNKNOWN, NameCollector, Vocabulary


def test_the_empty_name_is_nothing_and_a_name_that_is_not_held_is_unknown():
    vocabulary = Vocabulary(("Oak tree",))
    assert [vocabulary.id_of(name) for name in ("", "Yew", "Oak tree")] == [NOTHING, UNKNOWN, FIRST_NAME]


@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)))
def test_growing_shifts_no_class(first, second):
    before = Vocabulary().grown(first)
    after = before.grown(second)
    assert [after.id_of(name) for name in before.names] == [before.id_of(name) for name in before.names]
    assert all(after.id_of(name) != UNKNOWN for name in (*first, *second))


def test_a_full_vocabulary_leaves_new_names_unknown():
    full = Vocabulary().grown(f"name {number}" for number in range(NAME_CLASSES))
    assert len(full.names) == NAME_CLASSES - FIRST_NAME
    assert max(full.id_of(name) for name in full.names) == NAME_CLASSES - 1
    assert full.id_of(f"name {NAME_CLASSES - 1}") == UNKNOWN


@pytest.mark.parametrize("names", [("a", "a"), ("",)])
def test_a_name_is_held_once_and_never_empty(names):
    with pytest.raises(ValueError, match="each name once"):
        Vocabulary(names)


def test_more_names_than_classes_are_refused():
    with pytest.raises(ValueError, match="at most"):
        Vocabulary(tuple(str(number) for number in range(NAME_CLASSES)))


def test_the_digest_is_of_the_names_in_order():
    assert Vocabulary(("a", "b")).digest == Vocabulary().grown(["a", "b"]).digest != Vocabulary(("b", "a")).digest


def test_a_collector_numbers_names_in_the_order_it_meets_them():
    collector = NameCollector()
    assert [collector.id_of(name) for name in ("Tree", "", "Oak tree", "Tree")] == [2, NOTHING, 3, 2]
    assert collector.names == ("Tree", "Oak tree")
