"""Named tuples of arrays as the structs of pointers that the kernels read."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Struct = ctypes.Array[ctypes.c_void_p]
"""Pointers to arrays, in order."""
_TILE = 32


def struct_of(arrays: tuple[npt.NDArray[Any], ...]) -> Struct:  # Any: of several dtypes
    """Pointers to arrays, in order; the arrays must live for as long as the struct is read.

    Raises:
        ValueError: an array is not contiguous.
    """
    for place, array in enumerate(arrays):
        if not array.flags.c_contiguous:
            raise ValueError(f"array {place} of {type(arrays).__name__} is not contiguous")
    return (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))


def pointer_to(array: npt.NDArray[Any]) -> ctypes.c_void_p:  # Any: of several dtypes
    """A pointer to a contiguous array, which must live for as long as it is read."""
    return ctypes.c_void_p(array.ctypes.data)


def array_of(tensor: Tensor) -> Floats:
    """A tensor as a contiguous float32 array of its own."""
    return np.array(tensor.detach().cpu().numpy(), dtype=np.float32, order="C")


def flags_of(tensor: Tensor) -> Flags:
    """A tensor of bools as a contiguous array of its own."""
    return np.array(tensor.detach().cpu().numpy(), dtype=np.bool_, order="C")


def layer_of(layer: nn.Linear) -> tuple[Floats, Floats]:
    """Weight (O, I) and bias (O,) of a linear layer."""
    return array_of(layer.weight), array_of(layer.bias)


def tiles_of(weight: Floats) -> Floats:
    """The weight of a layer (O, I) as `apply_to_all` of arithmetic.h reads it: (O / 32, I, 32), zeros at the end."""
    outputs, inputs = weight.shape
    padded = np.zeros((-(-outputs // _TILE) * _TILE, inputs), np.float32)
    padded[:outputs] = weight
    return np.ascontiguousarray(padded.reshape(-1, _TILE, inputs).transpose(0, 2, 1))
