"""Values that hold tensors, taken apart and put together again: dataclasses in dataclasses, beside other things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from torch import Tensor

T = TypeVar("T")


def tensors_in(value: object, name: str = "") -> Iterator[tuple[str, Tensor]]:
    """The tensors of a value in their order, each with the names of the fields that lead to it."""
    if isinstance(value, Tensor):
        yield name, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from tensors_in(getattr(value, field.name), f"{name}.{field.name}" if name else field.name)


def with_tensors(value: T, tensors: Iterator[Tensor]) -> T:
    """The same value with other tensors, taken in the order of `tensors_in`."""
    if isinstance(value, Tensor):
        return cast("T", next(tensors))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{field.name: with_tensors(getattr(value, field.name), tensors) for field in fields(value)})


def cloned(value: T) -> T:
    """A value with tensors of its own, none of them shared between its fields."""
    return with_tensors(value, (tensor.clone() for _, tensor in tensors_in(value)))


def copy_tensors(source: object, into: object) -> None:
    """Write a value's tensors into those of another value of the same shapes."""
    for (_, old), (_, new) in zip(tensors_in(into), tensors_in(source), strict=True):
        old.copy_(new)
