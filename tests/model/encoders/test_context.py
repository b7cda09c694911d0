from __future__ import annotations

from dataclasses import replace

import torch

from model.encoders.context import last_velocity, pointer_px
from tests.model.network_batches import random_history, tiny_model


def test_a_pointer_that_was_not_seen_stands_in_the_middle_of_the_canvas() -> None:
    history = random_history(2)
    unseen = replace(history, pointer=torch.tensor([[torch.nan, torch.nan], [3.0, 4.0]]))
    assert pointer_px(unseen).tolist() == [[382.0, 251.0], [3.0, 4.0]]


def test_the_last_velocity_is_that_between_the_last_two_actions_wherever_they_lie() -> None:
    history = random_history(1, slots=3)
    actions, mask = torch.zeros_like(history.actions), torch.zeros_like(history.action_mask)
    actions[0, -3, 1, :4] = torch.tensor([0.59, 0.0, 100.0, 50.0])
    actions[0, -1, 0, :4] = torch.tensor([0.01, 0.0, 700.0, 50.0])
    mask[0, -3, :2] = mask[0, -1, :1] = True
    # 0.01 s to the end of its window, one whole window between, 0.01 s into the newest
    moved = replace(history, actions=actions, action_mask=mask, window_mask=torch.ones_like(history.window_mask))
    torch.testing.assert_close(last_velocity(moved), torch.tensor([[600 / 620, 0.0]]))


def test_two_actions_at_once_have_a_finite_velocity() -> None:
    history = random_history(1, slots=2)
    actions, mask = torch.zeros_like(history.actions), torch.zeros_like(history.action_mask)
    actions[0, -1, 1, 2] = 8.0
    mask[0, -1] = True
    now = replace(history, actions=actions, action_mask=mask, window_mask=torch.ones_like(history.window_mask))
    assert last_velocity(now).tolist() == [[8.0, 0.0]]


def test_without_two_actions_there_is_no_velocity() -> None:
    history = random_history(2)
    mask = torch.zeros_like(history.action_mask)
    mask[:, -1, 0] = True
    assert not last_velocity(replace(history, action_mask=mask)).any()
    empty = replace(history, actions=history.actions[:, :, :0], action_mask=history.action_mask[:, :, :0])
    assert not last_velocity(empty).any()


def test_the_current_state_is_the_newest() -> None:
    history = random_history(2)
    context = tiny_model().encode(history)
    assert torch.equal(torch.nan_to_num(context.state), torch.nan_to_num(history.states[:, -1]))
    assert context.size == 2
    assert torch.equal(context.pointer, history.pointer)
