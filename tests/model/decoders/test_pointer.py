"""The place as a pointer: tokens' rectangles, from where the hand is."""

from __future__ import annotations

import torch

from model.decoders.pointer import PointerHead
from model.decoders.pointing import SizedView
from model.decoders.targets import TARGET_WIDTH
from model.pointed_places import PointedPlaces

SIZE = torch.tensor([[[20.0, 9.0], [1.0, 4.0]]])
CORNER = torch.tensor([[[30.0, -12.0], [0.0, 5.0]]])
"""Of two tokens, from the pointer."""


def head() -> PointerHead:
    torch.manual_seed(0)
    return PointerHead(8)


@torch.no_grad()
def pointed(
    made: PointerHead, hand_px: tuple[float, float] = (0.0, 0.0), known: tuple[bool, bool] = (True, True)
) -> tuple[float, PointedPlaces]:
    is_known = torch.tensor([known])
    middle = torch.where(is_known.unsqueeze(-1), CORNER + (SIZE - 1.0) / 2.0, 0.0)
    half_px = torch.where(is_known.unsqueeze(-1), SIZE / 2.0, 0.0)
    view = SizedView(middle, is_known, torch.ones(1, 2, TARGET_WIDTH), half_px=half_px, on_wanted=torch.zeros(1))
    gate, places = made(torch.ones(1, 8), view, torch.tensor([hand_px]))
    return gate.item(), places


def test_the_pixels_are_those_of_the_tokens_as_seen_from_the_hand() -> None:
    _, places = pointed(head(), hand_px=(3.0, -2.0))
    assert places.low.tolist() == [[[27, -10], [-3, 7]]]
    assert places.size.tolist() == [[[20, 9], [1, 4]]]


def test_a_token_that_does_not_show_is_not_pointed_at() -> None:
    gate, places = pointed(head(), known=(True, False))
    assert gate > -10.0
    assert places.weights.isfinite().tolist() == [[True, False]]


def test_without_any_token_nothing_is_pointed_at() -> None:
    gate, places = pointed(head(), known=(False, False))
    assert gate == -torch.inf
    assert places.draw(torch.full((1, 3), 0.5, dtype=torch.float64)).shape == (1, 2)


def test_a_steadied_hand_points_more_narrowly_and_at_the_likelier_token() -> None:
    made = head()
    _, before = pointed(made)
    made.steady(0.25, 2.0)
    _, after = pointed(made)
    assert (after.log_scale < before.log_scale).all()
    torch.testing.assert_close(after.weights, 2.0 * before.weights)
    torch.testing.assert_close(after.mean, before.mean)
