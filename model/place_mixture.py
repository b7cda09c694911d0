"""Where the hand steps to, in whole pixels: atoms at two places, and a mixture of discretised logistics elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.distributions import draw_class, log_logistic_mass
from model.pointed_places import PointedPlaces

STAY, CORNER, ELSEWHERE, POINTED = 0, 1, 2, 3
"""The shares of a `PlaceMixture`."""
_NEAREST_ZERO = 1e-12
_MOST_STAYING = -1e-5
"""Log mass that a mixture of the narrowest components can have at (0, 0), with room for rounding."""


@dataclass(frozen=True, slots=True)
class PlaceMixture:
    """Steps of N hands: an atom at (0, 0), an atom at a corner, and a mixture of M components on all steps but (0, 0).

    A move goes somewhere: what a component would put on staying is given to its other steps, so that staying is as
    rare as its atom says. The corner is where a log writes what has no place. A fourth share, where there is one, lies
    on the pixels of things that are seen, (0, 0) among them where the hand is in one.

    Args:
        shares: float (N, 3), logits of the two atoms and of the mixture; (N, 4) with that of `pointed`.
        corner: int64 (N, 2), the step that ends in the corner.
        weights: float (N, M), logits of the components.
        mean: float (N, M, 2), pixels.
        log_scale: float (N, M, 2), log pixels; at least -3.
        pointed: places in things that are seen; None: there are three shares.
    """

    shares: Tensor
    corner: Tensor
    weights: Tensor
    mean: Tensor
    log_scale: Tensor
    pointed: PointedPlaces | None = None

    def log_probability(self, step: Tensor) -> Tensor:
        """The log-probability (N,) of each step int64 (N, 2); over all steps it sums to one."""
        shares = self.shares.log_softmax(dim=-1)  # (N, S)
        still, cornered = (step == 0).all(dim=-1), (step == self.corner).all(dim=-1)  # (N,)
        moving = self._log_moving(step)  # (N,)
        logs, possible = [torch.zeros_like(moving), torch.zeros_like(moving), moving], [still, cornered, ~still]
        if self.pointed is not None:
            pointed = self.pointed.log_probability(step)  # (N,)
            logs.append(pointed.masked_fill(pointed.isinf(), 0.0))
            possible.append(pointed.isfinite() & self.shares[:, POINTED].isfinite())
        terms = shares + torch.stack(logs, dim=-1)  # (N, S)
        return terms.masked_fill(~torch.stack(possible, dim=-1), -torch.inf).logsumexp(dim=-1)

    def draw(self, uniforms: Tensor) -> Tensor:
        """Steps int64 (N, 2) from uniforms float64 (N, 4) in [0, 1): for the share, the component, x and y."""
        share = draw_class(self.shares.log_softmax(dim=-1), uniforms[:, 0]).unsqueeze(-1)  # (N, 1)
        step = self._draw_elsewhere(uniforms[:, 1:])  # (N, 2)
        if self.pointed is not None:
            step = torch.where(share == POINTED, self.pointed.draw(uniforms[:, 1:]), step)
        return torch.where(share >= ELSEWHERE, step, torch.where(share == CORNER, self.corner, 0))

    def _log_moving(self, step: Tensor) -> Tensor:
        """Of the mixture alone, as it is for steps that are not (0, 0): (N,)."""
        weights, still = self.weights.log_softmax(dim=-1), torch.zeros_like(step)  # (N, M), (N, 2)
        staying = self._log_masses(still).clamp(max=_MOST_STAYING)  # (N, M)
        return torch.logsumexp(weights + self._log_masses(step) - torch.log(-torch.expm1(staying)), dim=-1)

    def _log_masses(self, step: Tensor) -> Tensor:
        """Of each component with (0, 0), (N, M)."""
        return log_logistic_mass(step.unsqueeze(-2).to(self.mean.dtype), self.mean, self.log_scale).sum(dim=-1)

    def _draw_elsewhere(self, uniforms: Tensor) -> Tensor:
        """Steps that are not (0, 0), from uniforms (N, 3); x, then y given x, with what (0, 0) would have left out."""
        component = draw_class(self.weights.log_softmax(dim=-1), uniforms[:, 0])  # (N,)
        rows = torch.arange(component.shape[0], device=component.device)
        mean, scale = self.mean[rows, component].double(), self.log_scale[rows, component].double().exp()  # (N, 2)
        below = torch.sigmoid((-0.5 - mean) / scale)  # (N, 2), mass below pixel 0
        at_zero = torch.sigmoid((0.5 - mean) / scale) - below  # (N, 2)
        left_out = at_zero[:, 0] * at_zero[:, 1]  # (N,)
        x = _draw_around(uniforms[:, 1], mean[:, 0], scale[:, 0], below[:, 0], at_zero[:, 0] - left_out, left_out)
        lost = torch.where(x == 0.0, at_zero[:, 1], 0.0)  # (N,), of y
        y = _draw_around(uniforms[:, 2], mean[:, 1], scale[:, 1], below[:, 1], at_zero[:, 1] - lost, lost)
        return torch.stack([x, y], dim=-1).to(torch.int64)


def _draw_around(
    uniform: Tensor, mean: Tensor, scale: Tensor, below: Tensor, at_zero: Tensor, left_out: Tensor
) -> Tensor:
    """Whole pixels of logistics of which pixel 0 keeps `at_zero` and has lost `left_out`; all float64 (N,)."""
    level = uniform * (1.0 - left_out)
    under, above = _quantile(level, mean, scale), _quantile(level + left_out, mean, scale)
    off_zero = torch.where(level < below, under.clamp(max=-1.0), above.clamp(min=1.0))  # (N,)
    return torch.where((level >= below) & (level < below + at_zero), 0.0, off_zero)


def _quantile(level: Tensor, mean: Tensor, scale: Tensor) -> Tensor:
    return (mean + scale * torch.logit(level.clamp(_NEAREST_ZERO, 1.0 - _NEAREST_ZERO))).round()
