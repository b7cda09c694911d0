from __future__ import annotations

import torch

from model.config import ModelConfig
from model.encoder_config import EncoderConfig
from model.runtimes.compiling import load_kernels
from model.runtimes.encoder_weights import encoder_weights, is_known_encoder
from model.timed_action_model import TimedActionModel


def test_the_default_encoder_is_known() -> None:
    assert is_known_encoder(TimedActionModel(ModelConfig(EncoderConfig(hidden=8))).encoder)


def test_another_network_is_not_known() -> None:
    assert not is_known_encoder(torch.nn.Linear(2, 2))


def test_both_biases_of_a_recurrence_are_one() -> None:
    encoder = TimedActionModel(ModelConfig(EncoderConfig(hidden=8))).encoder
    recurrent = encoder.windows.recurrent
    weights = encoder_weights(encoder, load_kernels())
    assert weights.row_gates_bias.tolist() == (recurrent.bias_ih_l0 + recurrent.bias_hh_l0).tolist()
