"""Layers as the kernels read them at once, see packed.h."""

from __future__ import annotations

import ctypes

import numpy as np
import numpy.typing as npt

from model.runtimes.structs import Floats, pointer_to

Packed = npt.NDArray[np.uint8]


def packed_layer(kernels: ctypes.CDLL, weight: Floats) -> Packed:
    """The weight of a layer in the order and the form that this machine's kernels read.

    Args:
        kernels: of `model.runtimes.compiling`.
        weight: float32 (O, I), finite.
    """
    layer: Packed = packed_layers(kernels, weight[None])[0]
    return layer


def packed_layers(kernels: ctypes.CDLL, weights: Floats) -> Packed:
    """Weights of one shape (N, O, I) as rows (N, bytes), see `packed_layer`."""
    rows, columns = (ctypes.c_int64(size) for size in weights.shape[1:])
    kernels.packed_bytes.restype = ctypes.c_int64
    packed = np.zeros((len(weights), kernels.packed_bytes(rows, columns)), np.uint8)
    for weight, out in zip(np.ascontiguousarray(weights), packed, strict=True):
        kernels.pack_layer(pointer_to(weight), rows, columns, pointer_to(out))
    return packed
