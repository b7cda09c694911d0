"""The heads of the point process: kind given the wait; button, key, scroll and place given the wait and the kind.

Letters: N actions, one a row; H hidden width; M mixture components; K targets; E target width.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.actions import HORIZON_MS, ActionKind
from model.decoders.legality import WAIT_CLASSES
from model.decoders.means import MeansHead
from model.decoders.pointer import PointerHead
from model.decoders.pointing import SizedView
from model.decoders.targets import TARGET_WIDTH, TargetView
from model.distributions import bounded_log_scale, signed_exp, signed_log
from model.place_mixture import PlaceMixture

MAX_NOTCHES = 5
_WAIT_WIDTH = 16
_NARROWEST_LOG, _WIDEST_LOG = -2.0, 3.0
_AIM_BIAS = -2.0
_PLACE_WIDTH = 7 + TARGET_WIDTH
_ATOMS = 3
_FEW_PX = 3.0
_SHARES = {
    ActionKind.MOVE: (-4.0, -6.0, 1.5),
    ActionKind.PRESS: (1.5, -6.0, -1.5),
    ActionKind.RELEASE: (1.5, -6.0, -1.5),
    ActionKind.SCROLL: (1.5, -1.5, -1.5),
    ActionKind.KEY_PRESS: (1.5, -6.0, -1.5),
    ActionKind.KEY_RELEASE: (1.5, -6.0, -1.5),
}
"""Logits to start from: of staying, of the corner, of elsewhere."""


class MarkHeads(nn.Module):
    """The marks of an action, each given what is drawn before it: wait, then kind, then the rest.

    Args:
        hidden: H.
        mixture: M.
        keys: C.
        points: whether a share of each place lies in what is seen.
        has_means: whether the means to what is wanted are known.
    """

    def __init__(self, hidden: int, mixture: int, keys: int, *, points: bool = False, has_means: bool = False) -> None:
        super().__init__()
        self.mixture = mixture
        self.wait = nn.Embedding(WAIT_CLASSES, _WAIT_WIDTH)
        self.after_wait = nn.Linear(hidden + _WAIT_WIDTH + 6, hidden)
        self.kind = nn.Linear(hidden, len(ActionKind))
        self.kind_shift = nn.Embedding(len(ActionKind), hidden)
        self.after_kind = nn.Linear(hidden, hidden)
        self.button = nn.Linear(hidden, 3)
        self.key = nn.Linear(hidden, keys)
        self.scroll = nn.Linear(hidden, 2 * MAX_NOTCHES)
        self.place = nn.Linear(hidden, _ATOMS + mixture * _PLACE_WIDTH)
        self.share_bias = nn.Parameter(torch.tensor([_SHARES[kind] for kind in ActionKind]))
        self.scale_bias = nn.Parameter(torch.linspace(_NARROWEST_LOG, _WIDEST_LOG, mixture)[:, None].repeat(1, 2))
        self.aim_bias = nn.Parameter(torch.tensor(_AIM_BIAS))
        self.point = PointerHead(hidden) if points else None
        self.means = MeansHead() if has_means else None

    @torch.no_grad()
    def steady(self, spread: float, sharpness: float) -> None:
        """Change the weights so that drawn places scatter less; training and likelihood want them as they were learned.

        A stroke of thirty steps, each off by a pixel or two, ends ten pixels beside its target.

        Args:
            spread: what is left of each component's scale, about, above 0.
            sharpness: the exponent of the components' weights; above 1 the likelier ones are preferred.
        """
        self.scale_bias.add_(math.log(spread))
        first = self.place.out_features - self.mixture * _PLACE_WIDTH  # the row of the first component's weight
        weights = first + _PLACE_WIDTH * torch.arange(self.mixture)  # (M,)
        self.place.weight[weights] *= sharpness
        self.place.bias[weights] *= sharpness
        if self.point is not None:
            self.point.steady(spread, sharpness)

    def trunk_after_wait(self, hidden: Tensor, waits_ms: Tensor, elapsed_ms: Tensor, carried_px: Tensor) -> Tensor:
        """The trunk once the wait is known.

        Args:
            hidden: float (N, H).
            waits_ms: int64 (N,).
            elapsed_ms: int64 (N,), before the wait.
            carried_px: float (N, 2), where the hand's motion would carry it by the end of the wait.

        Returns:
            float (N, H).
        """
        waits = torch.log1p(waits_ms.to(hidden.dtype)) / 3.0
        times = torch.stack([waits, (elapsed_ms + waits_ms) / HORIZON_MS], dim=-1)  # (N, 2)
        parts = [hidden, self.wait(waits_ms), times, signed_log(carried_px) / 3.0, torch.tanh(carried_px / _FEW_PX)]
        return functional.silu(self.after_wait(torch.cat(parts, dim=-1)))

    def trunk_after_kind(self, trunk: Tensor, kinds: Tensor) -> Tensor:
        """(N, H) with the kind int64 (N,) -> (N, H)."""
        return functional.silu(self.after_kind(trunk) + self.kind_shift(kinds))

    def kind_logits(self, trunk: Tensor, means: Tensor | None, view: TargetView) -> Tensor:
        """The trunk (N, H) once the wait is known, the means float (N, 5 + C) to what is wanted, the view -> (N, 6)."""
        logits: Tensor = self.kind(trunk)
        if self.means is None or means is None:
            return logits
        assert isinstance(view, SizedView)
        return logits + self.means.kinds(means, view.on_wanted)

    def key_logits(self, trunk: Tensor, means: Tensor | None) -> Tensor:
        """The trunk (N, H) once the kind is known, and the means float (N, 5 + C) to what is wanted -> (N, C)."""
        logits: Tensor = self.key(trunk)
        return logits if self.means is None or means is None else logits + self.means.keys(means)

    def button_logits(self, trunk: Tensor, means: Tensor | None) -> Tensor:
        """The trunk (N, H) once the kind is known, and the means float (N, 5 + C) to what is wanted -> (N, 3)."""
        logits: Tensor = self.button(trunk)
        return logits if self.means is None or means is None else logits + self.means.buttons(means)

    def scroll_logits(self, trunk: Tensor, means: Tensor | None) -> Tensor:
        """The trunk (N, H) once the kind is known, and the means float (N, 5 + C) to what is wanted -> (N, 10)."""
        logits: Tensor = self.scroll(trunk)
        if self.means is None or means is None:
            return logits
        classes = torch.arange(2 * MAX_NOTCHES, device=trunk.device)
        return logits + self.means.turned(means).unsqueeze(1) * scroll_notches(classes).sign()  # (N, 10)

    def place_mixture(
        self,
        trunk: Tensor,
        kinds: Tensor,
        targets: TargetView,
        carried_px: Tensor,
        corner_px: Tensor,
        hand_px: Tensor,
    ) -> PlaceMixture:
        """Where the hand steps to: each component aims at targets by attention, carries on its motion, deviates.

        A component's mean is aim * (the way to what it attends to) + inertia * (where its motion carries it) +
        deviation; attending to nothing is possible. Its scale grows with its mean, as a hand's scatter does.

        Args:
            trunk: float (N, H), after the kind.
            kinds: int64 (N,).
            targets: (N, K, ...), the targets as seen from the pointer before the action.
            carried_px: float (N, 2).
            corner_px: int64 (N, 2), from the hand to the canvas's corner.
            hand_px: float (N, 2), from the pointer to the hand.
        """
        output = self.place(trunk)  # (N, 3 + M (7 + E))
        parts = output[:, _ATOMS:].unflatten(1, (self.mixture, _PLACE_WIDTH))  # (N, M, 7 + E)
        weight, aim, inertia, deviation, scale, query = parts.split([1, 1, 1, 2, 2, TARGET_WIDTH], dim=-1)
        mean = 2.0 * torch.sigmoid(inertia) * carried_px.unsqueeze(1) + signed_exp(deviation)  # (N, M, 2)
        if not targets.is_blank:
            mean = mean + torch.sigmoid(aim + self.aim_bias) * _aimed_px(query, targets)
        log_scale = bounded_log_scale(scale + self.scale_bias) + torch.log1p(mean.norm(dim=-1, keepdim=True))
        shares = output[:, :_ATOMS] + self.share_bias[kinds]  # (N, 3)
        pointed = None
        if self.point is not None:
            gate, pointed = self.point(trunk, targets, hand_px)
            shares = torch.cat([shares, gate], dim=1)  # (N, 4)
        return PlaceMixture(shares, corner_px, weight.squeeze(-1), mean, log_scale, pointed)


def _aimed_px(query: Tensor, targets: TargetView) -> Tensor:
    """The ways to what queries (N, M, E) attend to, or to nothing: float (N, M, 2)."""
    scores = query @ targets.embedded.transpose(1, 2)  # (N, M, K)
    scores = scores.masked_fill(~targets.is_known.unsqueeze(1), -torch.inf)
    nothing = torch.zeros_like(scores[..., :1])  # (N, M, 1)
    attention = torch.cat([nothing, scores], dim=-1).softmax(dim=-1)[..., 1:]  # (N, M, K)
    return attention @ targets.offset_px


def scroll_class(notches: Tensor) -> Tensor:
    """Signed notches -5..-1, 1..5 as classes 0..9."""
    return torch.where(notches < 0, notches + MAX_NOTCHES, notches + MAX_NOTCHES - 1)


def scroll_notches(classes: Tensor) -> Tensor:
    """Classes 0..9 as signed notches -5..-1, 1..5."""
    return torch.where(classes < MAX_NOTCHES, classes - MAX_NOTCHES, classes - MAX_NOTCHES + 1)
