from __future__ import annotations

import pytest
import torch

from model.actions import HORIZON_MS, ActionKind
from model.batch import Batch
from model.config import DecoderConfig
from model.decoders.progress import marks_of, progress_along
from model.decoders.taught import taught_steps
from model.packing import pack_rows
from model.timed_action_model import TimedActionModel
from tests.model.decoders.compared import (
    STEPWISE,
    compared_model,
    elapsed_ms,
    events_of,
    generators,
    is_cut_as_asked,
    is_drawn_alone_as_among_others,
)
from tests.model.network_batches import CANVAS, moves, random_history, target_of

ALL = pytest.mark.parametrize("config", STEPWISE.values(), ids=STEPWISE)


def lively(config: DecoderConfig) -> TimedActionModel:
    """A model that acts every 40 ms or so, in many ways."""
    model = compared_model(config)
    with torch.no_grad():
        bias = torch.tensor([4.0, -0.7, 0.0] if config.multi_scale else [-3.2 if config.as_written else -0.7])
        model.decoder.wait.project.bias.copy_(bias)
        model.decoder.marks.kind.weight.mul_(4.0)
    return model


@ALL
def test_draws_are_whole_actions_on_the_canvas_and_stop_before_the_horizon(config: DecoderConfig) -> None:
    sequences = lively(config).sample(random_history(8), generators(8))
    actions = [action for sequence in sequences for action in sequence.actions]
    assert {len(sequence.actions) > 3 for sequence in sequences} == {True}
    assert len({kind for sequence in sequences for kind in events_of(sequence)}) > 1
    assert all(0 <= action.x < CANVAS[0] and 0 <= action.y < CANVAS[1] for action in actions)
    assert max(elapsed_ms(sequence) for sequence in sequences) < HORIZON_MS
    assert {sequence.horizon_s for sequence in sequences} == {0.6}


@ALL
def test_a_draw_does_not_depend_on_batch_mates(config: DecoderConfig) -> None:
    assert is_drawn_alone_as_among_others(lively(config))


@ALL
def test_a_shorter_horizon_and_fewer_actions_cut_the_same_draw(config: DecoderConfig) -> None:
    assert is_cut_as_asked(lively(config), 100, 2)


@ALL
def test_all_steps_at_once_are_the_steps_one_by_one(config: DecoderConfig) -> None:
    """What is trained is what is drawn from: the vectors along a drawn window are those that drew it."""
    model, history = lively(config), random_history(3)
    target = target_of(model.sample(history, generators(3)), history)
    context = model.encode(history)
    taught = taught_steps(context, target)
    with torch.no_grad():
        at_once = model.decoder.along(context, target, taught)
        along = progress_along(context, marks_of(target))
        step = model.decoder.stepper(context)
        stepwise = []
        for slot in range(int(target.lengths.max()) + 1):
            every = pack_rows(torch.ones(along.step.shape, dtype=torch.bool))
            here = (every.slots % along.step.shape[1] == slot).nonzero().squeeze(1)
            progress = along.rows(every).chosen(here)
            stepwise.append(step(progress))
    grid = torch.stack(stepwise, dim=1).flatten(0, 1)[taught.rows.slots]
    assert torch.allclose(at_once, grid, atol=1e-5)


@pytest.mark.parametrize("name", STEPWISE)
def test_the_emitted_action_reaches_the_next_step_where_it_is_fed_back(name: str) -> None:
    model, history = compared_model(STEPWISE[name]), random_history(1)
    context = model.encode(history)
    target = moves([[10, 20, 30]])
    other = moves([[10, 20, 30]])
    other.kinds[0, 1] = ActionKind.RELEASE
    with torch.no_grad():
        first, second = (model.decoder.along(context, each, taught_steps(context, each)) for each in (target, other))
    same = (first == second).all(dim=1).tolist()
    assert same[:2] == [True, True]
    assert same[2] is (name == "as_written")


@pytest.mark.parametrize("name", ["sequential", "attention", "sequential_scales", "attention_scales"])
def test_the_wait_after_the_last_action_learns_to_cross_the_horizon(name: str) -> None:
    model, batch = compared_model(STEPWISE[name]), Batch(random_history(4), moves([[100, 100]] * 4))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(200):
        optimiser.param_groups[0]["lr"] = 0.01 * (1.0 - step / 200)
        optimiser.zero_grad()
        model.loss(batch).total.backward()
        optimiser.step()
    context = model.encode(batch.history)
    taught = taught_steps(context, batch.target)
    with torch.no_grad():
        waits_ms = model.decoder.waits_ms(model.decoder.along(context, batch.target, taught))
    assert bool((waits_ms[taught.acts] - 100.0).abs().max() < 20.0)
    assert bool((waits_ms[~taught.acts] > 400.0).all())


def test_as_written_nothing_says_that_the_window_ends() -> None:
    parts = compared_model(STEPWISE["as_written"]).loss(Batch(random_history(2), moves([[], [5]])))
    assert parts.survival.item() == 0.0


def test_as_written_a_wait_is_about_as_long_as_a_window_at_first() -> None:
    counts = [
        len(each.actions) for each in compared_model(STEPWISE["as_written"]).sample(random_history(9), generators(9))
    ]
    assert max(counts) <= 1
