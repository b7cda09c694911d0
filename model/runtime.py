"""The model at play: one history in, one drawn sequence out, on one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import torch

from model.actions import ActionSequence
from model.checkpoint import BEST, load_checkpoint
from model.devices import device_of
from model.encoders.context import Context
from model.features import history_batch
from model.history import History
from model.runtimes.compiling import CannotCompile, load_kernels
from model.runtimes.point_process import compile_point_process
from model.timed_action_model import TimedActionModel

_LOG = logging.getLogger(__name__)

Sampler = Callable[[Context, torch.Generator], ActionSequence]
"""Draws what follows the context of one history."""


class TickDecoder:
    """Decides a tick from the best checkpoint of a run.

    Torch is held to one thread from here on: at batch 1 two threads gain nothing and stall under outside load.

    Args:
        run: a run directory.
        device: "auto", "cpu" or "cuda".
        seed: of the draws; the same histories in the same order give the same sequences.

    Raises:
        CheckpointError: the run cannot be loaded.
        ConfigurationError: there is no such device.
    """

    def __init__(self, run: Path, device: str, seed: int) -> None:
        torch.set_num_threads(1)
        self._device = device_of(device)
        checkpoint = load_checkpoint(run / BEST, self._device)
        self._model, self._vocabulary = checkpoint.model, checkpoint.vocabulary
        self._sample = fastest_sampler(self._model, self._device)
        self._generator = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def decide(self, history: History) -> ActionSequence:
        """A draw of what happens in the 600 ms after the history."""
        batch = history_batch([history], self._vocabulary).to(self._device)
        return self._sample(self._model.encode(batch), self._generator)


def fastest_sampler(model: TimedActionModel, device: torch.device) -> Sampler:
    """The compiled decoder where there are kernels for it; else the decoder as it is, which draws the same."""
    if device.type == "cpu":
        try:
            compiled = compile_point_process(model.decoder, load_kernels())
        except CannotCompile as error:
            _LOG.warning("the model runs uncompiled, many times slower: %s", error)
        else:
            if compiled is not None:
                return compiled.sample
            _LOG.info("the model runs uncompiled: there are no kernels for its decoder")
    return lambda context, generator: model.decoder.sample(context, generator)[0]
