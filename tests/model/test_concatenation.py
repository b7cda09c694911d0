"""Pieces read as one array."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.concatenation import Concatenation


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6).filter(any), st.data())
def test_pieces_are_indexed_like_the_array_they_make(lengths, data):
    whole = np.arange(2 * sum(lengths), dtype=np.int32).reshape(-1, 2)
    pieces = np.split(whole, np.cumsum(lengths)[:-1])
    index = np.array(data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=9)), np.int64)
    taken = Concatenation(pieces).take(index)
    assert taken.dtype == whole.dtype
    assert np.array_equal(taken, whole[index])


def test_an_index_of_any_shape_keeps_its_shape():
    pieces = [np.zeros((2, 7), np.float32), np.ones((3, 7), np.float32)]
    assert Concatenation(pieces).take(np.array([[0, 4, 1]])).tolist() == [[[0.0] * 7, [1.0] * 7, [0.0] * 7]]


def test_the_starts_are_those_of_the_pieces_and_the_end():
    assert Concatenation([np.zeros(2), np.zeros(0), np.zeros(3)]).starts.tolist() == [0, 2, 2, 5]
