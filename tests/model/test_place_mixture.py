from __future__ import annotations

import itertools
import math

import pytest
import torch
from torch import Tensor

from model.distributions import log_logistic_mass
from model.place_mixture import PlaceMixture

CORNER = (-7, -4)


def lattice(reach: int) -> Tensor:
    return torch.tensor(list(itertools.product(range(-reach, reach + 1), repeat=2)))


def mixture(
    rows: int, log_scale: float = 0.3, spread_px: float = 4.0, corner: tuple[int, int] = CORNER
) -> PlaceMixture:
    g = torch.Generator().manual_seed(1)
    mean = torch.randn((1, 3, 2), generator=g) * spread_px
    weights, scale = torch.randn((1, 3), generator=g), torch.full((1, 3, 2), log_scale)
    shares = torch.tensor([[-0.4, -1.0, 0.3]])
    parts = (shares, torch.tensor([corner]), weights, mean, scale)
    return PlaceMixture(*(part.expand(rows, *part.shape[1:]) for part in parts))


@pytest.mark.parametrize(("log_scale", "spread_px"), [(0.3, 4.0), (-3.0, 0.1), (-1.0, 0.5)])
@pytest.mark.parametrize("corner", [CORNER, (0, 0)])
def test_places_sum_to_one_over_the_lattice(log_scale: float, spread_px: float, corner: tuple[int, int]) -> None:
    steps = lattice(60)
    logs = mixture(len(steps), log_scale, spread_px, corner).log_probability(steps).double()
    assert logs.exp().sum().item() == pytest.approx(1.0, abs=5e-4)


def test_staying_is_as_likely_as_its_atom_and_no_component_adds_to_it() -> None:
    row = mixture(1, spread_px=0.1)
    staying = row.log_probability(torch.zeros(1, 2, dtype=torch.int64)).exp().item()
    assert staying == pytest.approx(row.shares.softmax(dim=-1)[0, 0].item())


def test_a_step_has_its_share_of_each_component_without_what_that_puts_on_staying() -> None:
    row, step = mixture(1), torch.tensor([[2, -1]])
    share, weights = row.shares.softmax(dim=-1)[0, 2].item(), row.weights.softmax(dim=-1)[0]
    expected = 0.0
    for weight, mean, log_scale in zip(weights, row.mean[0], row.log_scale[0], strict=True):
        mass, still = (log_logistic_mass(place, mean, log_scale).sum().exp().item() for place in (step[0], step[0] * 0))
        expected += share * weight.item() * mass / (1.0 - still)
    assert math.exp(row.log_probability(step).item()) == pytest.approx(expected, rel=1e-4)


def test_the_corner_has_its_atom_beside_the_mixture() -> None:
    at_corner = torch.tensor([CORNER])
    beside = mixture(1, corner=(99, 99)).log_probability(at_corner).exp().item()
    atom = mixture(1).shares.softmax(dim=-1)[0, 1].item()
    assert mixture(1).log_probability(at_corner).exp().item() == pytest.approx(atom + beside)


@pytest.mark.parametrize(("log_scale", "spread_px"), [(0.3, 4.0), (-0.5, 0.3)])
def test_places_are_drawn_as_often_as_they_are_probable(log_scale: float, spread_px: float) -> None:
    rows = 20_000
    uniforms = torch.rand((rows, 4), generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    drawn, steps = mixture(rows, log_scale, spread_px).draw(uniforms), lattice(12)
    expected = mixture(len(steps), log_scale, spread_px).log_probability(steps).exp()
    counts = (drawn.unsqueeze(1) == steps.unsqueeze(0)).all(dim=-1).sum(dim=0) / rows
    assert (counts - expected).abs().max().item() < 4 * math.sqrt(0.25 / rows)


def test_a_mixture_never_stays() -> None:
    uniforms = torch.rand((20_000, 4), generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    uniforms[:, 0] = 0.999
    assert not (mixture(20_000, -1.0, 0.1).draw(uniforms) == 0).all(dim=-1).any()


@pytest.mark.parametrize("uniform", [0.0, 1.0 - 2**-53])
def test_a_draw_at_the_edge_of_a_uniform_is_finite(uniform: float) -> None:
    uniforms = torch.tensor([[0.999, uniform, uniform, uniform]], dtype=torch.float64)
    assert mixture(1, 6.5).draw(uniforms).abs().max().item() < 1_000_000


@pytest.mark.parametrize("step", [(0, 0), (1, 0), (1900, -1000)])
def test_the_gradient_of_the_narrowest_and_of_the_farthest_is_finite(step: tuple[int, int]) -> None:
    for log_scale in (-3.0, 6.5):
        mean, scale = torch.zeros((1, 1, 2), requires_grad=True), torch.full((1, 1, 2), log_scale, requires_grad=True)
        shares = torch.zeros((1, 3), requires_grad=True)
        place = PlaceMixture(shares, torch.tensor([CORNER]), torch.zeros(1, 1), mean, scale)
        log = place.log_probability(torch.tensor([step]))
        log.sum().backward()
        assert log.isfinite().all()
        for leaf in (mean, scale, shares):
            assert leaf.grad is None or leaf.grad.isfinite().all()
