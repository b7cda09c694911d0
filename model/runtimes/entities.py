"""The set encoder compiled: the tokens of the newest state read, and what is found among them put into the context."""

from __future__ import annotations

import ctypes
from typing import NamedTuple, cast

import numpy as np
from torch import nn

from model.encoders.entities import TOKEN_WIDTH, EntityEncoder
from model.runtimes.structs import Floats, array_of, layer_of, pointer_to, struct_of, tiles_of
from model.runtimes.token_arrays import TokenArrays

_TOGETHER = 4
"""Vectors that a kernel's layer takes at once."""
_SIZE, _OFFSET, _INSIDE = slice(25, 27), slice(27, 29), slice(29, 32)
"""Where the numbers of a token lie that the kernel works out in another order."""


class EntityWeights(NamedTuple):
    """All that `EntityEncoder` reads: the struct of the same name in entities.c, field by field.

    Args:
        kind, name, detail, numbers: the first of `EntityEncoder.rows` by what each part of its input adds, rows
            (n, W); the bias lies in `kind`.
        rows, rows_bias: the second of them, tiles of (W, W), (W,).
        query, query_bias: (4W, H), (4W,).
        found ... found_last_bias: both layers of `EntityEncoder.found`, (H, H + 15W), (H,), (H, H), (H,).
    """

    kind: Floats
    name: Floats
    detail: Floats
    numbers: Floats
    rows: Floats
    rows_bias: Floats
    query: Floats
    query_bias: Floats
    found: Floats
    found_bias: Floats
    found_last: Floats
    found_last_bias: Floats


class CompiledEntities:
    """Does for one history what `EntityEncoder` does, without the GIL.

    Args:
        entities: on the CPU; its weights are those of the moment this is made.
        kernels: of `model.runtimes.compiling`.
    """

    def __init__(self, entities: EntityEncoder, kernels: ctypes.CDLL) -> None:
        self._weights, self._kernels = entity_weights(entities), kernels
        self._struct = struct_of(self._weights)

    def see(self, rows: Floats, pointer_px: Floats, canvas_px: Floats, fused: Floats, afresh: Floats) -> TokenArrays:
        """The tokens of a state; what is found among them is added to both fused vectors.

        Args:
            rows: float32 (N, 19), see `model.tokens.token.TokenField`.
            pointer_px: float32 (2,).
            canvas_px: float32 (2,).
            fused: float32 (H,), changed in place.
            afresh: float32 (H,), changed in place.
        """
        count = len(rows)
        room = np.empty((2, -(-count // _TOGETHER) * _TOGETHER, TOKEN_WIDTH), np.float32)
        seen = TokenArrays(
            embedded=room[0, :count],
            apart=room[1, :count],
            offset_px=np.empty((count, 2), np.float32),
            half_px=np.empty((count, 2), np.float32),
            covered=np.empty(count, np.float32),
            scrolls=np.empty(count, np.float32),
            shortcuts=np.empty(count, np.int64),
            is_placed=np.empty(count, np.bool_),
        )
        self._kernels.see_tokens(
            self._struct,
            ctypes.c_int64(len(fused)),
            pointer_to(rows),
            ctypes.c_int64(count),
            pointer_to(pointer_px),
            pointer_to(canvas_px),
            struct_of(seen),
            pointer_to(fused),
            pointer_to(afresh),
        )
        return seen


def entity_weights(entities: EntityEncoder) -> EntityWeights:
    """The weights of a set encoder as they are now."""
    first, second = (cast("nn.Linear", entities.rows[place]) for place in (0, 2))
    rows, bias = array_of(first.weight.T), array_of(first.bias)  # (I, W), (W,)
    kinds, names = array_of(entities.kind.weight), array_of(entities.name.weight)
    widths = [kinds.shape[1], names.shape[1], names.shape[1]]
    kind, name, detail, numbers = np.split(rows, np.cumsum(widths))
    ordered = np.concatenate([numbers[: _SIZE.start], numbers[_OFFSET], numbers[_INSIDE], numbers[_SIZE]])
    last = cast("nn.Linear", entities.found[2])
    return EntityWeights(
        *(kinds @ kind + bias, names @ name, names @ detail, ordered),
        *(tiles_of(array_of(second.weight)), array_of(second.bias)),
        *layer_of(entities.query),
        *(*layer_of(cast("nn.Linear", entities.found[0])), *layer_of(last)),
    )
