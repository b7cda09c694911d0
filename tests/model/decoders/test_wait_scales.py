from __future__ import annotations

import pytest
import torch

from model.decoders.wait_scales import FAST_MS, OneScale, TwoScales


def waits_of(head: torch.nn.Module, bias: list[float]) -> float:
    with torch.no_grad():
        head.project.weight.zero_()
        head.project.bias.copy_(torch.tensor(bias))
        waits_ms: torch.Tensor = head(torch.zeros(1, 8))
    return float(waits_ms.item())


def test_a_wait_is_at_least_a_millisecond_and_at_first_less_than_its_scale() -> None:
    assert waits_of(OneScale(8, 100.0), [-99.0]) == 1.0
    assert waits_of(OneScale(8, 100.0), [0.0]) == pytest.approx(1.0 + 69.31, abs=0.01)


def test_the_fast_scale_ends_where_the_slow_one_begins() -> None:
    fast, slow, wide = 60.0, -60.0, 60.0
    assert waits_of(TwoScales(8, 100.0), [fast, -99.0, 0.0]) == 1.0
    assert waits_of(TwoScales(8, 100.0), [fast, wide, 0.0]) == FAST_MS
    assert waits_of(TwoScales(8, 100.0), [slow, 0.0, -99.0]) == FAST_MS
    assert waits_of(TwoScales(8, 100.0), [slow, 0.0, wide]) == FAST_MS + 6000.0
