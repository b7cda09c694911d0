from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.batch import HistoryBatch
from tests.model.network_batches import random_history, row_of, tiny_model, with_empty_past


def full_history() -> HistoryBatch:
    """A history with an action in every slot of every window."""
    history = random_history(2)
    actions = torch.rand((2, 10, 3, 7), generator=torch.Generator().manual_seed(3))
    actions[..., [1, 4, 5, 6]] = 0.0
    return replace(
        history,
        actions=actions,
        action_mask=torch.ones(2, 10, 3, dtype=torch.bool),
        window_mask=torch.ones(2, 10, dtype=torch.bool),
    )


def test_every_window_of_actions_and_of_states_has_a_gradient() -> None:
    model, history = tiny_model(), full_history()
    history = replace(
        history, actions=history.actions.requires_grad_(), states=torch.nan_to_num(history.states).requires_grad_()
    )
    model.encode(history).fused.square().sum().backward()
    for tensor in (history.actions, history.states):
        assert tensor.grad is not None
        assert (tensor.grad.abs().sum(dim=(0, *range(2, tensor.ndim))) > 0).all()


def test_afresh_only_the_newest_state_matters() -> None:
    model, history = tiny_model(), full_history()
    history = replace(
        history, actions=history.actions.requires_grad_(), states=torch.nan_to_num(history.states).requires_grad_()
    )
    model.encode(history).afresh.square().sum().backward()
    assert history.actions.grad is None or history.actions.grad.abs().sum() == 0
    assert history.states.grad is not None
    assert (history.states.grad.abs().sum(dim=(0, 2)) > 0).tolist() == [False] * 9 + [True]


def test_each_action_of_a_window_matters_and_not_only_the_last() -> None:
    model, history = tiny_model(), full_history()
    history = replace(history, actions=history.actions.requires_grad_())
    model.encode(history).fused.square().sum().backward()
    assert history.actions.grad is not None
    assert (history.actions.grad[..., 2:4].abs().sum(dim=(0, 1, 3)) > 0).all()


def test_what_lies_in_empty_slots_never_matters() -> None:
    model, history = tiny_model(), random_history(6)
    expected = model.encode(history)
    garbage = history.actions.masked_fill(~history.action_mask.unsqueeze(-1), torch.nan)
    found = model.encode(replace(history, actions=garbage))
    assert torch.equal(found.fused, expected.fused)
    assert torch.equal(found.windows, expected.windows)


def test_what_lies_in_windows_before_the_session_never_matters() -> None:
    model, history = tiny_model(), random_history(6)
    before = ~history.window_mask.unsqueeze(-1)
    changed = replace(
        history,
        states=history.states.masked_fill(before, 5.0),
        window_s=history.window_s.masked_fill(~history.window_mask, torch.nan),
        action_mask=history.action_mask | before,
    )
    assert torch.equal(model.encode(changed).fused, model.encode(history).fused)


def test_wider_padding_changes_nothing() -> None:
    model, history = tiny_model(), random_history(6)
    wider = replace(
        history,
        actions=torch.nn.functional.pad(history.actions, (0, 0, 0, 9)),
        action_mask=torch.nn.functional.pad(history.action_mask, (0, 9)),
    )
    torch.testing.assert_close(model.encode(wider).fused, model.encode(history).fused)


def test_an_empty_window_is_a_zero_vector_and_a_flag_tells_it_from_one_with_actions() -> None:
    model, history = tiny_model(), random_history(6)
    empty = with_empty_past(history)
    context = model.encode(empty)
    assert not context.windows.any()
    assert context.fused.isfinite().all()
    assert not torch.equal(context.fused, model.encode(history).fused)


def test_a_batch_without_a_single_slot_is_encoded() -> None:
    history = random_history(2)
    none = replace(history, actions=history.actions[:, :, :0], action_mask=history.action_mask[:, :, :0])
    torch.testing.assert_close(tiny_model().encode(none).fused, tiny_model().encode(with_empty_past(history)).fused)


def test_a_history_is_encoded_the_same_alone_and_among_others() -> None:
    model, history = tiny_model(), random_history(20)
    together = model.encode(history).fused
    for row in (0, 7, 19):
        torch.testing.assert_close(model.encode(row_of(history, row)).fused[0], together[row])


def test_a_window_is_encoded_the_same_wherever_the_pointer_is_now() -> None:
    model, history = tiny_model(), full_history()
    moved = replace(history, pointer=history.pointer + 40)
    assert torch.equal(model.encode(moved).windows, model.encode(history).windows)
    assert not torch.equal(model.encode(moved).fused, model.encode(history).fused)


@pytest.mark.parametrize("field", ["held_buttons", "held_keys"])
def test_what_is_held_matters(field: str) -> None:
    model, history = tiny_model(), random_history(2)
    changed = replace(history, **{field: ~getattr(history, field)})
    assert not torch.equal(model.encode(changed).fused, model.encode(history).fused)


def test_an_unseen_pointer_and_unknown_states_give_finite_numbers() -> None:
    history = random_history(2)
    unknown = replace(
        history,
        pointer=torch.full_like(history.pointer, torch.nan),
        states=torch.full_like(history.states, torch.nan),
    )
    assert tiny_model().encode(unknown).fused.isfinite().all()
