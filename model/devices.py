"""Where a model computes."""

from __future__ import annotations

import torch

from model.errors import ConfigurationError


def device_of(name: str) -> torch.device:
    """The device that "auto", "cpu" or "cuda" names; "auto" is CUDA where there is one.

    Raises:
        ConfigurationError: another name, or no CUDA device where one was asked for.
    """
    if name not in ("auto", "cpu", "cuda"):
        raise ConfigurationError(f"unknown device {name!r}; expected auto, cpu or cuda")
    has_cuda = torch.cuda.is_available()
    if name == "cuda" and not has_cuda:
        raise ConfigurationError("no CUDA device is there; use --device cpu or auto")
    return torch.device("cuda" if has_cuda and name != "cpu" else "cpu")
