from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from bridge.events import KEYS, Author
from bridge.held import HeldInput
from model.actions import ActionKind
from model.decoders.progress import Marks, Progress, marks_of, progress_along, progress_at_start
from model.event_table import BUTTONS
from tests.model.network_batches import random_history, target_of, tiny_model


def test_all_steps_at_once_equal_one_step_after_another() -> None:
    model, history = tiny_model(), random_history(12)
    context = model.encode(history)
    target = target_of(model.sample(history, torch.Generator().manual_seed(0)), history)
    marks = marks_of(target)
    along, single = progress_along(context, marks), progress_at_start(context)
    for step in range(marks.kinds.shape[1] + 1):
        valid = target.lengths >= step
        for name in ("elapsed_ms", "displacement_px", "hand_px", "held_buttons", "held_keys", "idle_ms", "step"):
            assert torch.equal(getattr(single, name)[valid], getattr(along, name)[valid, step]), name
        for name in ("way_px", "velocity", "rest_ms"):
            torch.testing.assert_close(getattr(single, name)[valid], getattr(along, name)[valid, step])
        if step < marks.kinds.shape[1]:
            single = single.advanced(Marks(*(getattr(marks, name)[:, step] for name in Marks.__slots__)))


def test_what_is_held_follows_every_press_and_release() -> None:
    history = random_history(8)
    model = tiny_model()
    sequences = model.sample(history, torch.Generator().manual_seed(5))
    along = progress_along(model.encode(history), marks_of(target_of(sequences, history)))
    for row, sequence in enumerate(sequences):
        held = HeldInput(
            None,
            frozenset(button for index, button in enumerate(BUTTONS) if history.held_buttons[row, index]),
            frozenset(key for index, key in enumerate(KEYS) if history.held_keys[row, index]),
        )
        for step, event in enumerate(sequence.events(0, Author.AGENT)):
            assert held_at(along, row, step) == (held.buttons, held.keys)
            held = held.after(event)


def held_at(along: Progress, row: int, step: int) -> tuple[frozenset[str], frozenset[str]]:
    buttons = frozenset(button for index, button in enumerate(BUTTONS) if along.held_buttons[row, step, index])
    return buttons, frozenset(key for index, key in enumerate(KEYS) if along.held_keys[row, step, index])


def test_pressed_twice_and_released_once_is_up() -> None:
    history = random_history(1)
    history.held_buttons[:] = False
    zeros = torch.zeros((1, 3), dtype=torch.int64)
    kinds = torch.tensor([[ActionKind.PRESS, ActionKind.PRESS, ActionKind.RELEASE]])
    marks = Marks(zeros, kinds, torch.zeros((1, 3, 2), dtype=torch.int64), zeros, zeros, zeros)
    along = progress_along(tiny_model().encode(history), marks)
    assert along.held_buttons[0, :, 0].tolist() == [False, True, True, False]


def hand_at_the_pointer(rest_ms: float) -> Progress:
    """Before a window's first step."""
    start = progress_at_start(tiny_model().encode(random_history(1)))
    return replace(start, hand_px=torch.zeros(1, 2), rest_ms=torch.tensor([rest_ms]), idle_ms=torch.tensor([rest_ms]))


def one(kind: ActionKind, wait_ms: int, delta: list[int]) -> Marks:
    zero = torch.tensor([0])
    return Marks(torch.tensor([wait_ms]), torch.tensor([int(kind)]), torch.tensor([delta]), zero, zero, zero)


def test_the_first_action_is_timed_from_the_last_one_of_the_history() -> None:
    after = hand_at_the_pointer(40.0).advanced(one(ActionKind.MOVE, 10, [100, -50]))
    assert after.velocity.tolist() == [[2.0, -1.0]]
    assert after.way_px.tolist() == [[100.0, -50.0]]
    assert after.idle_ms.item() == after.rest_ms.item() == 0.0


def test_a_wheel_that_is_logged_elsewhere_does_not_move_the_hand() -> None:
    moved = hand_at_the_pointer(0.0).advanced(one(ActionKind.MOVE, 10, [20, 0]))
    turned = moved.advanced(one(ActionKind.SCROLL, 30, [-300, -200]))
    assert turned.velocity.tolist() == [[2.0, 0.0]]
    assert turned.hand_px.tolist() == [[300.0, 200.0]]
    assert turned.rest_ms.item() == 30.0
    assert turned.hand_step(torch.tensor([[304, 200]])).tolist() == [[4, 0]]
    again = turned.advanced(one(ActionKind.MOVE, 10, [304, 200]))
    assert again.velocity[0].tolist() == pytest.approx([0.1, 0.0])
    assert again.hand_px.tolist() == [[0.0, 0.0]]


def test_the_corner_is_seen_from_the_hand() -> None:
    turned = hand_at_the_pointer(0.0).advanced(one(ActionKind.SCROLL, 0, [-300, -200]))
    assert turned.corner_step(torch.tensor([[300.0, 200.0]])).tolist() == [[-300, -200]]


def test_a_motion_carries_on_for_a_while_and_not_for_ever() -> None:
    start = progress_at_start(tiny_model().encode(random_history(1)))
    moving = replace(start, velocity=torch.tensor([[2.0, 0.0]]), rest_ms=torch.tensor([6.0]))
    assert [moving.carried_px(torch.tensor([wait]))[0, 0].item() for wait in (0, 4, 500)] == [12.0, 20.0, 260.0]
