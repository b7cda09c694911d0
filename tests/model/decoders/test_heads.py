from __future__ import annotations

import torch

from model.decoders.heads import ClockHead, MarkHeads, scroll_class, scroll_notches
from model.decoders.targets import TARGET_WIDTH, TargetView


def test_notches_and_classes_are_each_others_inverse() -> None:
    notches = torch.tensor([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
    assert scroll_class(notches).tolist() == list(range(10))
    assert scroll_notches(scroll_class(notches)).tolist() == notches.tolist()


def test_an_unfitted_clock_neither_hurries_nor_sleeps() -> None:
    torch.manual_seed(0)
    probabilities = ClockHead(16)(torch.randn(50, 16)).softmax(dim=-1)
    assert 0.2 < probabilities[:, -1].mean().item() < 0.4


def test_the_clock_keeps_the_marginal_it_started_from() -> None:
    clock, known = ClockHead(8), torch.linspace(-9.0, -6.0, 601, dtype=torch.float64)
    clock.start_from(known)
    assert torch.equal(clock.state_dict()["marginal"], known)


def test_a_component_can_land_on_a_target() -> None:
    torch.manual_seed(0)
    heads, rows = MarkHeads(8, 1, keys=4), 3
    with torch.no_grad():
        heads.place.weight.zero_()
        heads.place.bias.zero_()
        heads.place.bias[2] = 40.0  # the gain
        heads.place.bias[7:] = 100.0  # the query
    view = TargetView(
        torch.tensor([[[300.0, -40.0]]]).expand(rows, 1, 2),
        torch.ones(rows, 1, dtype=torch.bool),
        torch.ones(rows, 1, TARGET_WIDTH),
    )
    mixture = heads.place_mixture(torch.zeros(rows, 8), torch.zeros(rows, dtype=torch.int64), view)
    torch.testing.assert_close(mixture.mean[0, 0], torch.tensor([300.0, -40.0]))


def test_without_a_known_target_the_mean_is_the_deviation_alone() -> None:
    torch.manual_seed(0)
    heads = MarkHeads(8, 3, keys=4)
    view = TargetView(torch.zeros(2, 2, 2), torch.zeros(2, 2, dtype=torch.bool), torch.zeros(2, 2, TARGET_WIDTH))
    mixture = heads.place_mixture(torch.randn(2, 8), torch.zeros(2, dtype=torch.int64), view)
    assert mixture.mean.isfinite().all()
    assert mixture.log_probability(torch.zeros(2, 2, dtype=torch.int64)).isfinite().all()
