"""The model at play: one history in, one drawn sequence out, on one thread."""

from __future__ import annotations

from pathlib import Path

import torch

from model.actions import ActionSequence
from model.checkpoint import BEST, load_checkpoint
from model.devices import device_of
from model.features import history_batch
from model.history import History


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
        self._generator = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def decide(self, history: History) -> ActionSequence:
        """A draw of what happens in the 600 ms after the history."""
        batch = history_batch([history], self._vocabulary).to(self._device)
        return self._model.sample(batch, self._generator)[0]
