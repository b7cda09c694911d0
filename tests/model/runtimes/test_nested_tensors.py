from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.runtimes.nested_tensors import cloned, copy_tensors, tensors_in, with_tensors


@dataclass(frozen=True)
class Inner:
    there: Tensor
    missing: Tensor | None
    word: str = "kept"


@dataclass(frozen=True)
class Outer:
    first: Tensor
    inner: Inner


def made() -> Outer:
    shared = torch.zeros(2)
    return Outer(shared, Inner(shared, None))


def test_tensors_are_named_by_the_fields_that_lead_to_them() -> None:
    assert [name for name, _ in tensors_in(made())] == ["first", "inner.there"]


def test_other_tensors_take_their_places_and_the_rest_stays() -> None:
    changed = with_tensors(made(), iter([torch.ones(1), torch.ones(3)]))
    assert (changed.first.shape, changed.inner.there.shape) == ((1,), (3,))
    assert (changed.inner.missing, changed.inner.word) == (None, "kept")


def test_a_clone_shares_no_tensor_with_anything() -> None:
    value = made()
    copy = cloned(value)
    copy.first.fill_(5.0)
    assert [tensor.tolist() for _, tensor in tensors_in(copy)] == [[5.0, 5.0], [0.0, 0.0]]
    assert value.first.tolist() == [0.0, 0.0]


def test_what_is_written_into_a_value_is_in_its_own_tensors() -> None:
    source, into = Outer(torch.ones(2), Inner(torch.full((2,), 3.0), None)), cloned(made())
    before = into.first
    copy_tensors(source, into)
    assert (into.first is before, before.tolist(), into.inner.there.tolist()) == (True, [1.0, 1.0], [3.0, 3.0])
