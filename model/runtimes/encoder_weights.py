"""The weights of the recurrent encoder in the order in which its kernels read them."""

from __future__ import annotations

import ctypes
from typing import NamedTuple, TypeGuard, cast

import numpy as np
from torch import Tensor, nn

from model.encoders.action_rows import WindowEncoder
from model.encoders.recurrent import RecurrentEncoder
from model.encoders.states import PIECES, StateEmbedding, StateHistoryEncoder
from model.runtimes.packed import Packed, packed_layer
from model.runtimes.structs import Floats, Ints, array_of, layer_of, tiles_of

_KNOWN_PARTS = {"windows", "actions", "embed", "states", "current", "fusion"}
_OTHER_PARTS = {"entities", "vision", "lessons"}
"""Worked out beside these kernels: by others, in torch, or in training only."""


class EncoderWeights(NamedTuple):
    """All that `RecurrentEncoder` reads: the struct of the same name in encoder.h, field by field.

    Letters: H hidden width; N numeric columns; S of them shares; G categories.

    Args:
        row_kind, row_button, row_key, row_numbers: `WindowEncoder.row` by what each part of its input adds, rows
            (n, H / 2); the bias lies in `row_kind`.
        row_gates, row_gates_bias, row_kept: of its LSTM, tiles of (4H, H / 2), both biases (4H,), (4H, H) packed.
        state_values, state_known, state_shares, state_table, state_class, state_bias: `StateEmbedding`: what a number
            adds, and that it is known, (N, H) each; what a share adds at each end of a piece (S, 17, H); the table;
            what each number of a category's embedding adds (G, 16, H); (H,).
        forward_gates ... backward_kept: of `StateHistoryEncoder`, (2H, H), both biases (2H,), (2H, H / 2) packed.
        actions ... actions_shift: a linear layer and its norm.
        present ... present_last_bias: `CurrentStateEncoder`.
        fusion ... fusion_shift: a linear layer and its norm.
        numeric, shares, classes, first_rows: of `StateEmbedding`, (N,), (S,), (G,), (G,).
    """

    row_kind: Floats
    row_button: Floats
    row_key: Floats
    row_numbers: Floats
    row_gates: Floats
    row_gates_bias: Floats
    row_kept: Packed
    state_values: Floats
    state_known: Floats
    state_shares: Floats
    state_table: Floats
    state_class: Floats
    state_bias: Floats
    forward_gates: Floats
    forward_bias: Floats
    forward_kept: Packed
    backward_gates: Floats
    backward_bias: Floats
    backward_kept: Packed
    actions: Floats
    actions_bias: Floats
    actions_scale: Floats
    actions_shift: Floats
    present: Floats
    present_bias: Floats
    present_scale: Floats
    present_shift: Floats
    present_last: Floats
    present_last_bias: Floats
    fusion: Floats
    fusion_bias: Floats
    fusion_scale: Floats
    fusion_shift: Floats
    numeric: Ints
    shares: Ints
    classes: Ints
    first_rows: Ints


def is_known_encoder(encoder: nn.Module) -> TypeGuard[RecurrentEncoder]:
    """Whether the kernels work out every part of an encoder."""
    parts = {name.split(".")[0] for name in encoder.state_dict()}
    return isinstance(encoder, RecurrentEncoder) and parts - _OTHER_PARTS == _KNOWN_PARTS


def encoder_weights(encoder: RecurrentEncoder, kernels: ctypes.CDLL) -> EncoderWeights:
    """The weights of an encoder as they are now, for some kernels of `model.runtimes.compiling`."""
    embed = encoder.embed
    floats = (
        *_window_weights(encoder.windows, kernels),
        *_state_weights(embed),
        *_direction_weights(encoder.states, "", kernels),
        *_direction_weights(encoder.states, "_reverse", kernels),
        *_normed(encoder.actions[0], encoder.actions[1]),
        *_normed(encoder.current.layers[0], encoder.current.layers[1]),
        *layer_of(cast("nn.Linear", encoder.current.layers[3])),
        *_normed(encoder.fusion[1], encoder.fusion[2]),
    )
    columns = (embed.numeric, embed.shares, embed.classes, embed.first_rows)
    return EncoderWeights._make((*floats, *(_ints(column) for column in columns)))


def _window_weights(windows: WindowEncoder, kernels: ctypes.CDLL) -> tuple[Floats | Packed, ...]:
    rows, bias = array_of(windows.row.weight.T), array_of(windows.row.bias)  # (I, H / 2), (H / 2,)
    tables = [array_of(embedding.weight) for embedding in (windows.kind, windows.button, windows.key)]
    parts = np.split(rows, np.cumsum([table.shape[1] for table in tables]))
    kind, button, key = (table @ part for table, part in zip(tables, parts, strict=False))
    w_ih, w_hh, b_ih, b_hh = windows.recurrent.all_weights[0]
    gates = tiles_of(array_of(w_ih)), array_of(b_ih + b_hh), packed_layer(kernels, array_of(w_hh))
    return (kind + bias, button, key, np.ascontiguousarray(parts[-1]), *gates)


def _state_weights(embed: StateEmbedding) -> tuple[Floats, ...]:
    rows, bias = array_of(embed.project.weight.T), array_of(embed.project.bias)  # (2 N + 16 S + 16 G, H), (H,)
    numbers, shares, classes = len(embed.numeric), len(embed.shares), len(embed.classes)
    ends = np.cumsum([numbers, numbers, PIECES * shares])
    values, known, pieces, named = (np.ascontiguousarray(part) for part in np.split(rows, ends))
    filled = np.zeros((shares, PIECES + 1, len(bias)), np.float32)
    filled[:, 1:] = pieces.reshape(shares, PIECES, -1).cumsum(axis=1)
    table = array_of(embed.table.weight)
    return values, known, filled, table, named.reshape(classes, table.shape[1], len(bias)), bias


def _direction_weights(states: StateHistoryEncoder, suffix: str, kernels: ctypes.CDLL) -> tuple[Floats, Floats, Packed]:
    w_ih, w_hh, b_ih, b_hh = (
        getattr(states.recurrent, f"{part}_l0{suffix}") for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    return array_of(w_ih), array_of(b_ih + b_hh), packed_layer(kernels, array_of(w_hh))


def _normed(layer: nn.Module, norm: nn.Module) -> tuple[Floats, ...]:
    assert isinstance(layer, nn.Linear)
    assert isinstance(norm, nn.LayerNorm)
    return (*layer_of(layer), array_of(norm.weight), array_of(norm.bias))


def _ints(tensor: Tensor) -> Ints:
    return np.array(tensor.numpy(), np.int64)
