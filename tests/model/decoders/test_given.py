"""What is given comes before what is drawn, row by row."""

import numpy as np
import torch

from model.committed import NOTHING_COMMITTED, Committed
from model.decoders.given import given_of
from model.decoders.progress import Marks

CPU = torch.device("cpu")


def one(*actions: tuple[int, int], until_ms: int = 100) -> Committed:
    """Moves to the right: (wait, step) each."""
    rows = [(wait_ms, 0, step_px, 0, 0, 0, 0) for wait_ms, step_px in actions]
    return Committed(np.array(rows, np.int64).reshape(-1, 7), until_ms)


def drawn(rows: int) -> Marks:
    nines = torch.full((rows,), 9)
    return Marks(nines, nines, torch.full((rows, 2), 9), nines, nines, nines)


def test_each_row_has_its_own_beginning_and_then_what_is_drawn():
    given = given_of([one((5, 3), (7, 4)), NOTHING_COMMITTED, one((2, 1))], CPU)
    slots = [given.marks_at(slot, drawn(3)) for slot in range(3)]
    assert [slot.waits_ms.tolist() for slot in slots] == [[5, 9, 2], [7, 9, 9], [9, 9, 9]]
    assert [slot.delta[:, 0].tolist() for slot in slots] == [[3, 9, 1], [4, 9, 9], [9, 9, 9]]
    assert [given.waits_at(slot, torch.full((3,), 9)).tolist() for slot in range(3)] == [
        [5, 9, 2],
        [7, 9, 9],
        [9, 9, 9],
    ]


def test_the_rows_of_an_index_keep_their_beginnings():
    given = given_of([one((5, 3)), one((2, 1), until_ms=30)], CPU).rows(torch.tensor([1]))
    assert (given.counts.tolist(), given.until_ms.tolist(), given.marks.waits_ms.tolist()) == ([1], [30], [[2]])


def test_nothing_committed_changes_nothing():
    given, marks = given_of([NOTHING_COMMITTED] * 2, CPU), drawn(2)
    assert given.marks_at(0, marks) is marks
