"""Encoding histories without ever looking at what they hold, with ONNX's own LSTM: what a graph can be made of."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from model.batch import HistoryBatch
from model.encoders.action_rows import WindowEncoder, row_numbers
from model.encoders.context import Context
from model.encoders.recurrent import RecurrentEncoder, known_states

LSTM_OPSET = 14


def encode_for_graph(encoder: RecurrentEncoder, history: HistoryBatch) -> Context:
    """The same context as the encoder's own: each window with its pads, each state by itself.

    Only an exported graph works it out: what torch is given by an LSTM of ONNX are zeros.
    """
    mask = history.action_mask & history.window_mask.unsqueeze(-1)  # (B, T, A)
    windows = _encode_windows(encoder.windows, history, mask)  # (B, T, H)
    embedded = encoder.embed(known_states(history))  # (B, T, H)
    counts = torch.full_like(embedded[:, 0, 0], embedded.shape[1], dtype=torch.int32)  # (B,)
    states = _run_lstm(encoder.states.recurrent, embedded, counts)  # (B, H)
    return encoder.fuse(history, mask, windows, states, embedded[:, -1])


def _encode_windows(encoder: WindowEncoder, history: HistoryBatch, mask: Tensor) -> Tensor:
    valid, times = mask.flatten(0, 1), mask.shape[1]  # (N, A) of N = B T windows
    actions = torch.where(valid.unsqueeze(-1), history.actions.flatten(0, 1), 0.0)  # (N, A, 7)
    canvas = history.canvas.unsqueeze(1).expand(-1, times, -1).flatten(0, 1)  # (N, 2)
    embedded = encoder.embed(actions, row_numbers(actions, valid, canvas))  # (N, A, H/2)
    counts = valid.sum(dim=1).clamp(min=1).to(torch.int32)  # (N,); an empty window's is thrown away
    encoded = _run_lstm(encoder.recurrent, embedded, counts)  # (N, H)
    encoded = torch.where(valid.any(dim=1, keepdim=True), encoded, 0.0)
    return encoded.reshape(-1, times, encoded.shape[-1])  # (B, T, H)


def _run_lstm(recurrent: nn.LSTM, inputs: Tensor, counts: Tensor) -> Tensor:
    """The last hidden states (N, directions * H) of sequences (N, S, F), whose first int32 (N,) slots are valid."""
    directions = recurrent.all_weights
    steps, rows, width = inputs.shape[1], inputs.shape[0], recurrent.hidden_size
    weights = [torch.stack([_in_onnx_order(own[part]) for own in directions]) for part in (0, 1)]  # (D, 4 H, ...)
    biases = torch.stack(
        [torch.cat([_in_onnx_order(own[2]), _in_onnx_order(own[3])]) for own in directions]
    )  # (D, 8 H)
    last = (len(directions), rows, width)
    _, hidden, _ = torch.onnx.ops.symbolic_multi_out(
        "LSTM",
        (inputs.transpose(0, 1), *weights, biases, counts),
        {"hidden_size": width, "direction": "forward" if len(directions) == 1 else "bidirectional"},
        dtypes=(inputs.dtype,) * 3,
        shapes=((steps, len(directions), rows, width), last, last),
        version=LSTM_OPSET,
    )  # (D, N, H)
    return hidden.transpose(0, 1).flatten(1)


def _in_onnx_order(gates: Tensor) -> Tensor:
    """The gates (4 H, ...) of torch, in, forget, new, out, in the order of ONNX: in, out, forget, new."""
    enters, forgets, new, leaves = gates.chunk(4)
    return torch.cat([enters, leaves, forgets, new])
