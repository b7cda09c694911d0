from __future__ import annotations

import math
from dataclasses import replace

import torch

from model.config import DecoderConfig
from model.decoders.sequential import action_density
from tests.model.decoders.compared import compared_model
from tests.model.network_batches import random_history


def test_the_density_counts_valid_actions_within_100_ms_of_the_same_time() -> None:
    history = random_history(3)
    context = compared_model(DecoderConfig("sequential")).encode(history)
    sequences, elapsed_ms = torch.tensor([0, 2, 2]), torch.tensor([0, 300, 599])
    density = action_density(context, sequences, elapsed_ms)
    assert density.shape == (3, 10)
    for row, (sequence, now_ms) in enumerate(zip(sequences.tolist(), elapsed_ms.tolist(), strict=True)):
        for window in range(10):
            offsets = history.actions[sequence, window, history.action_mask[sequence, window], 0]
            count = sum(abs(1000.0 * offset - now_ms) <= 100.0 for offset in offsets.tolist())
            assert density[row, window].item() == torch.tensor(math.log1p(count)).item()
    assert density.sum() > 0


def test_the_density_does_not_read_pads() -> None:
    history = random_history(2)
    pads = ~history.action_mask.unsqueeze(-1)
    other = replace(history, actions=torch.where(pads, 0.3, history.actions))
    model, rows, times = compared_model(DecoderConfig("sequential")), torch.arange(2), torch.tensor([300, 300])
    densities = [action_density(model.encode(each), rows, times) for each in (history, other)]
    assert torch.equal(densities[0], densities[1])
