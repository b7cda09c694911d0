from __future__ import annotations

import torch

from model.sorted_steps import steps_before, steps_of

SIZES = (3, 2, 2, 1)


def test_each_step_holds_the_rows_of_the_sequences_still_on() -> None:
    steps = steps_of(torch.arange(8), SIZES)
    assert [step.tolist() for step in steps] == [[0, 1, 2], [3, 4], [5, 6], [7]]


def test_before_each_row_stands_its_own_sequence_one_step_earlier() -> None:
    first, rows = torch.tensor([[-1.0], [-2.0], [-3.0]]), torch.arange(8.0).unsqueeze(1)
    assert steps_before(first, rows, SIZES).flatten().tolist() == [-1, -2, -3, 0, 1, 3, 4, 5]
