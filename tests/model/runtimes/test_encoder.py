"""The compiled encoder beside the encoder, on a session of the sandbox's expert."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from model.config import ModelConfig, load_config
from model.encoder_config import EncoderConfig
from model.features import history_batch
from model.history import History
from model.runtimes.compiling import load_kernels
from model.runtimes.encoder import CompiledEncoder, compile_encoder
from model.runtimes.moment import moment_of
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from tests.model.sessions import played

VOCABULARY = Vocabulary(("Tree", "Oak tree"))


@cache
def model(*, entities: bool = False) -> TimedActionModel:
    torch.manual_seed(0)
    return TimedActionModel(ModelConfig(EncoderConfig(hidden=48, entities=entities))).eval()


def compiled(*, entities: bool = False) -> CompiledEncoder:
    made = compile_encoder(model(entities=entities).encoder, VOCABULARY, load_kernels())
    assert made is not None
    return made


@torch.inference_mode()
def assert_same_moment(encoder: CompiledEncoder, history: History, eager: TimedActionModel) -> None:
    expected = moment_of(eager.encode(history_batch([history], VOCABULARY)))
    found = encoder.encode(history)
    assert np.abs(found.fused - expected.fused).max() < 1e-5
    for name in ("state", "pointer_px", "is_seen", "canvas_px", "idle_ms", "held_buttons", "held_keys"):
        assert np.array_equal(getattr(found, name), getattr(expected, name), equal_nan=name == "state"), name
    for name, part in found.hand._asdict().items():
        assert np.allclose(part, getattr(expected.hand, name), rtol=1e-6, atol=1e-3), name


def test_a_session_is_encoded_as_the_encoder_does_tick_by_tick() -> None:
    encoder, histories = compiled(), played(1).histories
    assert max(len(window.events) for window in histories[40].windows) > 5
    for history in (*histories[:2], *histories[34:44]):
        assert_same_moment(encoder, history, model())


def test_an_encoder_of_the_default_sizes_encodes_the_same() -> None:
    torch.manual_seed(1)
    large = TimedActionModel(load_config(Path("default"))).eval()
    encoder = compile_encoder(large.encoder, VOCABULARY, load_kernels())
    assert encoder is not None
    for history in played(1).histories[39:42]:
        assert_same_moment(encoder, history, large)


def test_tokens_are_seen_and_what_is_found_among_them_is_in_the_context() -> None:
    encoder, histories = compiled(entities=True), played(1).histories
    for history in (histories[0], *histories[40:42]):
        assert_same_moment(encoder, history, model(entities=True))
        seen = encoder.encode(history).seen
        assert seen is not None
        assert seen.is_placed.sum() > 5


def test_histories_in_any_order_are_encoded_alike() -> None:
    encoder, histories = compiled(), played(1).histories
    for index in (40, 3, 41, 80):
        assert_same_moment(encoder, histories[index], model())


def test_a_window_is_encoded_once() -> None:
    encoder, histories = compiled(), played(1).histories
    encoder.encode(histories[40])
    before = encoder.kept
    encoder.encode(histories[41])
    assert [one is other for one, other in zip(before[1:], encoder.kept[:-1], strict=True)] == [True] * 9


def test_another_canvas_encodes_anew() -> None:
    encoder, history = compiled(), played(1).histories[40]
    encoder.encode(history)
    last = history.windows[-1]
    state = last.observation.state
    assert state is not None
    view = type(state.view)(**{**_fields(state.view), "canvas_width_px": 800})
    seen = replace(last.observation, state=type(state)(**{**_fields(state), "view": view}))
    assert_same_moment(
        encoder, replace(history, windows=(*history.windows[:-1], replace(last, observation=seen))), model()
    )


def _fields(struct: object) -> dict[str, object]:
    return {name: getattr(struct, name) for name in type(struct).__struct_fields__}


def test_a_history_without_states_is_encoded() -> None:
    history = played(1).histories[40]
    windows = tuple(
        replace(window, observation=replace(window.observation, state=None)) for window in history.windows[-3:]
    )
    assert_same_moment(compiled(), replace(history, windows=windows), model())


def test_an_encoder_with_parts_that_no_kernel_knows_is_left_as_it_is() -> None:
    encoder = TimedActionModel(ModelConfig(EncoderConfig(hidden=8))).encoder
    encoder.eyes = torch.nn.Linear(2, 2)
    assert compile_encoder(encoder, VOCABULARY, load_kernels()) is None


@pytest.mark.parametrize("index", [0, 4])
def test_the_start_of_a_session_is_encoded(index: int) -> None:
    assert_same_moment(compiled(), played(1).histories[index], model())
