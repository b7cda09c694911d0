"""The compiled decoder beside the decoder: the same draws for the same random numbers, and the same vectors within."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence
from model.batch import HistoryBatch
from model.committed import NOTHING_COMMITTED, Committed
from model.config import DecoderConfig, ModelConfig, load_config
from model.decoders.decoder import row_uniforms
from model.decoders.drawing import UNIFORMS
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import Marks, marks_of, progress_at_start
from model.encoder_config import EncoderConfig
from model.encoders.context import Context
from model.runtimes.compiling import load_kernels
from model.runtimes.moment import moment_of
from model.runtimes.point_process import MARKS, CompiledPointProcess, compile_point_process
from model.runtimes.structs import Floats
from model.timed_action_model import TimedActionModel
from model.tokens.token import F_TOKEN
from tests.model.network_batches import random_history, row_of, target_of, tiny_model

WINDOWS = 24


def lively(seed: int = 0, *, entities: bool = False, pointer: bool = False) -> TimedActionModel:
    """A model that acts often, in every way."""
    encoder = EncoderConfig(hidden=48, dropout=0.0, entities=entities)
    return enlivened(tiny_model(seed, ModelConfig(encoder, DecoderConfig(mixture=3, pointer=pointer))))


def enlivened(model: TimedActionModel) -> TimedActionModel:
    """A model with first weights, made to act often and in every way."""
    with torch.no_grad():
        for parameter in model.decoder.parameters():
            parameter.mul_(1.5)
        model.decoder.clock.project.bias[:12] += 8.5
        model.decoder.marks.kind.bias[1:] += 2.0
        if model.decoder.marks.means is not None:
            model.decoder.marks.means.kind.weight.copy_(torch.linspace(-2.0, 2.0, 24).reshape(6, 4))
    return model


def compiled(model: TimedActionModel) -> CompiledPointProcess:
    made = compile_point_process(model.decoder, load_kernels())
    assert made is not None
    return made


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def assert_draws_alike(
    model: TimedActionModel, history: HistoryBatch, given: list[Committed] | None = None
) -> list[ActionSequence]:
    """The decoder draws all windows at once, the compiled one each by itself, from the same random numbers."""
    fast, rows, given = compiled(model), range(history.size), given or [NOTHING_COMMITTED] * history.size
    decoder = model.decoder
    assert isinstance(decoder, PointProcessDecoder)
    expected = decoder.sample(model.encode(history), [generator(row) for row in rows], committed=given)
    found = [fast.sample(moment_of(model.encode(row_of(history, row))), generator(row), given[row]) for row in rows]
    assert found == expected
    return found


def begun(model: TimedActionModel, history: HistoryBatch, until_ms: list[int]) -> list[Committed]:
    """The beginnings of draws of the model's own, each cut at a time of its own."""
    rows = range(history.size)
    target = target_of(model.sample(history, [generator(1000 + row) for row in rows]), history)
    given = []
    for row, at_ms in zip(rows, until_ms, strict=True):
        kept = int((target.mask[row] & (target.waits_ms[row, :-1].cumsum(0) < at_ms)).sum())
        columns = (target.waits_ms, target.kinds, target.delta[..., 0], target.delta[..., 1])
        columns += (target.buttons, target.keys, target.scrolls)
        given.append(Committed(torch.stack([each[row, :kept] for each in columns], dim=1).numpy(), at_ms))
    return given


@pytest.mark.parametrize("entities", [False, True])
@torch.inference_mode()
def test_it_draws_what_the_decoder_draws(entities: bool) -> None:
    drawn = assert_draws_alike(lively(entities=entities), random_history(WINDOWS))
    assert {action.kind for sequence in drawn for action in sequence.actions} == set(ActionKind)


@torch.inference_mode()
def test_a_model_of_the_default_preset_draws_what_its_decoder_draws() -> None:
    config = load_config(Path("default"))
    model = enlivened(tiny_model(3, replace(config, encoder=replace(config.encoder, dropout=0.0))))
    drawn = assert_draws_alike(model, random_history(8))
    assert sum(len(sequence.actions) for sequence in drawn) > 20


@torch.inference_mode()
def test_it_points_where_the_decoder_points() -> None:
    model, history = lively(5, entities=True, pointer=True), random_history(WINDOWS)
    head = model.decoder.marks.point
    assert head is not None
    head.project.bias[0] = 3.0
    pointing = [sequence for sequence in assert_draws_alike(model, history) if sequence.actions]
    head.project.bias[0] = -30.0
    assert pointing != [sequence for sequence in assert_draws_alike(model, history) if sequence.actions]


