from __future__ import annotations

import math

import pytest
import torch

from model.decoders.heads import ClockHead, MarkHeads, scroll_class, scroll_notches
from model.decoders.progress import Marks, Progress
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.distributions import PlaceMixture


def test_notches_and_classes_are_each_others_inverse() -> None:
    notches = torch.tensor([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
    assert scroll_class(notches).tolist() == list(range(10))
    assert scroll_notches(scroll_class(notches)).tolist() == notches.tolist()


def steps(elapsed_ms: list[int], idle_ms: list[float], *, are_first: bool = True) -> Progress:
    """Progress that only a clock reads."""
    rows = torch.tensor(elapsed_ms)
    unread = torch.zeros(len(rows), 1)
    zero = torch.zeros_like(rows)
    step = zero if are_first else zero + 1
    marks = Marks(zero, zero, unread, zero, zero, zero)
    return Progress(step, rows, unread, unread, torch.tensor(idle_ms), unread, unread, marks)


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


def heads_without_weights(mixture: int = 1) -> MarkHeads:
    torch.manual_seed(0)
    heads = MarkHeads(8, mixture, keys=4)
    with torch.no_grad():
        heads.place.weight.zero_()
        heads.place.bias.zero_()
        heads.place.bias[2] = -100.0  # the aim
        heads.place.bias[3] = -100.0  # the inertia
    return heads


def mixture_of(heads: MarkHeads, carried_px: tuple[float, float], *, is_known: bool = True) -> PlaceMixture:
    view = TargetView(
        torch.tensor([[[300.0, -40.0]]]), torch.tensor([[is_known]]), torch.full((1, 1, TARGET_WIDTH), float(is_known))
    )
    with torch.no_grad():
        return heads.place_mixture(torch.zeros(1, 8), torch.tensor([0]), view, torch.tensor([carried_px]))


def test_a_component_can_land_on_a_target() -> None:
    heads = heads_without_weights()
    with torch.no_grad():
        heads.place.bias[2] = 100.0
        heads.place.bias[8:] = 100.0  # the query
    torch.testing.assert_close(mixture_of(heads, (0.0, 0.0)).mean[0, 0], torch.tensor([300.0, -40.0]))


def test_a_component_can_carry_on_its_motion() -> None:
    heads = heads_without_weights()
    with torch.no_grad():
        heads.place.bias[3] = 0.0
    torch.testing.assert_close(mixture_of(heads, (7.0, -3.0)).mean[0, 0], torch.tensor([7.0, -3.0]))


def test_the_scatter_grows_with_the_step() -> None:
    heads = heads_without_weights()
    with torch.no_grad():
        heads.place.bias[3] = 0.0
    still, fast = (mixture_of(heads, carried).log_scale.mean().item() for carried in ((0.0, 0.0), (99.0, 0.0)))
    assert fast == pytest.approx(still + math.log(100.0))


def test_without_a_known_target_the_mean_is_the_deviation_alone() -> None:
    mixture = mixture_of(heads_without_weights(3), (0.0, 0.0), is_known=False)
    assert mixture.mean.isfinite().all()
    assert mixture.log_probability(torch.zeros(1, 2, dtype=torch.int64)).isfinite().all()


def test_a_steadied_hand_scatters_less_and_prefers_the_likelier_components() -> None:
    heads = heads_without_weights(3)
    with torch.no_grad():
        heads.scale_bias.zero_()
        width = 7 + TARGET_WIDTH
        first = heads.place.out_features - 3 * width
        heads.place.bias[[first, first + width, first + 2 * width]] = torch.tensor([0.5, 1.0, -2.0])
    before = mixture_of(heads, (0.0, 0.0))
    assert before.weights.tolist() == [[0.5, 1.0, -2.0]]
    heads.steady(0.25, 2.0)
    after = mixture_of(heads, (0.0, 0.0))
    torch.testing.assert_close(after.weights, 2.0 * before.weights)
    torch.testing.assert_close(after.mean, before.mean)
    assert after.log_scale.mean().item() == pytest.approx(before.log_scale.mean().item() - math.log(4.0), abs=0.15)
