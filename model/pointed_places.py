"""Where the hand steps to in things that are seen: a mixture over rectangles, in each a logistic cut to its pixels."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.distributions import draw_class, log_logistic_mass

_NEAREST_ZERO = 1e-12
_OUTSIDE = -1e9
"""Finite, so that gradients are; no step of such a log-probability is ever told."""


@dataclass(frozen=True, slots=True)
class PointedPlaces:
    """Steps of N hands, each into one of K rectangles of whole pixels.

    Args:
        weights: float (N, K), logits of the rectangles; -inf where there is none, finite in all where none is there.
        low: int64 (N, K, 2), the step to the first pixel of each.
        size: int64 (N, K, 2), pixels.
        mean: float (N, K, 2), pixels, inside.
        log_scale: float (N, K, 2), log pixels; at least -3.
    """

    weights: Tensor
    low: Tensor
    size: Tensor
    mean: Tensor
    log_scale: Tensor

    def log_probability(self, step: Tensor) -> Tensor:
        """The log-probability (N,) of each step int64 (N, 2); over the steps into any rectangle it sums to one."""
        last = self.low + self.size - 1  # (N, K, 2)
        wanted = step.unsqueeze(1)  # (N, 1, 2)
        inside = ((wanted >= self.low) & (wanted <= last)).all(dim=-1) & self.weights.isfinite()  # (N, K)
        near = torch.minimum(torch.maximum(wanted, self.low), last).to(self.mean.dtype)  # (N, K, 2)
        half_px, middle = self.size.to(self.mean.dtype) / 2.0, (self.low + last).to(self.mean.dtype) / 2.0  # (N, K, 2)
        whole = log_logistic_mass(middle, self.mean, self.log_scale, half_px)  # (N, K, 2)
        masses = (log_logistic_mass(near, self.mean, self.log_scale) - whole).sum(dim=-1)  # (N, K)
        logs = torch.where(inside, self.weights.log_softmax(dim=-1) + masses, _OUTSIDE).logsumexp(dim=-1)  # (N,)
        return logs.masked_fill(~inside.any(dim=-1), -torch.inf)

    def draw(self, uniforms: Tensor) -> Tensor:
        """Steps int64 (N, 2) from uniforms float64 (N, 3) in [0, 1): for the rectangle, x and y."""
        chosen = draw_class(self.weights.log_softmax(dim=-1), uniforms[:, 0])  # (N,)
        rows = torch.arange(len(chosen), device=chosen.device)
        low, size = self.low[rows, chosen], self.size[rows, chosen]  # (N, 2)
        mean, scale = self.mean[rows, chosen].double(), self.log_scale[rows, chosen].double().exp()  # (N, 2)
        below, above = (torch.sigmoid((edge - 0.5 - mean) / scale) for edge in (low, low + size))  # (N, 2)
        level = (below + uniforms[:, 1:] * (above - below)).clamp(_NEAREST_ZERO, 1.0 - _NEAREST_ZERO)  # (N, 2)
        pixel = (mean + scale * torch.logit(level)).round().to(torch.int64)  # (N, 2)
        return torch.minimum(torch.maximum(pixel, low), low + size - 1)
