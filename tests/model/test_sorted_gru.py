"""Every formula against torch's own GRU, its gradients included."""

from __future__ import annotations

import torch
from torch import nn

from model.sorted_gru import SortedGru

WIDTH, SIZES = 5, (4, 3, 3, 1)


def drawn() -> tuple[nn.GRU, torch.Tensor, torch.Tensor]:
    torch.manual_seed(0)
    gru = nn.GRU(3, WIDTH, batch_first=True).double()
    inputs = torch.randn(4, 4, 3, dtype=torch.float64, requires_grad=True)
    return gru, inputs, torch.randn(4, WIDTH, dtype=torch.float64, requires_grad=True)


def sorted_outputs(gru: nn.GRU, inputs: torch.Tensor, initial: torch.Tensor) -> torch.Tensor:
    rows = torch.cat([inputs[:size, step] for step, size in enumerate(SIZES)])
    outputs: torch.Tensor = SortedGru.apply(rows, initial, *gru.all_weights[0], SIZES)  # type: ignore[no-untyped-call]
    return outputs


def torch_outputs(gru: nn.GRU, inputs: torch.Tensor, initial: torch.Tensor) -> torch.Tensor:
    outputs = gru(inputs, initial.unsqueeze(0))[0]
    return torch.cat([outputs[:size, step] for step, size in enumerate(SIZES)])


def test_it_is_torchs_gru_step_by_step() -> None:
    torch.testing.assert_close(sorted_outputs(*drawn()), torch_outputs(*drawn()))


def test_its_gradients_are_torchs_for_inputs_first_states_and_all_weights() -> None:
    gradients = []
    for outputs_of in (sorted_outputs, torch_outputs):
        gru, inputs, initial = drawn()
        outputs = outputs_of(gru, inputs, initial)
        weights = torch.linspace(-1.0, 1.0, outputs.numel(), dtype=torch.float64).reshape(outputs.shape)
        wanted = [inputs, initial, *gru.parameters()]
        gradients.append(torch.autograd.grad((weights * outputs.sin()).sum(), wanted))
    torch.testing.assert_close(gradients[0], gradients[1])


def test_its_gradients_hold_against_differences() -> None:
    gru, inputs, initial = drawn()
    assert torch.autograd.gradcheck(lambda *values: sorted_outputs(gru, *values), (inputs, initial))
