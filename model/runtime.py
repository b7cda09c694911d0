"""The model at play: one history in, one drawn sequence out, on one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import torch

from model.actions import ActionSequence
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST
from model.committed import committed_of
from model.decoders.point_process import PointProcessDecoder
from model.devices import device_of
from model.encoders.context import Context
from model.features import history_batch
from model.history import History
from model.runtimes.compiling import CannotCompile, load_kernels
from model.runtimes.cuda_graph import capture_point_process
from model.runtimes.encoder import compile_encoder
from model.runtimes.moment import moment_of
from model.runtimes.point_process import compile_point_process
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary

STEADY_SPREAD, STEADY_SHARPNESS = 0.25, 2.0
"""At play the hand is steadier than those it learned from: the scatter of steps adds up (docs/results/player.md)."""

_LOG = logging.getLogger(__name__)

Decide = Callable[[History, torch.Generator], ActionSequence]
"""Draws what follows a history."""


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
        if isinstance(checkpoint.model.decoder, PointProcessDecoder):
            checkpoint.model.decoder.marks.steady(STEADY_SPREAD, STEADY_SHARPNESS)
        self.commits = isinstance(checkpoint.model.decoder, PointProcessDecoder)
        self._decide = fastest(checkpoint.model, checkpoint.vocabulary, self._device)
        self._generator = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def decide(self, history: History) -> ActionSequence:
        """A draw of what happens in the 600 ms after the history, what is committed included where `commits`."""
        return self._decide(history, self._generator)


def fastest(model: TimedActionModel, vocabulary: Vocabulary, device: torch.device) -> Decide:
    """The model compiled as far as there are kernels for it, the rest as it is: either way the same draws."""

    def encoded(history: History) -> Context:
        return model.encode(history_batch([history], vocabulary).to(device))

    def as_it_is(history: History, generator: torch.Generator) -> ActionSequence:
        decoder = model.decoder
        if isinstance(decoder, PointProcessDecoder):
            return decoder.sample(encoded(history), generator, committed=[committed_of(history)])[0]
        return decoder.sample(encoded(history), generator)[0]

    if device.type != "cpu":
        return _captured(model, encoded, as_it_is)
    try:
        kernels = load_kernels()
    except CannotCompile as error:
        _LOG.warning("the model runs uncompiled, many times slower: %s", error)
        return as_it_is
    encoder, decoder = (
        compile_encoder(model.encoder, vocabulary, kernels),
        compile_point_process(model.decoder, kernels),
    )
    if decoder is None:
        _LOG.info("the model runs uncompiled: there are no kernels for its decoder")
        return as_it_is
    encode = (lambda history: moment_of(encoded(history))) if encoder is None else encoder.encode
    return lambda history, generator: decoder.sample(encode(history), generator, committed_of(history))


def _captured(model: TimedActionModel, encoded: Callable[[History], Context], as_it_is: Decide) -> Decide:
    """The decoder as a graph, captured at the first tick, when the shapes are there."""
    decide: list[Decide] = []

    def first(history: History, generator: torch.Generator) -> ActionSequence:
        if not decide:
            steps = capture_point_process(model.decoder, encoded(history))
            decide.append(
                as_it_is if steps is None else lambda now, by: steps.sample(encoded(now), by, committed_of(now))
            )
        return decide[0](history, generator)

    return first
