from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from model.place_mixture import POINTED, PlaceMixture
from model.pointed_places import PointedPlaces
from tests.model.test_place_mixture import lattice, mixture

LOW, SIZE = ((-3, -2), (4, 1), (0, -1)), ((7, 5), (1, 12), (3, 3))


def pointed(rows: int, log_scale: float = 0.3, *, third: bool = True) -> PointedPlaces:
    """Three rectangles, the first and the third of which overlap."""
    low, size = torch.tensor([LOW]), torch.tensor([SIZE])
    middle = low + (size - 1) / 2.0
    weights = torch.tensor([[0.2, -0.4, 0.7 if third else -torch.inf]])
    inside = torch.tensor([[[0.4, -0.3], [0.1, 0.9], [0.0, -0.8]]])
    parts = weights, low, size, middle + inside * size / 2.0, torch.full((1, 3, 2), log_scale)
    return PointedPlaces(*(part.expand(rows, *part.shape[1:]) for part in parts))


def with_pointer(rows: int, log_scale: float = 0.3) -> PlaceMixture:
    row = mixture(rows)
    return replace(
        row, shares=torch.cat([row.shares, torch.full((rows, 1), 0.5)], dim=1), pointed=pointed(rows, log_scale)
    )


def slow_probability(step: tuple[int, int], places: PointedPlaces) -> float:
    """The integral as it is written: each rectangle's pixels by the logistic's distribution function, then divided."""

    def below(edge: float, mean: float, scale: float) -> float:
        return 1.0 / (1.0 + math.exp(-(edge - mean) / scale))

    weights, total = places.weights[0].softmax(dim=0).tolist(), 0.0
    for k, weight in enumerate(weights):
        mass = weight
        for axis in range(2):
            low, size = LOW[k][axis], SIZE[k][axis]
            mean, scale = places.mean[0, k, axis].item(), math.exp(places.log_scale[0, k, axis].item())
            if not low <= step[axis] < low + size:
                mass = 0.0
                break
            whole = below(low + size - 0.5, mean, scale) - below(low - 0.5, mean, scale)
            mass *= (below(step[axis] + 0.5, mean, scale) - below(step[axis] - 0.5, mean, scale)) / whole
        total += mass
    return total


@pytest.mark.parametrize("log_scale", [-3.0, 0.3, 3.0])
def test_what_is_pointed_at_sums_to_one_over_the_rectangles(log_scale: float) -> None:
    steps = lattice(16)
    logs = pointed(len(steps), log_scale).log_probability(steps).double()
    assert logs.exp().sum().item() == pytest.approx(1.0, abs=1e-4)


def test_each_place_is_as_likely_as_the_slow_integral_says() -> None:
    places = pointed(1)
    for step in itertools.product(range(-4, 7), range(-3, 14)):
        found = places.log_probability(torch.tensor([step])).exp().item()
        assert found == pytest.approx(slow_probability(step, places), rel=1e-4, abs=1e-9)


def test_with_atoms_and_free_movement_places_sum_to_one() -> None:
    steps = lattice(60)
    logs = with_pointer(len(steps)).log_probability(steps).double()
    assert logs.exp().sum().item() == pytest.approx(1.0, abs=5e-4)


def test_a_share_that_cannot_be_adds_nothing_and_has_finite_gradients() -> None:
    row = with_pointer(1)
    shares = row.shares.clone()
    shares[:, POINTED] = -torch.inf
    scores = torch.zeros(1, 3, requires_grad=True)
    none = replace(row, shares=shares, pointed=replace(pointed(1), weights=scores))
    step = torch.tensor([[1, 0]])
    log = none.log_probability(step)
    assert log.item() == pytest.approx(mixture(1).log_probability(step).item())
    log.sum().backward()
    assert scores.grad is None or scores.grad.isfinite().all()


def test_gradients_inside_and_outside_of_every_rectangle_are_finite() -> None:
    for step in ((0, 0), (1, 0), (40, -30)):
        leaves = [torch.zeros(1, 3, requires_grad=True), torch.zeros(1, 3, 2, requires_grad=True)]
        places = replace(pointed(1), weights=leaves[0], log_scale=leaves[1])
        replace(with_pointer(1), pointed=places).log_probability(torch.tensor([step])).sum().backward()
        assert all(leaf.grad is not None and leaf.grad.isfinite().all() for leaf in leaves)


def frequencies(steps: Tensor, drawn: Tensor) -> Tensor:
    return torch.stack([(drawn == step).all(dim=1).double().mean() for step in steps])


def test_what_is_drawn_is_as_frequent_as_it_is_likely() -> None:
    rows, steps = 20_000, lattice(6)
    drawn = with_pointer(rows).draw(
        torch.rand((rows, 4), generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    )
    expected = with_pointer(len(steps)).log_probability(steps).double().exp()
    assert (frequencies(steps, drawn) - expected).abs().max().item() < 4 * math.sqrt(0.25 / rows)


@pytest.mark.parametrize("uniform", [0.0, 0.5, 1.0 - 2**-53])
def test_a_draw_never_leaves_its_rectangle_nor_lands_in_one_that_is_none(uniform: float) -> None:
    uniforms = torch.rand((500, 3), generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    uniforms[:, 1:] = uniform
    for log_scale in (-3.0, 3.0):
        places = pointed(500, log_scale, third=False)
        assert places.log_probability(places.draw(uniforms)).isfinite().all()
