from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.batch import Batch
from model.config import DecoderConfig
from model.decoders.parallel import SlotProcessors
from model.timed_action_model import TimedActionModel
from tests.model.decoders.compared import (
    PARALLEL,
    compared_model,
    elapsed_ms,
    events_of,
    every_kind,
    generators,
    is_cut_as_asked,
    is_drawn_alone_as_among_others,
    is_told_of_overrun,
)
from tests.model.network_batches import CANVAS, moves, random_history

ALL = pytest.mark.parametrize("config", PARALLEL.values(), ids=PARALLEL)


@ALL
def test_draws_are_whole_actions_on_the_canvas_and_tell_when_they_run_over(config: DecoderConfig) -> None:
    sequences = compared_model(config).sample(random_history(6), generators(6))
    actions = [action for sequence in sequences for action in sequence.actions]
    assert len(sequences) == 6
    assert len({kind for sequence in sequences for kind in events_of(sequence)}) > 1
    assert all(0 <= action.x < CANVAS[0] and 0 <= action.y < CANVAS[1] for action in actions)
    assert all(is_told_of_overrun(sequence) for sequence in sequences)


@ALL
def test_a_draw_does_not_depend_on_batch_mates(config: DecoderConfig) -> None:
    assert is_drawn_alone_as_among_others(compared_model(config))


@ALL
def test_a_shorter_horizon_and_fewer_actions_cut_the_same_draw(config: DecoderConfig) -> None:
    assert is_cut_as_asked(compared_model(config), 30, 3)


def of_waits(cumulative: bool, quantile_bias: float) -> TimedActionModel:
    """A model whose waits are about alike in all slots."""
    model = compared_model(DecoderConfig("parallel_cumulative" if cumulative else "parallel"))
    with torch.no_grad():
        model.decoder.waits.project.bias.fill_(quantile_bias)
    return model


def test_the_cumulative_length_is_the_number_of_times_inside_the_window() -> None:
    model = of_waits(True, 1.0)
    context = model.encode(random_history(12))
    with torch.no_grad():
        hidden = model.decoder.slots(context.fused, MAX_ACTIONS)
        medians = model.decoder.waits(hidden)[..., 1].round()
    inside = (medians.cumsum(dim=1) < HORIZON_MS).sum(dim=1).tolist()
    assert [len(sequence.actions) for sequence in model.decoder.decode(context)] == inside
    assert 0 < min(inside) < MAX_ACTIONS


def test_cumulative_times_never_run_past_the_horizon() -> None:
    model = of_waits(True, 2.0)
    sequences = model.sample(random_history(32), generators(32))
    assert max(elapsed_ms(sequence) for sequence in sequences) < HORIZON_MS
    assert {sequence.horizon_s for sequence in sequences} == {0.6}


def test_a_sequence_that_runs_past_the_horizon_is_kept_whole() -> None:
    model = of_waits(False, 2.0)
    with torch.no_grad():
        model.decoder.length.bias[90] += 50.0
    sequence = model.decoder.decode(model.encode(random_history(1)))[0]
    assert len(sequence.actions) == 90
    assert elapsed_ms(sequence) > HORIZON_MS
    assert sequence.horizon_s == float("inf")


def test_decoding_is_always_the_same() -> None:
    model = compared_model(PARALLEL["parallel"])
    context = model.encode(random_history(3))
    assert model.decoder.decode(context) == model.decoder.decode(context)


def test_the_wait_after_the_last_action_learns_to_cross_the_horizon() -> None:
    model, batch = (
        of_waits(True, 0.0),
        Batch(random_history(4), moves([[100, 100], [100, 100], [100, 100], [100, 100]])),
    )
    optimiser = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(150):
        optimiser.zero_grad()
        model.loss(batch).total.backward()
        optimiser.step()
    decoded = model.decoder.decode(model.encode(batch.history))
    assert [len(sequence.actions) for sequence in decoded] == [2, 2, 2, 2]


def test_a_weight_of_a_window_counts_it_so_often() -> None:
    model, batch = compared_model(PARALLEL["timing"]), every_kind()
    one = model.loss(batch)
    two = model.loss(Batch(batch.history, replace(batch.target, weight=2.0 * batch.target.weight)))
    assert two.nats.item() == pytest.approx(2.0 * one.nats.item(), rel=1e-5)


def test_each_slot_has_a_processor_of_its_own() -> None:
    processed = SlotProcessors(8)(torch.ones(1, 8), 5)
    assert processed.shape == (1, 5, 8)
    assert not torch.equal(processed[0, 0], processed[0, 1])


def test_no_window_is_longer_than_the_horizon() -> None:
    with pytest.raises(ValueError, match="a window has"):
        compared_model(PARALLEL["parallel"]).sample(random_history(1), generators(1), 601)
