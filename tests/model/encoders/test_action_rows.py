from __future__ import annotations

import torch

from model.encoders.action_rows import WindowEncoder, last_places


def test_the_encoding_is_read_at_the_last_valid_action() -> None:
    torch.manual_seed(0)
    encoder = WindowEncoder(8, keys=5)
    rows, canvas = torch.rand(1, 4, 7), torch.tensor([[100.0, 100.0]])
    rows[..., [1, 4, 5]] = 1.0
    mask = torch.tensor([[True, True, False, False]])
    torch.testing.assert_close(encoder(rows, mask, canvas), encoder(rows[:, :2], mask[:, :2], canvas))


def test_the_last_place_is_that_of_the_last_valid_action_and_zero_without_any() -> None:
    rows = torch.arange(28.0).reshape(2, 2, 7)
    mask = torch.tensor([[True, False], [False, False]])
    assert last_places(rows, mask).tolist() == [[2.0, 3.0], [0.0, 0.0]]
