from __future__ import annotations

from dataclasses import replace

import torch

from model.batch import HistoryBatch
from model.encoders.shared_windows import first_occurrences
from tests.model.network_batches import random_history, rows_of


def moved_on(rows: int) -> HistoryBatch:
    """Rows of which each is the one before it, moved on by one window."""
    history = random_history(rows)
    actions, mask = history.actions.clone(), history.action_mask.clone()
    for row in range(1, rows):
        actions[row, :-1], mask[row, :-1] = actions[row - 1, 1:], mask[row - 1, 1:]
    return replace(history, actions=actions, action_mask=mask, window_mask=torch.ones(rows, 10, dtype=torch.bool))


def slow_occurrences(history: HistoryBatch) -> list[list[int]]:
    """Window by window, against the row before."""
    found: list[list[int]] = []
    for row in range(history.size):
        found.append([])
        for place in range(10):
            own = row * 10 + place
            if row > 0 and place < 9 and torch.equal(history.actions[row, place], history.actions[row - 1, place + 1]):
                own = found[row - 1][place + 1]
            found[row].append(own)
    return found


def test_a_window_that_the_row_before_held_is_named_by_its_first_place() -> None:
    history = moved_on(4)
    places = first_occurrences(history, history.action_mask)
    assert places.tolist() == slow_occurrences(history)
    assert places.unique().numel() == 10 + 3


def test_rows_that_share_nothing_keep_their_own_windows() -> None:
    history = rows_of(moved_on(8), torch.tensor([0, 4]))
    history = replace(history, actions=history.actions + torch.arange(2.0)[:, None, None, None])
    assert first_occurrences(history, history.action_mask).tolist() == torch.arange(20).reshape(2, 10).tolist()


def test_the_same_actions_on_another_canvas_are_another_window() -> None:
    history = moved_on(2)
    history = replace(history, canvas=history.canvas + torch.tensor([[0.0, 0.0], [1.0, 0.0]]))
    assert first_occurrences(history, history.action_mask).unique().numel() == 20


def test_windows_that_differ_in_their_valid_slots_are_not_the_same() -> None:
    history = moved_on(2)
    mask = history.action_mask.clone()
    mask[1, :, -1] ^= True
    assert first_occurrences(history, mask).unique().numel() == 20
