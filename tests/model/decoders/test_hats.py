from __future__ import annotations

import torch

from model.decoders.hats import hat_functions

KNOTS = (0, 1, 4, 10)


def test_every_millisecond_lies_between_two_knots_and_belongs_to_them_alone() -> None:
    hats = hat_functions(KNOTS)
    assert hats.shape == (10, 4)
    torch.testing.assert_close(hats.sum(dim=1), torch.ones(10))
    assert int((hats > 0).sum(dim=1).max()) == 2
    torch.testing.assert_close(hats[7], torch.tensor([0.0, 0.0, 0.5, 0.5]))


def test_a_knot_has_its_own_value() -> None:
    torch.testing.assert_close(hat_functions(KNOTS)[[0, 1, 4]], torch.eye(4)[:3])
