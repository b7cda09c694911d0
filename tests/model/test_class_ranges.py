"""The written-out function against the same from torch's own parts."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from model.class_ranges import range_log_probability

CLASSES = 7
FIRST, END = torch.tensor([2, 0, 6, 3, 1]), torch.tensor([3, 7, 7, 6, 2])
ALLOWED = torch.arange(CLASSES) < torch.tensor([[7], [4], [7], [5], [2]])


def logits(scale: float = 1.0) -> Tensor:
    drawn = torch.randn((5, CLASSES), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    return (scale * drawn).requires_grad_()


def by_parts(values: Tensor) -> Tensor:
    inside = (torch.arange(CLASSES) >= FIRST.unsqueeze(1)) & (torch.arange(CLASSES) < END.unsqueeze(1))
    logs = values.masked_fill(~ALLOWED, -torch.inf).log_softmax(dim=1)
    return logs.masked_fill(~inside, -torch.inf).logsumexp(dim=1)


@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_it_is_the_log_of_the_sum_of_the_ranges_probabilities(scale: float) -> None:
    values = logits(scale)
    torch.testing.assert_close(range_log_probability(values, ALLOWED, FIRST, END), by_parts(values))


def test_its_gradient_is_that_of_its_parts() -> None:
    ours, theirs = logits(), logits()
    weights = torch.arange(1.0, 6.0, dtype=torch.float64)
    (range_log_probability(ours, ALLOWED, FIRST, END) * weights).sum().backward()
    (by_parts(theirs) * weights).sum().backward()
    torch.testing.assert_close(ours.grad, theirs.grad)


def test_a_range_far_less_likely_than_the_rest_keeps_its_logarithm() -> None:
    values = torch.tensor([[0.0, -200.0, -201.0]])
    found = range_log_probability(
        values, torch.ones_like(values, dtype=torch.bool), torch.tensor([1]), torch.tensor([3])
    )
    torch.testing.assert_close(found, torch.tensor([-200.0 + 0.313262]))
