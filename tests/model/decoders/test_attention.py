from __future__ import annotations

import pytest
import torch

from model.config import DecoderConfig, EncoderConfig, ModelConfig
from model.decoders.attention import HEADS, Attention
from model.decoders.taught import taught_steps
from model.errors import ConfigurationError
from tests.model.decoders.compared import compared_model
from tests.model.network_batches import moves, random_history


def test_a_slot_sees_only_those_before_it_and_itself() -> None:
    torch.manual_seed(0)
    attention, values = Attention(16), torch.randn(1, 5, 16)
    changed = values.clone()
    changed[0, 3] += 1.0
    before, after = (attention(each, attention.remember(each), is_causal=True) for each in (values, changed))
    assert torch.equal(before[0, :3], after[0, :3])
    assert not torch.equal(before[0, 4], after[0, 4])


def test_what_is_masked_is_not_seen() -> None:
    torch.manual_seed(0)
    attention, values, query = Attention(16), torch.randn(1, 3, 16), torch.randn(1, 1, 16)
    mask = torch.tensor([[True, False, True]])
    changed = values.clone()
    changed[0, 1] += 1.0
    assert torch.equal(*(attention(query, attention.remember(each, mask)) for each in (values, changed)))


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
    own = type(context)(context.fused.detach(), windows, history)
    target = moves([[10], [20]])
    model.decoder.along(own, target, taught_steps(own, target)).square().sum().backward()
    assert torch.equal(windows.grad.abs().sum(dim=-1) > 0, history.window_mask)


def test_the_width_must_be_a_multiple_of_the_heads() -> None:
    with pytest.raises(ConfigurationError, match=r"encoder.hidden is a multiple of 8 with attention, found 12"):
        ModelConfig(EncoderConfig(hidden=12), DecoderConfig("attention"))
