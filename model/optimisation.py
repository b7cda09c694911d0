"""What moves the weights: AdamW, a learning rate over the budget, and a moving average of the weights."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from model.config import TrainingConfig

_MOMENTS = ("step", "exp_avg", "exp_avg_sq")
_LAST_SHARE = 0.02
"""Share of the learning rate that is left at the end."""


def make_optimiser(model: nn.Module, config: TrainingConfig) -> torch.optim.AdamW:
    """AdamW; only matrices decay, as biases, norms and tables of single rows have no reason to shrink."""
    matrices = [weight for weight in model.parameters() if weight.ndim >= 2]
    others = [weight for weight in model.parameters() if weight.ndim < 2]
    groups = [{"params": matrices, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=config.learning_rate, betas=(0.9, 0.98), fused=True)


def learning_rate(config: TrainingConfig, share: float) -> float:
    """The learning rate once `share` (0..1) of the budget is spent: a straight rise, then half a cosine down."""
    if share < config.warmup_share:
        return config.learning_rate * max(share / config.warmup_share, _LAST_SHARE)
    fallen = min(1.0, (share - config.warmup_share) / max(1e-9, 1.0 - config.warmup_share))
    return config.learning_rate * (_LAST_SHARE + (1.0 - _LAST_SHARE) * 0.5 * (1.0 + math.cos(math.pi * fallen)))


@torch.no_grad()
def move_average(average: nn.Module, model: nn.Module, decay: float, step: int) -> None:
    """Move the averaged weights towards the model's; the first steps count more, so that the start is forgotten."""
    kept = min(decay, (1.0 + step) / (10.0 + step))
    for averaged, current in zip(average.parameters(), model.parameters(), strict=True):
        averaged.lerp_(current, 1.0 - kept)


def training_tensors(model: nn.Module, optimiser: torch.optim.AdamW) -> dict[str, Tensor]:
    """The model's own weights and the optimiser's moments by name: all that the next step depends on."""
    tensors = {f"model.{name}": value for name, value in model.state_dict().items()}
    for name, weight in model.named_parameters():
        for key in _MOMENTS if weight in optimiser.state else ():
            tensors[f"optimiser.{key}.{name}"] = optimiser.state[weight][key]
    return tensors


def restore_training(model: nn.Module, optimiser: torch.optim.AdamW, tensors: dict[str, Tensor]) -> None:
    """Put back what `training_tensors` took."""
    prefix = "model."
    model.load_state_dict({name[len(prefix) :]: value for name, value in tensors.items() if name.startswith(prefix)})
    for name, weight in model.named_parameters():
        for key in _MOMENTS:
            value = tensors.get(f"optimiser.{key}.{name}")
            if value is not None:  # a weight that never had a gradient has no moments
                optimiser.state[weight][key] = value if key == "step" else value.to(weight.device)
