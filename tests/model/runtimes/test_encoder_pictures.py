"""A model that looks at pictures, compiled beside torch: the same moment, the same draws."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import torch

from model.config import ModelConfig
from model.encoder_config import EncoderConfig, Observe
from model.features import history_batch
from model.history import History
from model.runtime import fastest
from model.runtimes.compiling import load_kernels
from model.runtimes.encoder import compile_encoder
from model.runtimes.moment import moment_of
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from tests.model.filmed import watched

VOCABULARY = Vocabulary(("Tree", "Oak tree"))
_CPU = torch.device("cpu")


@cache
def histories() -> list[History]:
    return watched(3)[0][8:12]


def model(observe: Observe) -> TimedActionModel:
    torch.manual_seed(0)
    with torch.inference_mode(mode=False):
        return TimedActionModel(ModelConfig(EncoderConfig(hidden=48, observe=observe, picture_width=8))).eval()


@pytest.mark.parametrize("observe", ["pixels", "both"])
@torch.inference_mode()
def test_a_moment_with_pictures_is_the_same_compiled_and_in_torch(observe: Observe) -> None:
    network = model(observe)
    encoder = compile_encoder(network.encoder, VOCABULARY, load_kernels())
    assert encoder is not None
    for history in histories():
        expected = moment_of(network.encode(history_batch([history], VOCABULARY, looks=True)))
        found = encoder.encode(history)
        assert np.abs(found.fused - expected.fused).max() < 1e-5
        assert np.array_equal(found.state, expected.state, equal_nan=True)
        assert found.seen is not None
        assert expected.seen is not None
        for name, part in found.seen._asdict().items():
            assert np.allclose(part, getattr(expected.seen, name), rtol=1e-5, atol=1e-4), name


@torch.inference_mode()
def test_draws_with_pixels_alone_are_the_same_compiled_and_in_torch() -> None:
    network = model("pixels")
    decide = fastest(network, VOCABULARY, _CPU)
    for seed, history in enumerate(histories()[:2]):
        drawn = decide(history, torch.Generator().manual_seed(seed))
        batch = history_batch([history], VOCABULARY, looks=True)
        assert [drawn] == network.sample(batch, torch.Generator().manual_seed(seed))
