from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.config import DecoderConfig
from model.timed_action_model import TimedActionModel
from tests.model.decoders.compared import compared_model, generators, without_gradient
from tests.model.network_batches import drawn_batch, random_history, row_of

CONFIGS = {
    "sequential": DecoderConfig("sequential", context_aware=True),
    "point_process": DecoderConfig(context_aware=True),
}
ALL = pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)


def lively(config: DecoderConfig) -> TimedActionModel:
    model = compared_model(config)
    with torch.no_grad():
        if config.kind == "point_process":
            model.decoder.clock.project.bias[:12] += 5.5
        else:
            model.decoder.wait.project.bias.fill_(-0.7)
    return model


@ALL
def test_every_part_has_a_gradient(config: DecoderConfig) -> None:
    model = lively(config)
    assert [name for name in without_gradient(model, drawn_batch(model, 12)) if "key" not in name] == []


@ALL
def test_a_draw_does_not_depend_on_batch_mates(config: DecoderConfig) -> None:
    history, model = random_history(6), lively(config)
    together = model.sample(history, generators(6))
    assert model.sample(row_of(history, 5), [torch.Generator().manual_seed(5)]) == [together[5]]


@ALL
@pytest.mark.parametrize("window", range(10))
def test_each_step_sees_every_window_that_is_there_and_no_other(config: DecoderConfig, window: int) -> None:
    model, history = lively(config), random_history(1)
    batch = drawn_batch(model, 1)
    for is_there in (True, False):
        mask = torch.ones(1, 10, dtype=torch.bool)
        mask[0, window] = is_there
        context = model.encode(replace(history, window_mask=mask))
        other = context.windows.clone()
        other[:, window] += 1.0
        losses = [model.decoder.loss(each, batch.target).nats for each in (context, replace(context, windows=other))]
        assert torch.equal(*losses) is not is_there


@ALL
def test_the_targets_of_the_state_are_seen(config: DecoderConfig) -> None:
    model, history = lively(config), random_history(1)
    batch = drawn_batch(model, 1)
    history.states[:, -1, 2:4] = 0.1
    context = model.encode(history)
    moved = replace(history, states=history.states.clone())
    moved.states[:, -1, 2:4] = 0.2
    losses = [model.decoder.loss(replace(context, history=each), batch.target).nats.item() for each in (history, moved)]
    assert losses[0] != losses[1]
