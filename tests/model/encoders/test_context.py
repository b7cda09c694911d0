from __future__ import annotations

from dataclasses import replace

import torch

from model.encoders.context import pointer_px
from tests.model.network_batches import random_history, tiny_model


def test_a_pointer_that_was_not_seen_stands_in_the_middle_of_the_canvas() -> None:
    history = random_history(2)
    unseen = replace(history, pointer=torch.tensor([[torch.nan, torch.nan], [3.0, 4.0]]))
    assert pointer_px(unseen).tolist() == [[382.0, 251.0], [3.0, 4.0]]


def test_the_current_state_is_the_newest() -> None:
    history = random_history(2)
    context = tiny_model().encode(history)
    assert torch.equal(torch.nan_to_num(context.state), torch.nan_to_num(history.states[:, -1]))
    assert context.size == 2
    assert torch.equal(context.pointer, history.pointer)
