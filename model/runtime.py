"""The model at play: one history in, one drawn sequence out, on one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch

from model.actions import ActionSequence
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST
from model.committed import committed_of
from model.decoders.decoder import Decoder
from model.decoders.point_process import PointProcessDecoder
from model.devices import device_of
from model.encoders.context import Context
from model.familiarity import load_familiarity
from model.features import history_batch
from model.history import History
from model.runtimes.compiling import CannotCompile, load_kernels
from model.runtimes.cuda_graph import CapturedPointProcess, capture_point_process
from model.runtimes.encoder import compile_encoder
from model.runtimes.moment import moment_of
from model.runtimes.point_process import compile_point_process
from model.runtimes.structs import Floats, array_of
from model.runtimes.weights import is_known
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary

STEADY_SPREAD, STEADY_SHARPNESS = 0.25, 2.0
"""At play the hand is steadier than those it learned from: the scatter of steps adds up (docs/results/player.md)."""

_CPU = torch.device("cpu")
_LOG = logging.getLogger(__name__)

Decide = Callable[[History, torch.Generator], ActionSequence | None]
"""Draws what follows a history; None where it abstains."""
MayAct = Callable[[Floats], bool]
"""Told the fused context float32 (H,) of a history: whether anything is to be decided upon it."""


def _always(_: Floats) -> bool:
    return True


class TickDecoder:
    """Decides a tick from the best checkpoint of a run.

    Torch is held to one thread from here on: at batch 1 two threads gain nothing and stall under outside load.

    Args:
        run: a run directory.
        device: "auto", "cpu" or "cuda"; see `deciding_device`.
        seed: of the draws; the same histories in the same order give the same sequences.
        abstain_above: it decides nothing where the present is stranger than this share of held-out windows, 0 … 1, see
            `model.familiarity`; None: it always decides.

    Raises:
        CheckpointError: the run cannot be loaded, or does not know what it is familiar with.
        ConfigurationError: there is no such device.
    """

    def __init__(self, run: Path, device: str, seed: int, abstain_above: float | None = None) -> None:
        torch.set_num_threads(1)
        checkpoint = load_checkpoint(run / BEST, _CPU)
        where = deciding_device(device, checkpoint.model.decoder)
        checkpoint.model.to(where)
        if isinstance(checkpoint.model.decoder, PointProcessDecoder):
            checkpoint.model.decoder.marks.steady(STEADY_SPREAD, STEADY_SHARPNESS)
        self.commits = isinstance(checkpoint.model.decoder, PointProcessDecoder)
        known = None if abstain_above is None else load_familiarity(run, checkpoint.step)

        def may_act(fused: Floats) -> bool:
            return known is None or abstain_above is None or known.strangeness(fused) <= abstain_above

        self._decide = fastest(checkpoint.model, checkpoint.vocabulary, where, may_act)
        self._generator = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def decide(self, history: History) -> ActionSequence | None:
        """A draw of what happens in the 600 ms after the history, what is committed included where `commits`.

        None: it abstains.
        """
        return self._decide(history, self._generator)


def deciding_device(name: str, decoder: Decoder) -> torch.device:
    """Where ticks are decided one at a time: "auto" is the processor wherever kernels run the decoder, else CUDA's.

    At batch 1 the kernels on one core are several times as quick as a CUDA device (docs/model.md).

    Raises:
        ConfigurationError: an unknown name, or no CUDA device where one was asked for.
    """
    where = device_of(name)
    return _CPU if name == "auto" and where != _CPU and is_known(decoder) and _has_kernels() else where


def _has_kernels() -> bool:
    try:
        load_kernels()
    except CannotCompile:
        return False
    return True


def fastest(model: TimedActionModel, vocabulary: Vocabulary, device: torch.device, may_act: MayAct = _always) -> Decide:
    """The model compiled as far as there are kernels for it, the rest as it is: either way the same draws."""
    looks = model.config.encoder.sees_pictures

    def encoded(history: History) -> Context:
        return model.encode(history_batch([history], vocabulary, looks=looks).to(device))

    def drawn(context: Context, history: History, generator: torch.Generator) -> ActionSequence:
        decoder = model.decoder
        if isinstance(decoder, PointProcessDecoder):
            return decoder.sample(context, generator, committed=[committed_of(history)])[0]
        return decoder.sample(context, generator)[0]

    def as_it_is(history: History, generator: torch.Generator) -> ActionSequence | None:
        context = encoded(history)
        return drawn(context, history, generator) if may_act(array_of(context.fused[0])) else None

    if device.type != "cpu":
        return _captured(model, encoded, drawn, may_act)
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

    def compiled(history: History, generator: torch.Generator) -> ActionSequence | None:
        moment = encode(history)
        return decoder.sample(moment, generator, committed_of(history)) if may_act(moment.fused) else None

    return compiled


Draw = Callable[[Context, History, torch.Generator], ActionSequence]
"""Draws what follows an encoded history."""


def _captured(
    model: TimedActionModel, encoded: Callable[[History], Context], as_it_is: Draw, may_act: MayAct
) -> Decide:
    """The decoder as a graph, captured at the first tick, when the shapes are there."""
    draws: list[Draw] = []

    def decide(history: History, generator: torch.Generator) -> ActionSequence | None:
        context = encoded(history)
        if not draws:
            steps = capture_point_process(model.decoder, context)
            draws.append(as_it_is if steps is None else partial(_replayed, steps))
        return draws[0](context, history, generator) if may_act(array_of(context.fused[0])) else None

    return decide


def _replayed(
    steps: CapturedPointProcess, context: Context, history: History, generator: torch.Generator
) -> ActionSequence:
    return steps.sample(context, generator, committed_of(history))
