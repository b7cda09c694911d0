from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.decoders.clock import SHORT_MS, ClockHead
from model.decoders.progress import Marks, Progress


def steps(elapsed_ms: list[int], idle_ms: list[float], *, are_first: bool = True) -> Progress:
    """Progress that only a clock reads."""
    rows = torch.tensor(elapsed_ms)
    unread = torch.zeros(len(rows), 1)
    zero = torch.zeros_like(rows)
    step = zero if are_first else zero + 1
    marks = Marks(zero, zero, unread, zero, zero, zero)
    idle = torch.tensor(idle_ms)
    return Progress(step, rows, unread, unread, unread, unread, idle, idle, unread, unread, marks)


def test_an_unfitted_clock_neither_hurries_nor_sleeps() -> None:
    torch.manual_seed(0)
    probabilities = ClockHead(16).log_probabilities(torch.randn(50, 16), steps([0] * 50, [700.0] * 50)).exp()
    assert 0.2 < probabilities[:, -1].mean().item() < 0.4


def test_the_waits_that_can_follow_have_all_the_probability() -> None:
    torch.manual_seed(0)
    logs = ClockHead(16).log_probabilities(torch.randn(3, 16), steps([0, 0, 0], [0.0, 599.9, 60000.0]))
    torch.testing.assert_close(logs.double().exp().sum(dim=-1), torch.ones(3, dtype=torch.float64))


def clock_that_expects_gaps_of(gap_ms: int) -> ClockHead:
    torch.manual_seed(0)
    clock = ClockHead(4)
    with torch.no_grad():
        clock.gap.weight.zero_()
        clock.gap.bias[gap_ms] = 20.0
    return clock


def test_the_first_wait_is_what_is_left_of_the_gap_since_the_last_action() -> None:
    logs = clock_that_expects_gaps_of(110).log_probabilities(torch.zeros(3, 4), steps([0] * 3, [0.0, 40.7, 110.0]))
    assert logs.argmax(dim=-1).tolist() == [110, 70, 0]


def test_a_gap_that_has_lasted_too_long_and_a_gap_inside_the_window_are_not_told_so() -> None:
    clock, hidden = clock_that_expects_gaps_of(110), torch.zeros(1, 4)
    expecting_nothing = clock_that_expects_gaps_of(1199).log_probabilities(hidden, steps([0], [0.0]))
    long_ago = clock.log_probabilities(hidden, steps([0], [600.0]))
    inside = clock.log_probabilities(hidden, steps([0], [0.0], are_first=False))
    assert torch.equal(long_ago, expecting_nothing)
    assert torch.equal(inside, expecting_nothing)


def test_the_clock_keeps_the_marginal_it_started_from() -> None:
    clock, known = ClockHead(8), torch.linspace(-9.0, -6.0, 601, dtype=torch.float64)
    clock.start_from(known)
    assert torch.equal(clock.state_dict()["marginal"], known)


def test_it_starts_exactly_as_what_is_known_of_waits() -> None:
    known = torch.rand(601, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    known = (known / known.sum()).log()
    clock = ClockHead(8)
    clock.start_from(known)
    logs = clock.log_probabilities(torch.zeros(1, 8), steps([0], [700.0]))[0].double()
    torch.testing.assert_close(logs, known, atol=1e-4, rtol=0)


def test_what_does_not_fit_any_more_is_survival() -> None:
    clock, hidden = ClockHead(8), torch.zeros(1, 8)
    whole = clock.log_probabilities(hidden, steps([0], [700.0]))[0].exp()
    late = clock.log_probabilities(hidden, steps([590], [700.0], are_first=False))[0].exp()
    torch.testing.assert_close(late[:10], whole[:10])
    assert late[600].item() == pytest.approx(whole[10:].sum().item(), rel=1e-4)


def test_the_likelihood_is_that_of_the_waits_and_of_what_lasted() -> None:
    torch.manual_seed(0)
    clock, waits_ms = ClockHead(8), torch.tensor([0, 5, SHORT_MS - 1, SHORT_MS, 400, 599])
    hidden = torch.randn(12, 8)
    progress = steps([0] * 12, [30.0, 700.0] * 6)
    acts = torch.tensor([True] * 6 + [False] * 6)
    found = clock.log_likelihood(hidden, progress, waits_ms.repeat(2), acts)
    logs = clock.log_probabilities(hidden, progress)
    for row, wait_ms in enumerate(waits_ms.tolist() * 2):
        expected = logs[row, wait_ms] if acts[row] else logs[row, wait_ms:].logsumexp(0)
        assert found[row].item() == pytest.approx(expected.item(), rel=1e-4, abs=1e-5)


def test_nothing_follows_the_hundredth_action() -> None:
    last = steps([10], [0.0])
    full = replace(last, step=torch.tensor([MAX_ACTIONS]))
    clock, hidden = ClockHead(8), torch.zeros(1, 8)
    assert clock.log_probabilities(hidden, full)[0, HORIZON_MS].item() == 0.0
    assert clock.log_likelihood(hidden, full, torch.tensor([590]), torch.tensor([False])).item() == 0.0


def test_folded_layers_give_the_same_waits() -> None:
    torch.manual_seed(0)
    clock, hidden, progress = ClockHead(8), torch.randn(4, 8), steps([0] * 4, [0.0, 30.0, 599.0, 700.0])
    expected = clock.log_probabilities(hidden, progress)
    clock.project, clock.gap = clock.folded()
    for layer in (clock.shared, clock.gap_shared):
        torch.nn.init.zeros_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
    torch.testing.assert_close(clock.log_probabilities(hidden, progress), expected)


def test_seldom_met_late_milliseconds_are_learned_in_few_steps() -> None:
    """All waits are longer than nearly all that the marginal knows, and four of nine outlast the window."""
    torch.manual_seed(0)
    clock, context = ClockHead(16), torch.randn(1, 16).expand(64, -1)
    known = torch.full((601,), 0.99 / 100).double()
    known[100:600], known[600] = 1e-6, 0.01
    clock.start_from((known / known.sum()).log())
    optimiser = torch.optim.AdamW(clock.parameters(), lr=0.002)
    drawn = torch.Generator().manual_seed(0)
    for _ in range(80):
        waits_ms = torch.randint(100, 1000, (64,), generator=drawn)
        acts = waits_ms < HORIZON_MS
        logs = clock.log_likelihood(context, steps([0] * 64, [700.0] * 64), waits_ms.clamp(max=HORIZON_MS), acts)
        optimiser.zero_grad()
        (-logs.mean()).backward()
        optimiser.step()
    nothing = clock.log_probabilities(context[:1], steps([0], [700.0]))[0, -1].exp().item()
    assert nothing == pytest.approx(4 / 9, abs=0.1)  # 0.2 without what the knots share
