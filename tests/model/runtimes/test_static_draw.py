"""Steps of fixed shapes beside the decoder: the same draws from the same random numbers, on the CPU."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from model.actions import ActionKind, ActionSequence
from model.batch import HistoryBatch
from model.committed import NOTHING_COMMITTED, Committed
from model.config import DecoderConfig, ModelConfig
from model.decoders.point_process import PointProcessDecoder
from model.encoder_config import EncoderConfig
from model.runtimes.cuda_graph import CapturedPointProcess
from model.timed_action_model import TimedActionModel
from tests.model.network_batches import random_history, row_of, tiny_model
from tests.model.runtimes.test_point_process import begun, generator, lively

WINDOWS = 8


def launched(work: Callable[[], None], reset: Callable[[], None]) -> Callable[[], None]:
    """Stands for a graph: the same work, launched each time."""
    reset()
    return work


def static(model: TimedActionModel, history: HistoryBatch) -> CapturedPointProcess:
    assert isinstance(model.decoder, PointProcessDecoder)
    return CapturedPointProcess(model.decoder, model.encode(row_of(history, 0)), launched)


def assert_draws_alike(
    model: TimedActionModel, history: HistoryBatch, shaped_by: HistoryBatch, given: list[Committed] | None = None
) -> list[ActionSequence]:
    """One buffer serves all windows, one after another."""
    steps, rows, decoder = static(model, shaped_by), range(history.size), model.decoder
    given = given or [NOTHING_COMMITTED] * history.size
    assert isinstance(decoder, PointProcessDecoder)
    expected = decoder.sample(model.encode(history), [generator(row) for row in rows], committed=given)
    found = [steps.sample(model.encode(row_of(history, row)), generator(row), given[row]) for row in rows]
    assert found == expected
    return found


@torch.inference_mode()
def test_they_draw_what_the_decoder_draws() -> None:
    history = random_history(WINDOWS)
    drawn = assert_draws_alike(lively(), history, history)
    assert {action.kind for sequence in drawn for action in sequence.actions} == set(ActionKind)
    assert max(len(sequence.actions) for sequence in drawn) > 16


@pytest.mark.parametrize("part", ["pointer", "states"])
@torch.inference_mode()
def test_a_window_may_know_less_than_the_one_that_gave_the_shapes(part: str) -> None:
    history = random_history(2)
    blank: HistoryBatch = replace(history, **{part: torch.full_like(getattr(history, part), torch.nan)})
    assert_draws_alike(lively(1), blank, history)
    assert_draws_alike(lively(1), history, blank)


@torch.inference_mode()
def test_a_gap_of_any_length_before_the_window_is_heeded() -> None:
    history = replace(random_history(6), since_last_s=torch.tensor([0.0, 0.2509, 0.5999, 0.6, 1.2, 60.0]))
    assert_draws_alike(lively(2), history, history)


@torch.inference_mode()
def test_a_full_window_ends_after_the_hundredth_action() -> None:
    model = lively(3)
    model.decoder.get_parameter("clock.project.bias").fill_(-30.0)[2] = 9.0
    history = random_history(1)
    assert [len(each.actions) for each in assert_draws_alike(model, history, history)] == [100]


@pytest.mark.parametrize("changed", [{"clock": "mixture"}, {"context_aware": True}])
@torch.inference_mode()
def test_options_that_no_kernel_knows_are_drawn_alike_too(changed: dict[str, object]) -> None:
    history = random_history(6)
    assert_draws_alike(tiny_model(0, ModelConfig(EncoderConfig(hidden=16), DecoderConfig(**changed))), history, history)


@torch.inference_mode()
def test_what_is_committed_is_done_before_the_first_step_is_drawn() -> None:
    model, history = lively(), random_history(WINDOWS)
    given = begun(model, history, [(61 * row) % 301 for row in range(WINDOWS)])
    assert {len(one.actions) > 0 for one in given} == {True, False}
    assert_draws_alike(model, history, history, given)
