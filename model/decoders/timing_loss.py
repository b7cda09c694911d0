"""Solution 3: what is added to the loss of `parallel` so that its times and its length agree with the horizon."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.config import TimingLossConfig
from model.decoders.quantiles import UNIT_MS

_SOFT_MS = 10.0


def timing_loss(
    config: TimingLossConfig, medians_ms: Tensor, waits_ms: Tensor, mask: Tensor, length_logits: Tensor, weight: Tensor
) -> Tensor:
    """The penalty, a scalar summed over the batch.

    Args:
        config: the weights, and whether the formula is the printed one.
        medians_ms: float (B, S), predicted.
        waits_ms: int64 (B, S), true; not read in pads.
        mask: bool (B, S), True for real actions.
        length_logits: float (B, 101).
        weight: float (B,), of the windows.
    """
    valid_ms = torch.where(mask, medians_ms, 0.0)  # (B, S)
    lengths = length_logits.softmax(dim=-1) @ torch.arange(MAX_ACTIONS + 1.0, device=mask.device)  # (B,)
    if config.as_written:
        return _as_written(valid_ms, lengths) * (mask.sum() + len(mask))
    cumulative_ms = valid_ms.cumsum(dim=1)  # (B, S)
    over = torch.where(mask, functional.relu(cumulative_ms - HORIZON_MS) / UNIT_MS, 0.0).sum(dim=1)  # (B,)
    inside = torch.where(mask, torch.sigmoid((HORIZON_MS - cumulative_ms) / _SOFT_MS), 0.0).sum(dim=1)  # (B,)
    coherence = _coherence(medians_ms, waits_ms, mask)  # (B,)
    parts = config.overrun * over + config.length * (lengths - inside).square() + config.coherence * coherence  # (B,)
    return (parts * weight).sum()


def _coherence(medians_ms: Tensor, waits_ms: Tensor, mask: Tensor) -> Tensor:
    """Mean absolute difference between the log ratios of neighbouring waits, predicted and true, (B,)."""
    pairs = mask[:, 1:]  # (B, S - 1); valid slots come first
    true_ms = torch.where(mask, waits_ms, 0)  # (B, S)
    ratios = [torch.log(waits + 1.0).diff(dim=1) for waits in (torch.where(mask, medians_ms, 0.0), true_ms)]
    apart = torch.where(pairs, (ratios[0] - ratios[1]).abs(), 0.0).sum(dim=1)  # (B,)
    return apart / pairs.sum(dim=1).clamp(min=1)


def _as_written(valid_ms: Tensor, lengths: Tensor) -> Tensor:
    """The formula as it is printed: pads count as waits of 0, the derived length is a count without a gradient."""
    padded_s = functional.pad(valid_ms, (0, MAX_ACTIONS - valid_ms.shape[1])) / 1000.0  # (B, 100)
    cumulative_s = padded_s.cumsum(dim=1)  # (B, 100)
    limit_s = HORIZON_MS / 1000.0
    derived = (cumulative_s <= limit_s).sum(dim=1).to(lengths.dtype)  # (B,)
    return functional.relu(cumulative_s - limit_s).sum() + functional.mse_loss(lengths, derived)
