from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.config import DecoderConfig, ModelConfig
from model.decoders.multihead import HEADS, Attention
from model.decoders.taught import taught_steps
from model.encoder_config import EncoderConfig
from model.errors import ConfigurationError
from tests.model.decoders.compared import compared_model
from tests.model.network_batches import moves, random_history


def test_a_memory_grows_by_what_is_appended() -> None:
    attention, values = Attention(16), torch.randn(2, 5, 16)
    whole, first, rest = (attention.remember(values[:, part]) for part in (slice(5), slice(2), slice(2, 5)))
    grown = first.grown(rest)
    assert whole.keys.shape == (2, HEADS, 5, 2)
    assert torch.allclose(grown.keys, whole.keys)
    assert torch.allclose(grown.values, whole.values)


def test_every_history_window_is_attended_to() -> None:
    model, history = compared_model(DecoderConfig("attention")), random_history(2)
    context = model.encode(history)
    windows = context.windows.detach().requires_grad_()
    own = replace(context, fused=context.fused.detach(), windows=windows)
    target = moves([[10], [20]])
    model.decoder.along(own, target, taught_steps(own, target)).square().sum().backward()
    assert torch.equal(windows.grad.abs().sum(dim=-1) > 0, history.window_mask)


def test_the_width_must_be_a_multiple_of_the_heads() -> None:
    with pytest.raises(ConfigurationError, match=r"encoder.hidden is a multiple of 8 with attention, found 12"):
        ModelConfig(EncoderConfig(hidden=12), DecoderConfig("attention"))
