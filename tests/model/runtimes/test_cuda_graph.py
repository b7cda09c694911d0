"""What cannot be captured runs as it is, and the log says so; the benchmark holds a graph against torch on a device."""

from __future__ import annotations

import pytest
import torch

from model.config import DecoderConfig, ModelConfig
from model.encoder_config import EncoderConfig
from model.runtimes.cuda_graph import capture_point_process
from tests.model.network_batches import random_history, tiny_model


@torch.inference_mode()
def test_another_decoder_runs_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    model = tiny_model(0, ModelConfig(EncoderConfig(hidden=16), DecoderConfig(kind="sequential")))
    with caplog.at_level("INFO"):
        assert capture_point_process(model.decoder, model.encode(random_history(1))) is None
    assert "runs uncaptured" in caplog.text


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device: the benchmark captures on it")
@torch.inference_mode()
def test_without_a_device_that_captures_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    model = tiny_model(0)
    assert capture_point_process(model.decoder, model.encode(random_history(1))) is None
    assert "runs uncaptured" in caplog.text
