from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from model import hazards
from model.hazards import hazard_log_likelihood

MET_MS = torch.tensor([0, 1, 3, 7, 7])
ENDED = torch.tensor([False, True, True, False, True])


def logits(dtype: torch.dtype = torch.float64) -> Tensor:
    made = torch.randn((5, 7), generator=torch.Generator().manual_seed(0), dtype=dtype)
    return made.requires_grad_()


def test_it_is_the_product_of_what_was_survived_and_of_the_end() -> None:
    made = logits()
    hazards = made.detach().sigmoid()
    for row, found in enumerate(hazard_log_likelihood(made, MET_MS, ENDED).tolist()):
        met, ended = int(MET_MS[row]), bool(ENDED[row])
        probability = 1.0
        for ms in range(met):
            ends_here = ended and ms == met - 1
            probability *= hazards[row, ms].item() if ends_here else 1.0 - hazards[row, ms].item()
        assert found == pytest.approx(torch.tensor(probability).log().item(), abs=1e-6)


def test_its_gradient_is_that_of_finite_differences() -> None:
    assert torch.autograd.gradcheck(lambda each: hazard_log_likelihood(each, MET_MS, ENDED), (logits(),))


def test_hazards_that_were_not_met_have_no_gradient() -> None:
    made = logits()
    hazard_log_likelihood(made, MET_MS, ENDED).sum().backward()
    assert made.grad is not None
    assert not made.grad[torch.arange(7) >= MET_MS.unsqueeze(1)].any()


def test_certain_and_impossible_hazards_are_finite() -> None:
    made = torch.tensor([[-90.0, 90.0], [90.0, -90.0]], requires_grad=True)
    found = hazard_log_likelihood(made, torch.tensor([2, 2]), torch.tensor([True, False]))
    found.sum().backward()
    assert found.tolist() == pytest.approx([0.0, -90.0], abs=1e-4)
    assert made.grad is not None
    assert made.grad.isfinite().all()


def test_half_precision_logits_are_summed_in_single_precision_where_a_device_does_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    softplus = functional.softplus  # under autocast a CUDA device gives float32 here
    monkeypatch.setattr(hazards.functional, "softplus", lambda values: softplus(values.float()))
    made = logits().detach().to(torch.bfloat16).requires_grad_()
    found = hazard_log_likelihood(made, MET_MS, ENDED)
    found.sum().backward()
    expected = hazard_log_likelihood(made.detach().double(), MET_MS, ENDED)
    assert found.dtype is torch.float32
    assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-3)
    assert made.grad is not None
    assert made.grad.dtype is torch.bfloat16
