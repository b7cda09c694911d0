from __future__ import annotations

import torch

from model.encoders.context import SeenTokens
from model.runtimes.token_arrays import token_arrays


def test_pads_are_left_out() -> None:
    places = torch.arange(6.0).reshape(1, 3, 2)
    seen = SeenTokens(
        embedded=torch.ones(1, 3, 4),
        apart=torch.zeros(1, 3, 4),
        mask=torch.tensor([[True, True, False]]),
        is_placed=torch.tensor([[True, False, False]]),
        offset_px=places,
        half_px=2.0 * places,
        covered=torch.tensor([[0.5, 0.0, 1.0]]),
        scrolls=torch.tensor([[-0.5, 0.0, 1.0]]),
        shortcuts=torch.tensor([[3, -1, 4]]),
    )
    arrays = token_arrays(seen)
    assert arrays.apart.shape == (2, 4)
    assert (arrays.embedded.shape, arrays.is_placed.tolist()) == ((2, 4), [True, False])
    assert (arrays.offset_px.tolist(), arrays.half_px.tolist()) == ([[0, 1], [2, 3]], [[0, 2], [4, 6]])
    assert (arrays.covered.tolist(), arrays.scrolls.tolist()) == ([0.5, 0.0], [-0.5, 0.0])
    assert arrays.shortcuts.tolist() == [3, -1]