@pytest.mark.parametrize("part", ["pointer", "states"])
@torch.inference_mode()
def test_it_draws_the_same_where_nothing_is_known(part: str) -> None:
    model, history = lively(1), random_history(4)
    blank: HistoryBatch = replace(history, **{part: torch.full_like(getattr(history, part), torch.nan)})
    for row in range(4):
        context = model.encode(row_of(blank, row))
        assert (
            compiled(model).sample(moment_of(context), generator(row))
            == model.decoder.sample(context, generator(row))[0]
        )


@pytest.mark.parametrize("entities", [False, True])
@torch.inference_mode()
def test_what_it_remembers_after_a_window_is_what_the_decoder_remembers(entities: bool) -> None:
    model, history = lively(entities=entities), random_history(12)
    fast, total = compiled(model), 0
    for row in range(12):
        one = row_of(history, row)
        context = model.encode(one)
        (setting, hand), actions = fast.begin(moment_of(context)), np.empty((MAX_ACTIONS, MARKS), np.int64)
        uniforms = row_uniforms(generator(row), 1, MAX_ACTIONS, UNIFORMS, torch.device("cpu"))[0].numpy()
        count = fast.draw(setting, hand, uniforms, HORIZON_MS, actions)
        taught = target_of(model.decoder.sample(context, generator(row)), one)
        assert count == hand.step[0] == taught.lengths
        assert np.abs(hand.hidden - taught_hidden(model.decoder, context, marks_of(taught), count)).max() < 1e-5
        total += count
    assert total > 20


def taught_hidden(decoder: PointProcessDecoder, context: Context, marks: Marks, count: int) -> Floats:
    """What the decoder remembers after each of `count` known actions was fed back to it, and the silence after them."""
    setting, progress, hidden = decoder.setting(context), progress_at_start(context), decoder.initial(context)
    for step in range(min(count + 1, MAX_ACTIONS)):
        inputs = decoder.feedback(setting, progress, decoder.view(setting, progress))
        hidden = decoder.recurrent(inputs.unsqueeze(1), hidden.unsqueeze(0))[1][0]
        if step < count:
            progress = progress.advanced(Marks(*(getattr(marks, part.name)[:, step] for part in fields(Marks))))
    return hidden[0].numpy()


@pytest.mark.parametrize("changed", [{"clock": "mixture"}, {"context_aware": True}])
def test_a_decoder_with_parts_that_no_kernel_knows_is_left_as_it_is(changed: dict[str, object]) -> None:
    model = tiny_model(0, ModelConfig(EncoderConfig(hidden=16), DecoderConfig(**changed)))
    assert compile_point_process(model.decoder, load_kernels()) is None


@torch.inference_mode()
def test_it_draws_the_same_where_no_token_is_seen() -> None:
    model, history = lively(1, entities=True, pointer=True), random_history(4)
    blank = replace(
        history, tokens=torch.full((4, 1, F_TOKEN), torch.nan), token_mask=torch.zeros(4, 1, dtype=torch.bool)
    )
    assert_draws_alike(model, blank)


@torch.inference_mode()
def test_a_hand_that_is_not_where_the_pointer_is_logged_goes_on_from_where_it_was() -> None:
    history = random_history(6, seed=4)
    assert_draws_alike(lively(3), replace(history, pointer=torch.zeros_like(history.pointer)))


@torch.inference_mode()
def test_a_gap_of_any_length_before_the_window_is_heeded() -> None:
    since_s = torch.tensor([0.0, 0.2509, 0.5999, 0.6, 1.2, 60.0])
    assert_draws_alike(lively(2), replace(random_history(6), since_last_s=since_s))


@torch.inference_mode()
def test_what_is_committed_comes_first_and_the_rest_is_drawn_as_the_decoder_draws_it() -> None:
    # so lively a model has acted long before: torch's floats cannot tell apart the milliseconds of so late a wait, and
    # with most seeds one window in 24 has it a millisecond off
    model, history = lively(17), random_history(WINDOWS)
    until_ms = [(37 * row) % 301 for row in range(WINDOWS)]
    given = begun(model, history, until_ms)
    assert sum(len(one.actions) for one in given) > 20
    for one, sequence in zip(given, assert_draws_alike(model, history, given), strict=True):
        times_ms = np.cumsum([round(1000 * action.wait_s) for action in sequence.actions])
        assert (times_ms[: len(one.actions)] == np.cumsum(one.actions[:, 0])).all()
        assert (times_ms[len(one.actions) :] >= one.until_ms).all()
