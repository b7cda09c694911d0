from __future__ import annotations

import pytest
import torch

from model.devices import device_of
from model.errors import ConfigurationError


def test_the_processor_is_always_there() -> None:
    assert device_of("cpu") == torch.device("cpu")


def test_auto_is_cuda_where_there_is_one() -> None:
    assert device_of("auto").type == ("cuda" if torch.cuda.is_available() else "cpu")


def test_an_unknown_device_is_named() -> None:
    with pytest.raises(ConfigurationError, match="unknown device 'tpu'; expected auto, cpu or cuda"):
        device_of("tpu")


def test_cuda_is_either_there_or_refused_with_what_to_do() -> None:
    if torch.cuda.is_available():
        assert device_of("cuda").type == "cuda"
    else:
        with pytest.raises(ConfigurationError, match="use --device cpu or auto"):
            device_of("cuda")
