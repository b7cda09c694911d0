from __future__ import annotations

import math

import pytest
import torch

from model.decoders.heads import MarkHeads, scroll_class, scroll_notches
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.place_mixture import PlaceMixture


def test_notches_and_classes_are_each_others_inverse() -> None:
    notches = torch.tensor([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
    assert scroll_class(notches).tolist() == list(range(10))
    assert scroll_notches(scroll_class(notches)).tolist() == notches.tolist()


AIM, INERTIA, QUERY = 4, 5, 10


def heads_without_weights(mixture: int = 1) -> MarkHeads:
    torch.manual_seed(0)
    heads = MarkHeads(8, mixture, keys=4)
    with torch.no_grad():
        heads.place.weight.zero_()
        heads.place.bias.zero_()
        heads.place.bias[AIM] = -100.0
        heads.place.bias[INERTIA] = -100.0
    return heads


def mixture_of(heads: MarkHeads, carried_px: tuple[float, float], *, is_known: bool = True) -> PlaceMixture:
    view = TargetView(
        torch.tensor([[[300.0, -40.0]]]), torch.tensor([[is_known]]), torch.full((1, 1, TARGET_WIDTH), float(is_known))
    )
    with torch.no_grad():
        places = torch.tensor([carried_px]), torch.tensor([[-9, -9]]), torch.zeros(1, 2)
        return heads.place_mixture(torch.zeros(1, 8), torch.tensor([0]), view, *places)


def test_a_component_can_land_on_a_target() -> None:
    heads = heads_without_weights()
    with torch.no_grad():
        heads.place.bias[AIM] = 100.0
        heads.place.bias[QUERY:] = 100.0
    torch.testing.assert_close(mixture_of(heads, (0.0, 0.0)).mean[0, 0], torch.tensor([300.0, -40.0]))


def test_a_component_can_carry_on_its_motion() -> None:
    heads = heads_without_weights()
    with torch.no_grad():
        heads.place.bias[INERTIA] = 0.0
    torch.testing.assert_close(mixture_of(heads, (7.0, -3.0)).mean[0, 0], torch.tensor([7.0, -3.0]))


def test_the_scatter_grows_with_the_step() -> None:
    heads = heads_without_weights()
    with torch.no_grad():
        heads.place.bias[INERTIA] = 0.0
    still, fast = (mixture_of(heads, carried).log_scale.mean().item() for carried in ((0.0, 0.0), (99.0, 0.0)))
    assert fast == pytest.approx(still + math.log(100.0))


def test_without_a_known_target_the_mean_is_the_deviation_alone() -> None:
    mixture = mixture_of(heads_without_weights(3), (0.0, 0.0), is_known=False)
    assert mixture.mean.isfinite().all()
    assert mixture.log_probability(torch.ones(1, 2, dtype=torch.int64)).isfinite().all()


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
