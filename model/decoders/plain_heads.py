"""The heads of the compared models: kind, place, button, key and scroll of an action, each from one vector alone.

Letters: N actions, one a row; H hidden width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import ActionKind
from model.decoders.heads import MAX_NOTCHES, scroll_class, scroll_notches
from model.decoders.progress import Marks
from model.distributions import draw_class

UNIFORMS = 6
"""Random numbers of an action: its wait, kind, button or key or notches, x, y, and the window's length."""
WAIT, KIND, CLASS, PLACE, LENGTH = 0, 1, 2, 3, 5
_NARROWEST_PX = 0.5
_NEAREST_ZERO = 1e-7


@dataclass(frozen=True, slots=True)
class MarkLosses:
    """Negative log-likelihoods of N actions, float (N,) each; 0 where an action has no such mark."""

    kind: Tensor
    place: Tensor
    button: Tensor
    key: Tensor
    scroll: Tensor


@dataclass(frozen=True, slots=True)
class Guess:
    """The marks of actions of one shape (...), int64; classes as in `model.batch.TargetBatch`.

    Args:
        kinds, buttons, keys, scrolls: (...).
        place_px: (..., 2), on the canvas; where the pointer would be if the action had a place.
    """

    kinds: Tensor
    buttons: Tensor
    keys: Tensor
    scrolls: Tensor
    place_px: Tensor

    def grid(self, rows: int, slots: int) -> Guess:
        """The same actions (rows * slots,) as a grid (rows, slots)."""
        values = (getattr(self, field.name) for field in fields(self))
        return Guess(*(value.reshape(rows, slots, *value.shape[1:]) for value in values))


class PlainHeads(nn.Module):
    """Every head reads the same vector; none knows what another one says, nor what is held."""

    def __init__(self, hidden: int, keys: int) -> None:
        super().__init__()
        self.kind = nn.Linear(hidden, len(ActionKind))
        self.place = nn.Linear(hidden, 4)
        self.button = nn.Linear(hidden, 3)
        self.key = nn.Linear(hidden, keys)
        self.scroll = nn.Linear(hidden, 2 * MAX_NOTCHES)

    def losses(self, hidden: Tensor, actions: Marks, place_px: Tensor, canvas_px: Tensor) -> MarkLosses:
        """How badly the marks were foreseen.

        Args:
            hidden: float (N, H).
            actions: (N,).
            place_px: float (N, 2), where the pointer is after each action.
            canvas_px: float (N, 2).
        """
        kinds = actions.kinds
        pushes = (kinds == ActionKind.PRESS) | (kinds == ActionKind.RELEASE)  # (N,)
        mean, sigma = self._gaussian(hidden, canvas_px)  # (N, 2) each
        # the density of whole pixels: a mass per pixel where it is flat, as sigma is at least half a pixel
        nats = (0.5 * ((place_px - mean) / sigma).square() + sigma.log() + 0.5 * math.log(2.0 * math.pi)).sum(dim=1)
        return MarkLosses(
            kind=functional.cross_entropy(self.kind(hidden), kinds, reduction="none"),
            place=torch.where(kinds < ActionKind.KEY_PRESS, nats, 0.0),
            button=_nats(self.button, hidden, actions.buttons, pushes),
            key=_nats(self.key, hidden, actions.keys, kinds >= ActionKind.KEY_PRESS),
            scroll=_nats(self.scroll, hidden, scroll_class(actions.scrolls), kinds == ActionKind.SCROLL),
        )

    def guess(self, hidden: Tensor, canvas_px: Tensor, uniforms: Tensor | None) -> Guess:
        """Marks of N actions.

        Args:
            hidden: float (N, H).
            canvas_px: float (N, 2).
            uniforms: float64 (N, 6), to draw by; None: the most likely classes and the mean places.
        """
        kinds = class_of(self.kind(hidden), uniforms, KIND)
        notches = scroll_notches(class_of(self.scroll(hidden), uniforms, CLASS))  # (N,)
        mean, sigma = self._gaussian(hidden, canvas_px)
        if uniforms is not None:
            inside = uniforms[:, PLACE : PLACE + 2].clamp(_NEAREST_ZERO, 1.0 - _NEAREST_ZERO)
            mean = mean + sigma * torch.special.ndtri(inside).to(mean.dtype)  # (N, 2)
        place_px = torch.minimum(mean.round().clamp(min=0.0), canvas_px - 1.0).to(torch.int64)  # (N, 2)
        return Guess(
            kinds=kinds,
            buttons=class_of(self.button(hidden), uniforms, CLASS),
            keys=class_of(self.key(hidden), uniforms, CLASS),
            scrolls=torch.where(kinds == ActionKind.SCROLL, notches, 0),
            place_px=place_px,
        )

    def _gaussian(self, hidden: Tensor, canvas_px: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation of the place, pixels (N, 2) each; at first the canvas's middle, and all of it."""
        mean, log_sigma = self.place(hidden).chunk(2, dim=-1)  # (N, 2) each
        return (0.5 + mean) * canvas_px, (log_sigma.clamp(max=2.0).exp() * canvas_px).clamp(min=_NARROWEST_PX)


def class_of(logits: Tensor, uniforms: Tensor | None, column: int) -> Tensor:
    """Drawn by a column of float64 (N, 6), or without uniforms the most likely class, int64 (N,)."""
    if uniforms is None:
        return logits.argmax(dim=-1)
    return draw_class(logits.log_softmax(dim=-1), uniforms[:, column])


def _nats(head: nn.Module, hidden: Tensor, classes: Tensor, chosen: Tensor) -> Tensor:
    """Cross-entropies of the chosen rows, 0 in the others, (N,)."""
    found = functional.cross_entropy(head(hidden[chosen]), classes[chosen], reduction="none")  # (n,)
    return torch.zeros(chosen.shape, dtype=found.dtype, device=found.device).masked_scatter(chosen, found)
