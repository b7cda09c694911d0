from __future__ import annotations

from dataclasses import replace

import torch

from bridge.events import KEYS
from model.actions import ActionKind
from model.decoders.feedback import Setting, _gap_class
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import Marks, Progress, progress_at_start
from tests.model.network_batches import random_history, tiny_model


def inputs_after(**changes: int) -> torch.Tensor:
    """What the step after one action is told, the action changed in one field."""
    model, history = tiny_model(), random_history(1)
    context = model.encode(history)
    zero = torch.tensor([0])
    marks = Marks(torch.tensor([3]), zero, torch.tensor([[2, 0]]), zero, zero, zero)
    marks = replace(marks, **{name: torch.tensor([value]) for name, value in changes.items()})
    return told(model.decoder, model.decoder.setting(context), progress_at_start(context).advanced(marks))


def told(decoder: PointProcessDecoder, setting: Setting, progress: Progress) -> torch.Tensor:
    with torch.no_grad():
        inputs: torch.Tensor = decoder.feedback(setting, progress, decoder.view(setting, progress))
    return inputs


def test_kind_wait_button_key_and_scroll_of_the_action_before_are_fed_back() -> None:
    plain = inputs_after()
    changes = ({"waits_ms": 4}, {"kinds": int(ActionKind.SCROLL)}, {"scrolls": 2})
    assert all(not torch.equal(plain, inputs_after(**change)) for change in changes)
    press = int(ActionKind.PRESS)
    assert not torch.equal(inputs_after(kinds=press, buttons=0), inputs_after(kinds=press, buttons=1))
    key = int(ActionKind.KEY_PRESS)
    assert not torch.equal(inputs_after(kinds=key, keys=0), inputs_after(kinds=key, keys=len(KEYS) - 1))


def test_a_button_class_of_an_action_that_has_none_is_not_read() -> None:
    assert torch.equal(inputs_after(buttons=0), inputs_after(buttons=2))


def test_the_first_step_is_told_the_time_since_the_last_action() -> None:
    model, history = tiny_model(), random_history(1)
    context = model.encode(history)
    setting, start = model.decoder.setting(context), progress_at_start(context)
    early, late = (replace(start, idle_ms=torch.tensor([idle_ms])) for idle_ms in (499.0, 500.0))
    assert not torch.equal(told(model.decoder, setting, early), told(model.decoder, setting, late))


def test_times_since_the_last_action_beyond_a_second_are_all_long_ago() -> None:
    model, history = tiny_model(), random_history(1)
    context = model.encode(history)
    setting, start = model.decoder.setting(context), progress_at_start(context)
    ages = [replace(start, idle_ms=torch.tensor([idle_ms])) for idle_ms in (1023.0, 60000.0)]
    classes = [_gap_class(age, age.step > 0).item() for age in ages]
    assert classes == [1623, 1623]
    assert torch.isfinite(told(model.decoder, setting, ages[1])).all()
