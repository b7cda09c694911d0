from __future__ import annotations

from dataclasses import replace

import torch

from model.encoders.context import approach_px, pointer_px
from tests.model.network_batches import random_history, tiny_model


def test_a_pointer_that_was_not_seen_stands_in_the_middle_of_the_canvas() -> None:
    history = random_history(2)
    unseen = replace(history, pointer=torch.tensor([[torch.nan, torch.nan], [3.0, 4.0]]))
    assert pointer_px(unseen).tolist() == [[382.0, 251.0], [3.0, 4.0]]


def test_the_approach_is_the_way_over_the_last_four_actions_of_the_newest_window() -> None:
    history = random_history(1, slots=6)
    actions = torch.zeros_like(history.actions)
    actions[0, -1, :, 2] = torch.tensor([0.0, 10.0, 20.0, 40.0, 80.0, 777.0])
    mask = torch.zeros_like(history.action_mask)
    mask[0, -1, :5] = True
    assert approach_px(replace(history, actions=actions, action_mask=mask)).tolist() == [[70.0, 0.0]]


def test_without_an_action_there_is_no_approach() -> None:
    history = random_history(2)
    still = replace(history, action_mask=torch.zeros_like(history.action_mask))
    assert not approach_px(still).any()
    empty = replace(history, actions=history.actions[:, :, :0], action_mask=history.action_mask[:, :, :0])
    assert not approach_px(empty).any()


def test_the_current_state_is_the_newest() -> None:
    history = random_history(2)
    context = tiny_model().encode(history)
    assert torch.equal(torch.nan_to_num(context.state), torch.nan_to_num(history.states[:, -1]))
    assert context.size == 2
    assert torch.equal(context.pointer, history.pointer)
