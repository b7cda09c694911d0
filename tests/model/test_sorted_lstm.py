"""Every formula against torch's own LSTM, its gradients included."""

from __future__ import annotations

import torch
from torch import nn

from model.sorted_lstm import SortedLstm

WIDTH, SIZES = 5, (4, 3, 3, 1)


def drawn() -> tuple[nn.LSTM, torch.Tensor]:
    torch.manual_seed(0)
    lstm = nn.LSTM(3, WIDTH, batch_first=True).double()
    return lstm, torch.randn(4, 4, 3, dtype=torch.float64, requires_grad=True)


def sorted_outputs(lstm: nn.LSTM, inputs: torch.Tensor) -> torch.Tensor:
    of_input, of_hidden, input_bias, hidden_bias = lstm.all_weights[0]
    rows = torch.cat([inputs[:size, step] for step, size in enumerate(SIZES)])
    outputs: torch.Tensor = SortedLstm.apply(rows, of_input, of_hidden, input_bias + hidden_bias, SIZES)  # type: ignore[no-untyped-call]
    return outputs


def torch_outputs(lstm: nn.LSTM, inputs: torch.Tensor) -> torch.Tensor:
    outputs = lstm(inputs)[0]
    return torch.cat([outputs[:size, step] for step, size in enumerate(SIZES)])


def test_it_is_torchs_lstm_step_by_step() -> None:
    torch.testing.assert_close(sorted_outputs(*drawn()), torch_outputs(*drawn()))


def test_its_gradients_are_torchs_for_inputs_and_all_weights() -> None:
    gradients = []
    for outputs_of in (sorted_outputs, torch_outputs):
        lstm, inputs = drawn()
        outputs = outputs_of(lstm, inputs)
        weights = torch.linspace(-1.0, 1.0, outputs.numel(), dtype=torch.float64).reshape(outputs.shape)
        gradients.append(torch.autograd.grad((weights * outputs.sin()).sum(), [inputs, *lstm.parameters()]))
    torch.testing.assert_close(gradients[0], gradients[1])


def test_its_gradients_hold_against_differences() -> None:
    lstm, inputs = drawn()
    assert torch.autograd.gradcheck(lambda values: sorted_outputs(lstm, values), (inputs,))
