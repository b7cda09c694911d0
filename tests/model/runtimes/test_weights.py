from __future__ import annotations

import pytest
import torch

from model.config import DecoderConfig, ModelConfig
from model.encoder_config import EncoderConfig
from model.runtimes.compiling import load_kernels
from model.runtimes.weights import is_known, step_weights
from tests.model.network_batches import tiny_model


def test_the_default_decoder_is_known() -> None:
    assert is_known(tiny_model().decoder)


def test_a_decoder_that_points_its_places_is_known() -> None:
    config = ModelConfig(EncoderConfig(hidden=16, entities=True), DecoderConfig(pointer=True))
    assert is_known(tiny_model(0, config).decoder)


@pytest.mark.parametrize(
    "decoder", [DecoderConfig(kind="parallel"), DecoderConfig(clock="mixture"), DecoderConfig(context_aware=True)]
)
def test_a_decoder_with_other_parts_is_not_known(decoder: DecoderConfig) -> None:
    assert not is_known(tiny_model(0, ModelConfig(EncoderConfig(hidden=16), decoder)).decoder)


def test_the_rows_of_a_class_are_what_the_layer_makes_of_its_embedding() -> None:
    decoder = tiny_model().decoder
    assert is_known(decoder)
    feedback = decoder.feedback
    whole = torch.zeros(feedback.project.in_features)
    whole[: feedback.kind.embedding_dim] = feedback.kind.weight[2]
    assert step_weights(decoder, load_kernels()).kind[2] == pytest.approx(
        feedback.project(whole).detach().numpy(), abs=1e-6
    )
