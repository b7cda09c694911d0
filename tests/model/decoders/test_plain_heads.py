from __future__ import annotations

import math

import pytest
import torch

from model.actions import ActionKind
from model.decoders.plain_heads import UNIFORMS, Guess, PlainHeads, class_of
from model.decoders.progress import Marks

CANVAS = torch.tensor([[765.0, 503.0]])


def heads() -> PlainHeads:
    torch.manual_seed(0)
    return PlainHeads(4, 3)


def actions(*kinds: ActionKind) -> Marks:
    zeros = torch.zeros(len(kinds), dtype=torch.int64)
    scrolls = torch.tensor([2 if kind is ActionKind.SCROLL else 0 for kind in kinds])
    return Marks(zeros, torch.tensor(kinds), torch.zeros(len(kinds), 2, dtype=torch.int64), zeros, zeros, scrolls)


def test_an_action_is_scored_by_the_heads_that_it_has() -> None:
    losses = heads().losses(torch.randn(6, 4), actions(*ActionKind), torch.ones(6, 2), CANVAS.expand(6, 2))
    scored = {name: (getattr(losses, name) != 0).tolist() for name in ("kind", "place", "button", "key", "scroll")}
    assert scored == {
        "kind": [True] * 6,
        "place": [True, True, True, True, False, False],
        "button": [False, True, True, False, False, False],
        "key": [False, False, False, False, True, True],
        "scroll": [False, False, False, True, False, False],
    }


def test_the_place_is_a_normal_distribution_in_pixels() -> None:
    own, hidden = heads(), torch.zeros(1, 4)
    with torch.no_grad():
        own.place.bias.copy_(torch.tensor([0.1, -0.1, math.log(0.02), math.log(0.05)]))
    place = torch.tensor([[440.0, 210.0]])
    normal = torch.distributions.Normal(torch.tensor([0.6, 0.4]) * CANVAS, torch.tensor([0.02, 0.05]) * CANVAS)
    found = own.losses(hidden, actions(ActionKind.MOVE), place, CANVAS).place
    assert found.item() == pytest.approx(-normal.log_prob(place).sum().item(), rel=1e-5)


def test_a_guess_is_the_mean_and_a_draw_scatters_on_the_canvas() -> None:
    own, rows = heads(), 200
    with torch.no_grad():
        own.place.weight.zero_()
        own.place.bias.zero_()
    hidden, canvas = torch.zeros(rows, 4), CANVAS.expand(rows, 2)
    uniforms = torch.rand((rows, UNIFORMS), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    uniforms[0] = 0.0
    guess, drawn = own.guess(hidden, canvas, None), own.guess(hidden, canvas, uniforms)
    assert set(map(tuple, guess.place_px.tolist())) == {(382, 252)}
    assert len(set(map(tuple, drawn.place_px.tolist()))) > rows // 2
    assert bool(((drawn.place_px >= 0) & (drawn.place_px < canvas)).all())


def test_only_a_scroll_has_notches() -> None:
    uniforms = torch.rand((500, UNIFORMS), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    drawn = heads().guess(torch.zeros(500, 4), CANVAS.expand(500, 2), uniforms)
    assert torch.equal(drawn.scrolls != 0, drawn.kinds == ActionKind.SCROLL)


def test_a_class_is_drawn_by_its_own_column() -> None:
    logits = torch.tensor([[0.2, 0.5, 0.3]]).log()
    uniforms = torch.zeros((1, UNIFORMS), dtype=torch.float64)
    uniforms[0, 4] = 0.8
    assert class_of(logits, uniforms, 4).item() == 2
    assert class_of(logits, uniforms, 3).item() == 0
    assert class_of(logits, None, 3).item() == 1


def test_a_grid_holds_the_same_actions_row_by_row() -> None:
    flat = torch.arange(6)
    grid = Guess(flat, flat, flat, flat, torch.arange(12).reshape(6, 2)).grid(2, 3)
    assert grid.kinds.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert grid.place_px[1, 0].tolist() == [6, 7]
