"""By which means one gets at what is wanted: a press of the right button, its key, or the wheel that shows it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from model.actions import ActionKind

PLAIN_MEANS = 5
"""The first numbers: how likely what is wanted is covered, has a key, is to be scrolled to above, below, and is pressed
by the right button.

Then comes each key.
"""
_KEYED, _ABOVE, _BELOW, _BY_RIGHT = 1, 2, 3, 4
_KIND_MEANS = 4
_HIDDEN = 2
_KEY_GAIN = 4.0
"""Nats by which a key is likelier at first when it gives the answer that is wanted for certain."""
_WHEEL_GAIN = 2.0
"""Nats by which the wheel's right way is likelier at first, and the wrong way less likely."""
_BUTTON_GAIN = 4.0
"""Nats by which the right button is likelier at first, and the left less likely, where it is to be pressed by that."""
_SCROLL_FIRST, _PRESS_FIRST = 3.0, -6.0
"""Nats by which turning the wheel is likelier at first, and a press less likely, while it has to be scrolled to."""


def means_of(
    shares: Tensor,
    by_right: Tensor,
    covered: Tensor,
    scrolls: Tensor,
    shortcuts: Tensor,
    keys: int,
) -> Tensor:
    """The means to what is wanted in each of N windows.

    Args:
        shares: float (N, K), how likely each thing is what is wanted.
        by_right: float (N, K), how likely each would be pressed by the right button.
        covered: float (N, K), see `model.encoders.context.SeenTokens`.
        scrolls: float (N, K), likewise.
        shortcuts: int64 (N, K), likewise.
        keys: C.

    Returns:
        float (N, 5 + C).
    """
    has_key = shortcuts >= 0  # (N, K)
    keyed = torch.where(has_key, shares, 0.0)  # (N, K)
    by_key = shares.new_zeros(len(shares), keys).scatter_add(1, shortcuts.clamp(min=0), keyed)  # (N, C)
    parts = (covered, has_key, scrolls.clamp(min=0.0), (-scrolls).clamp(min=0.0), by_right)  # 5 of (N, K)
    return torch.cat([torch.stack([(shares * part).sum(dim=1) for part in parts], dim=1), by_key], dim=1)


class MeansHead(nn.Module):
    """What the means to what is wanted, and whether the pointer is there, add to the logits of the marks.

    What is learned for one key, or for one way of the wheel, holds for all: demonstrations that hardly ever scroll up
    teach to scroll up to what lies above. And one right press in a hundred left ones is known by what it falls on.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kind = nn.Linear(_KIND_MEANS, len(ActionKind), bias=False)
        self.gain = nn.Parameter(torch.tensor(_KEY_GAIN))
        self.wheel = nn.Parameter(torch.tensor(_WHEEL_GAIN))
        self.button = nn.Parameter(torch.tensor(_BUTTON_GAIN))
        nn.init.zeros_(self.kind.weight)
        with torch.no_grad():
            self.kind.weight[ActionKind.SCROLL, _HIDDEN] = _SCROLL_FIRST
            self.kind.weight[ActionKind.PRESS, _HIDDEN] = _PRESS_FIRST

    def kinds(self, means: Tensor, on_wanted: Tensor) -> Tensor:
        """What the kinds gain (N, 6) by means (N, 5 + C) and how likely the pointer is on what is wanted, (N,)."""
        hidden = means[:, _ABOVE] + means[:, _BELOW]  # (N,)
        numbers = torch.stack([means[:, 0], means[:, _KEYED], hidden, on_wanted], dim=1)  # (N, 4)
        added: Tensor = self.kind(numbers)
        return added

    def keys(self, means: Tensor) -> Tensor:
        """What the keys gain (N, C) by means (N, 5 + C)."""
        return self.gain * means[:, PLAIN_MEANS:]

    def buttons(self, means: Tensor) -> Tensor:
        """What the buttons gain (N, 3) by means (N, 5 + C)."""
        gained = self.button * means[:, _BY_RIGHT]  # (N,)
        return torch.stack([-gained, torch.zeros_like(gained), gained], dim=1)

    def turned(self, means: Tensor) -> Tensor:
        """What notches up gain, and notches down lose, (N,) by means (N, 5 + C)."""
        return self.wheel * (means[:, _ABOVE] - means[:, _BELOW])
