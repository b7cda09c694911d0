"""Distributions over classes and whole pixels: exact log-probabilities, and draws from given uniforms.

A draw takes its uniforms as an argument, so that it depends on nothing but the row it is made for.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

_LOG_SCALE_MIDDLE = 1.75
_LOG_SCALE_REACH = 4.75
_MAX_LOG_PLACE = 8.0
_JUST_BELOW = 1.0 - 2.0**-53
"""Times a positive float64 it is the next smaller one."""


def masked_log_probabilities(logits: Tensor, allowed: Tensor) -> Tensor:
    """Log-probabilities over the allowed classes, -inf elsewhere; each row allows at least one class.

    Args:
        logits: float (..., C).
        allowed: bool (..., C).

    Returns:
        float (..., C), summing to one in each row.
    """
    return logits.masked_fill(~allowed, -torch.inf).log_softmax(dim=-1)


def log_probability_of(log_probabilities: Tensor, classes: Tensor) -> Tensor:
    """The entry of each row (..., C) that `classes` (...) names: (...)."""
    return log_probabilities.gather(-1, classes.unsqueeze(-1)).squeeze(-1)


def scored_rows(chosen: Tensor, classes: Tensor, logits: Tensor, allowed: Tensor | None) -> Tensor:
    """Log-probabilities of the classes of some rows.

    Args:
        chosen: bool (M,), these rows.
        classes: int64 (M,).
        logits: float (M, C).
        allowed: bool (M, C), None: all are.

    Returns:
        float (M,), 0 in the other rows.
    """
    index = chosen.nonzero().squeeze(1)  # (m,)
    rows = logits.index_select(0, index)  # (m, C)
    possible = torch.ones_like(rows, dtype=torch.bool) if allowed is None else allowed[index]  # (m, C)
    return spread_rows(log_probability_of(masked_log_probabilities(rows, possible), classes[index]), index, len(chosen))


def spread_rows(values: Tensor, index: Tensor, size: int) -> Tensor:
    """Values (m,) at the places int64 (m,) of so many, 0 elsewhere."""
    return torch.zeros(size, dtype=values.dtype, device=values.device).index_copy(0, index, values)


def draw_class(log_probabilities: Tensor, uniform: Tensor) -> Tensor:
    """The class of each row by inversion; a class of probability 0 is never drawn.

    Args:
        log_probabilities: float (..., C).
        uniform: float64 (...), in [0, 1).

    Returns:
        int64 (...).
    """
    cumulative = log_probabilities.double().exp().cumsum(dim=-1)
    total = cumulative[..., -1]
    # below the total even after rounding, so that the count below stays a class of positive probability
    threshold = torch.minimum(uniform * total, total * _JUST_BELOW)
    return (cumulative <= threshold.unsqueeze(-1)).sum(dim=-1)


def bounded_log_scale(raw: Tensor) -> Tensor:
    """A log scale between e^-3 and e^6.5 pixels, smooth in the raw output."""
    return _LOG_SCALE_MIDDLE + _LOG_SCALE_REACH * torch.tanh(raw / _LOG_SCALE_REACH)


def signed_log(value: Tensor) -> Tensor:
    """sign(v) log(1 + |v|): fine near 0, and large values stay in reach."""
    return torch.sign(value) * torch.log1p(value.abs())


def signed_exp(value: Tensor) -> Tensor:
    """The inverse of `signed_log`, for arguments cut to what a screen can need."""
    value = value.clamp(-_MAX_LOG_PLACE, _MAX_LOG_PLACE)
    return torch.sign(value) * torch.expm1(value.abs())


def log_logistic_mass(value: Tensor, mean: Tensor, log_scale: Tensor, half_width: Tensor | float = 0.5) -> Tensor:
    """Log mass of a logistic around `value`, on [value - 1/2, value + 1/2]; over all integers that sums to one.

    With a, b the standardised upper and lower edge: sigma(a) - sigma(b) = sigma(a) sigma(-b) (1 - exp(b - a)), which
    is stable in both tails and for narrow scales.
    """
    inverse_scale = torch.exp(-log_scale)
    centred = value - mean
    upper = (centred + half_width) * inverse_scale
    lower = (centred - half_width) * inverse_scale
    width = torch.log(-torch.expm1(-2.0 * half_width * inverse_scale))
    return functional.logsigmoid(upper) + functional.logsigmoid(-lower) + width
