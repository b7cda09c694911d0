from __future__ import annotations

import pytest
import torch

from model.config import TimingLossConfig
from model.decoders.timing_loss import timing_loss

MASK = torch.tensor([[True, True, True], [True, False, False]])
TRUE_MS = torch.tensor([[10, 20, 30], [50, 9, 9]])
AS_WRITTEN = TimingLossConfig(as_written=True)


def certain(*lengths: int) -> torch.Tensor:
    """Logits (B, 101) that are sure of the lengths."""
    return 1000.0 * torch.nn.functional.one_hot(torch.tensor(lengths), 101)


def loss(config: TimingLossConfig, medians_ms: list[list[float]], logits: torch.Tensor) -> float:
    medians = torch.tensor(medians_ms)
    return timing_loss(config, medians, TRUE_MS, MASK, logits, torch.ones(2)).item()


def test_times_inside_the_window_do_not_run_over() -> None:
    assert loss(TimingLossConfig(overrun=1.0), [[100, 200, 299], [599, 900, 900]], certain(0, 0)) == 0.0


def test_an_overrun_counts_at_every_slot_from_there_on() -> None:
    found = loss(TimingLossConfig(overrun=1.0), [[500, 200, 100], [700, 9, 9]], certain(0, 0))
    assert found == pytest.approx((100 + 200) / 10 + 100 / 10)


def test_the_length_that_the_times_tell_leaves_pads_out() -> None:
    config = TimingLossConfig(length=1.0)
    assert loss(config, [[10, 10, 10], [10, 10, 10]], certain(3, 1)) == pytest.approx(0.0, abs=1e-6)
    assert loss(config, [[10, 10, 10], [10, 10, 10]], certain(5, 1)) == pytest.approx(4.0, abs=1e-4)


def test_coherent_waits_have_the_true_ratios() -> None:
    config = TimingLossConfig(coherence=1.0)
    assert loss(config, [[10, 20, 30], [1, 1, 1]], certain(0, 0)) == 0.0
    assert loss(config, [[10, 20, 20], [1, 1, 1]], certain(0, 0)) == pytest.approx(
        torch.log(torch.tensor(31 / 21)).item() / 2, rel=1e-5
    )


def test_the_mended_length_moves_the_waits_and_the_printed_one_does_not() -> None:
    for config, moves in ((TimingLossConfig(length=1.0), True), (AS_WRITTEN, False)):
        medians = torch.full((2, 3), 190.0, requires_grad=True)
        timing_loss(config, medians, TRUE_MS, MASK, torch.zeros(2, 101), torch.ones(2)).backward()
        assert bool(medians.grad.abs().sum() > 0) is moves


def test_as_printed_all_100_slots_count() -> None:
    """A window of three short waits is told to be 100 long."""
    windows_and_actions = 2 + 4
    assert loss(AS_WRITTEN, [[10, 20, 30], [50, 9, 9]], certain(100, 100)) == pytest.approx(0.0)
    assert loss(AS_WRITTEN, [[10, 20, 30], [50, 9, 9]], certain(3, 1)) == pytest.approx(
        windows_and_actions * (97**2 + 99**2) / 2
    )
