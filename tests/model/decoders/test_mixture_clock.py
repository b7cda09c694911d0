from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from model.decoders.legality import PAST_HORIZON
from model.decoders.mixture_clock import COMPONENTS, MixtureClockHead
from model.decoders.progress import Progress, progress_at_start
from model.decoders.wait_scales import FAST_MS
from tests.model.network_batches import random_history, tiny_model

BOTH = pytest.mark.parametrize("multi_scale", [False, True], ids=["one", "two"])


def clock(multi_scale: bool) -> MixtureClockHead:
    torch.manual_seed(0)
    head = MixtureClockHead(16, multi_scale=multi_scale)
    with torch.no_grad():
        head.project.weight.mul_(20.0)
    return head


def steps(elapsed_ms: list[int]) -> Progress:
    start = progress_at_start(tiny_model().encode(random_history(len(elapsed_ms))))
    return replace(start, elapsed_ms=torch.tensor(elapsed_ms))


@BOTH
def test_the_waits_that_fit_and_the_rest_sum_to_one(multi_scale: bool) -> None:
    logs = clock(multi_scale).log_probabilities(torch.randn(4, 16), steps([0, 1, 250, 599])).double()
    torch.testing.assert_close(logs.exp().sum(dim=-1), torch.ones(4, dtype=torch.float64), atol=1e-6, rtol=0)
    assert [int(row.isfinite().sum()) for row in logs] == [601, 600, 351, 2]


@BOTH
def test_less_time_left_moves_nothing_but_what_no_longer_fits(multi_scale: bool) -> None:
    hidden = torch.randn(1, 16).expand(2, 16)
    whole, cut = clock(multi_scale).log_probabilities(hidden, steps([0, 400])).exp()
    torch.testing.assert_close(cut[:200], whole[:200])
    assert cut[PAST_HORIZON].item() == pytest.approx(whole[200:].sum().item(), abs=1e-6)


def test_a_mass_is_the_integral_of_the_log_normal_density() -> None:
    """The referee: a fine Riemann sum of the mixture's normal densities in the logarithm of the wait."""
    head, hidden = clock(False), torch.randn(1, 16)
    with torch.no_grad():
        weight, middle, scale = head.project(hidden).reshape(3, COMPONENTS).double()
        found = head.log_probabilities(hidden, steps([0]))[0].exp()
    weight, scale, parts = weight.softmax(dim=0), scale.clamp(-3.0, 3.0), 40_000
    for wait_ms in (0, 1, 16, 110, 430):
        start, end = math.log(wait_ms) if wait_ms else -200.0, math.log(wait_ms + 1)
        u = start + (end - start) * (torch.arange(parts, dtype=torch.float64)[:, None] + 0.5) / parts  # log of the wait
        density = torch.exp(-0.5 * ((u - middle) * torch.exp(-scale)).square() - scale) / math.sqrt(2.0 * math.pi)
        expected = (density @ weight).mean().item() * (end - start)
        assert found[wait_ms].item() == pytest.approx(expected, abs=2e-5)


def test_each_half_keeps_to_its_scale() -> None:
    head = clock(True)
    with torch.no_grad():
        head.gate.weight.zero_()
        for bias, share in ((99.0, 1.0), (-99.0, 0.0)):
            head.gate.bias.fill_(bias)
            fast = head.log_probabilities(torch.randn(3, 16), steps([0, 0, 0])).exp()[:, :FAST_MS].sum(dim=-1)
            torch.testing.assert_close(fast, torch.full((3,), share), atol=1e-5, rtol=0)


@BOTH
def test_the_loss_of_any_wait_has_a_finite_gradient_whatever_the_weights(multi_scale: bool) -> None:
    head = clock(multi_scale)
    with torch.no_grad():
        head.project.weight.mul_(1e3)
    logs = head.log_probabilities(torch.randn(601, 16), steps([0] * 601))
    logs.diagonal().sum().backward()
    assert all(bool(weight.grad.isfinite().all()) for weight in head.parameters() if weight.grad is not None)


def test_the_datas_own_clock_is_kept_for_comparison() -> None:
    head, known = clock(False), torch.linspace(-9.0, -6.0, 601, dtype=torch.float64)
    head.start_from(known)
    assert torch.equal(head.marginal, known)
