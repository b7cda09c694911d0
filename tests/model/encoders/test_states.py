from __future__ import annotations

import torch

from model.encoders.states import PIECES, StateEmbedding, class_rows, share_pieces
from model.state_layout import CategoryColumn, StateLayout

LAYOUT = StateLayout(4, (CategoryColumn(0, 3), CategoryColumn(1, 6, True), CategoryColumn(2, 6, True)), shares=(3,))


def embedding() -> StateEmbedding:
    torch.manual_seed(0)
    return StateEmbedding(8, LAYOUT)


def test_unknown_is_not_zero() -> None:
    known, unknown = torch.zeros(2, 1, 4)
    unknown[0, 3] = torch.nan
    assert not torch.equal(embedding()(known), embedding()(unknown))
    assert embedding()(torch.full((1, 4), torch.nan)).isfinite().all()


def test_the_pieces_of_a_share_are_filled_from_below() -> None:
    filled = share_pieces(torch.tensor([0.5, 0.25 + 0.5 / PIECES, -1.0, 2.0, torch.nan]))
    assert filled.sum(dim=-1).tolist() == [PIECES / 2, PIECES / 4 + 0.5, 0.0, PIECES, 0.0]
    assert (filled.diff(dim=-1) <= 0).all()


def test_classes_are_no_quantities() -> None:
    rows = torch.zeros(3, 4)
    rows[:, 0] = torch.tensor([0.0, 1.0, 2.0])
    first, second, third = embedding()(rows)
    assert not torch.allclose(second - first, third - second)


def test_names_share_their_classes_and_other_columns_do_not() -> None:
    assert embedding().first_rows.tolist() == [7, 0, 0]
    assert embedding().table.weight.shape[0] == 7 + 4


def test_an_unknown_class_has_its_own_row() -> None:
    assert class_rows(torch.tensor([torch.nan, 0.0, 3.0])).tolist() == [0, 1, 4]
